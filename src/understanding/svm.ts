/**
 * One linear support vector machine per intent against all others: L2-regularised squared hinge loss, solved
 * by dual coordinate descent with shrinking (Hsieh et al., ICML 2008, algorithm 3).
 */
import { createRandom, mixSeed, shuffle } from './random.ts'
import type { WeightedRows } from './vectorizer.ts'

/** Settings of the solver. */
export interface SvmOptions {
  /** Cost of an error; larger fits the rows more closely. */
  readonly cost: number
  /** Passes over the rows at most. */
  readonly passes: number
  /** Spread of the projected gradient at which an intent counts as solved. */
  readonly tolerance: number
  readonly seed: number
}

/**
 * How much every row counts for every intent: `steps[row * intents + intent] * scales[intent]`, for the intent
 * of the row's label and against all others. Rounded, so that a stored solution is the solution.
 */
export interface DualSolution {
  readonly intents: number
  readonly scales: Float32Array
  readonly steps: Uint16Array
}

const MOST_STEPS = 65535

/**
 * Solves all intents over the rows in `members`; other rows keep 0.
 * @param labels number of the intent of every row
 * @param features number of features
 */
export function solveSvm(
  rows: WeightedRows,
  labels: Uint16Array,
  members: Int32Array,
  intents: number,
  features: number,
  options: SvmOptions,
  onIntent?: (solved: number) => void,
): DualSolution {
  const scales = new Float32Array(intents)
  const steps = new Uint16Array(rows.size * intents)
  const squares = new Float64Array(rows.size)
  for (const row of members) {
    let square = 1
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) square += rows.values[at]! ** 2
    squares[row] = square
  }
  const weights = new Float64Array(features + 1)
  const dual = new Float64Array(rows.size)
  for (let intent = 0; intent < intents; intent++) {
    solveIntent(rows, labels, members, intent, options, squares, weights, dual)
    let largest = 0
    for (const row of members) largest = Math.max(largest, dual[row]!)
    scales[intent] = largest / MOST_STEPS
    if (largest > 0) {
      for (const row of members)
        steps[row * intents + intent] = Math.round((dual[row]! / largest) * MOST_STEPS)
    }
    onIntent?.(intent + 1)
  }
  return { intents, scales, steps }
}

function solveIntent(
  rows: WeightedRows,
  labels: Uint16Array,
  members: Int32Array,
  intent: number,
  options: SvmOptions,
  squares: Float64Array,
  weights: Float64Array,
  dual: Float64Array,
): void {
  const { starts, ids, values } = rows
  const order = Int32Array.from(members)
  const random = createRandom(mixSeed(options.seed, intent))
  const diagonal = 0.5 / options.cost
  const bias = weights.length - 1
  weights.fill(0)
  dual.fill(0)
  let active = order.length
  let highestBefore = Number.POSITIVE_INFINITY
  for (let pass = 0; pass < options.passes; pass++) {
    let highest = Number.NEGATIVE_INFINITY
    let lowest = Number.POSITIVE_INFINITY
    shuffle(order, active, random)
    for (let place = 0; place < active; place++) {
      const row = order[place]!
      const sign = labels[row] === intent ? 1 : -1
      const start = starts[row]!
      const end = starts[row + 1]!
      let score = weights[bias]!
      for (let at = start; at < end; at++) score += weights[ids[at]!]! * values[at]!
      const before = dual[row]!
      const gradient = score * sign - 1 + diagonal * before
      let projected = gradient
      if (before === 0) {
        if (gradient > highestBefore) {
          active--
          order[place] = order[active]!
          order[active] = row
          place--
          continue
        }
        projected = Math.min(gradient, 0)
      }
      if (projected > highest) highest = projected
      if (projected < lowest) lowest = projected
      if (Math.abs(projected) < 1e-12) continue
      const after = Math.max(before - gradient / (squares[row]! + diagonal), 0)
      const step = (after - before) * sign
      if (step === 0) continue
      dual[row] = after
      weights[bias]! += step
      for (let at = start; at < end; at++) weights[ids[at]!]! += step * values[at]!
    }
    if (highest - lowest <= options.tolerance) {
      if (active === order.length) break
      // Solved for the rows still looked at: look at all of them once more.
      active = order.length
      highestBefore = Number.POSITIVE_INFINITY
      continue
    }
    highestBefore = highest <= 0 ? Number.POSITIVE_INFINITY : highest
  }
}

/** Linear weights: `values[feature * intents + intent]`, and the constant of every intent. */
export interface LinearWeights {
  readonly intents: number
  readonly values: Float32Array
  readonly bias: Float32Array
}

/** The linear weights a dual solution stands for: the sum of its rows, each times what it counts. */
export function linearWeights(
  rows: WeightedRows,
  labels: Uint16Array,
  solution: DualSolution,
  features: number,
): LinearWeights {
  const { intents } = solution
  const values = new Float32Array(features * intents)
  const bias = new Float32Array(intents)
  const used = new Int32Array(intents)
  const amounts = new Float64Array(intents)
  for (let row = 0; row < rows.size; row++) {
    let count = 0
    for (let intent = 0; intent < intents; intent++) {
      const amount = solution.steps[row * intents + intent]! * solution.scales[intent]!
      if (amount === 0) continue
      used[count] = intent
      amounts[count] = labels[row] === intent ? amount : -amount
      bias[intent]! += amounts[count]!
      count++
    }
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) {
      const base = rows.ids[at]! * intents
      const value = rows.values[at]!
      for (let i = 0; i < count; i++) values[base + used[i]!]! += amounts[i]! * value
    }
  }
  return { intents, values, bias }
}

/**
 * Score of every machine for one text: above 0 speaks for its intent.
 * @param ids features of the text, of which the first `length` count
 */
export function machineScores(
  machines: LinearWeights,
  ids: Int32Array,
  values: Float32Array,
  length: number,
): Float64Array {
  const { intents } = machines
  const scores = Float64Array.from(machines.bias)
  for (let at = 0; at < length; at++) {
    const value = values[at]!
    if (value === 0) continue
    const base = ids[at]! * intents
    for (let intent = 0; intent < intents; intent++)
      scores[intent]! += value * machines.values[base + intent]!
  }
  return scores
}
