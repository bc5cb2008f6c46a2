/**
 * One linear support vector machine per intent against all others: L2-regularised squared hinge loss, solved
 * by dual coordinate descent with shrinking (Hsieh et al., ICML 2008, algorithm 3), sixteen intents at a time.
 */
import { KernelMemory } from './kernels.ts'
import type { Postings } from './postings.ts'
import { mixSeed } from './random.ts'
import { emptyTable, roundInto, type ScoreTable } from './score-table.ts'
import type { WeightedRows } from './vectorizer.ts'
import { slotsOf } from './vocabulary.ts'

/** Settings of the solver. */
export interface SvmOptions {
  /** Cost of an error; larger fits the rows more closely. */
  readonly cost: number
  /** Passes over the rows at most. */
  readonly passes: number
  /** A row none of whose duals moves by this much is left alone until all are looked at again. */
  readonly still: number
  readonly seed: number
}

/**
 * How much every row counts for which intents: row `i` stands at `starts[i]` up to `starts[i + 1]`, where
 * `steps[at] * scales[which[at]]` is positive for the intent of its label, and negative for others. Rounded,
 * so that a stored solution is the solution.
 */
export interface DualSolution {
  readonly intents: number
  readonly scales: Float32Array
  readonly starts: Int32Array
  readonly which: Uint16Array
  readonly steps: Int16Array
}

const MOST_STEPS = 32767
/** Duals below this share of the largest one of their intent are left out. */
const LEAST_SHARE = 0.002
/** Weights are kept in bytes, which takes a quarter of the memory and changes no score noticeably. */
const WEIGHT_STEPS = 127
/** Intents solved side by side, as the kernel does it. */
const LANES = 16
/** All rows are looked at in the first passes, and in every so many passes after. */
const FIRST_PASSES = 3
const FULL_EVERY = 4

/**
 * Solves all intents over the rows in `members`; other rows keep 0.
 * @param labels number of the intent of every row
 * @param frequency how many members have each feature
 */
export function solveSvm(
  rows: WeightedRows,
  labels: Uint16Array,
  members: Int32Array,
  intents: number,
  frequency: Int32Array,
  options: SvmOptions,
  onIntents: (solved: number) => void = () => {},
): DualSolution {
  const { slots, size } = slotsOf(frequency, 2)
  const shared = sharedFeatures(rows, slots)
  const memory = new KernelMemory()
  const at = {
    order: memory.room(members.length * 4),
    starts: memory.put(shared.starts),
    ids: memory.put(shared.ids),
    values: memory.put(shared.values),
    labels: memory.put(labels),
    squares: memory.put(shared.squares),
    own: memory.put(shared.own),
    weights: memory.room(size * LANES * 4),
    bias: memory.room(LANES * 4),
    duals: memory.room(rows.size * LANES * 4),
  }
  const scales = new Float32Array(intents)
  const found: Found[] = Array.from({ length: rows.size }, () => [])
  for (let first = 0; first < intents; first += LANES) {
    memory.ints(at.order, members.length).set(members)
    memory.floats(at.weights, size * LANES).fill(0)
    memory.floats(at.bias, LANES).fill(0)
    memory.floats(at.duals, rows.size * LANES).fill(0)
    memory.run.seed(mixSeed(options.seed, 5, first))
    let active = members.length
    for (let pass = 0; pass < options.passes; pass++) {
      const full = pass < FIRST_PASSES || pass % FULL_EVERY === 0
      if (full) active = members.length
      active = memory.run.machinePass(
        ...[at.order, active, at.starts, at.ids, at.values, at.labels, first],
        ...[at.squares, at.own, at.weights, at.bias, at.duals],
        ...[0.5 / options.cost, pass < FIRST_PASSES - 1 ? 0 : options.still],
      )
      if (active === 0 && full) break
    }
    round(memory.floats(at.duals, rows.size * LANES), first, labels, scales, found)
    onIntents(Math.min(intents, first + LANES))
  }
  return solutionOf(scales, found)
}

/** Intents and steps of one row, in turn. */
type Found = number[]

/** Features that only one of the rows has need no weights: what they add is known from the row itself. */
function sharedFeatures(rows: WeightedRows, slots: Int32Array) {
  const starts = new Int32Array(rows.size + 1)
  const ids = new Int32Array(rows.ids.length)
  const values = new Float32Array(rows.ids.length)
  const squares = new Float32Array(rows.size)
  const own = new Float32Array(rows.size)
  let place = 0
  for (let row = 0; row < rows.size; row++) {
    // The constant every machine has counts as a feature of weight 1.
    squares[row] = 1
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) {
      const value = rows.values[at]!
      const slot = slots[rows.ids[at]!]!
      squares[row]! += value * value
      if (slot < 0) own[row]! += value * value
      else {
        ids[place] = slot
        values[place++] = value
      }
    }
    starts[row + 1] = place
  }
  return { starts, ids: ids.subarray(0, place), values: values.subarray(0, place), squares, own }
}

/** Rounds the duals of the intents from `first` on and adds them to what was found. */
function round(
  duals: Float32Array,
  first: number,
  labels: Uint16Array,
  scales: Float32Array,
  found: readonly Found[],
): void {
  for (let intent = first; intent < Math.min(scales.length, first + LANES); intent++) {
    let largest = 0
    for (let at = intent - first; at < duals.length; at += LANES) largest = Math.max(largest, duals[at]!)
    scales[intent] = largest / MOST_STEPS
    if (largest === 0) continue
    for (const [row, steps] of found.entries()) {
      const share = duals[row * LANES + intent - first]! / largest
      if (share < LEAST_SHARE) continue
      const step = Math.round(share * MOST_STEPS)
      steps.push(intent, labels[row] === intent ? step : -step)
    }
  }
}

function solutionOf(scales: Float32Array, found: readonly Found[]): DualSolution {
  const starts = new Int32Array(found.length + 1)
  for (const [row, steps] of found.entries()) starts[row + 1] = starts[row]! + steps.length / 2
  const which = new Uint16Array(starts[found.length]!)
  const steps = new Int16Array(which.length)
  for (const [row, pairs] of found.entries()) {
    for (let at = starts[row]!, pair = 0; pair < pairs.length; at++, pair += 2) {
      which[at] = pairs[pair]!
      steps[at] = pairs[pair + 1]!
    }
  }
  return { intents: scales.length, scales, starts, which, steps }
}

/** Linear weights, as a dual solution stands for them. */
export interface LinearWeights {
  readonly intents: number
  /** Place of each feature among those that several rows have; -1 for others. */
  readonly slots: Int32Array
  readonly weights: ScoreTable
  readonly postings: Postings
  readonly solution: DualSolution
  /** What each of the solution's steps is worth. */
  readonly amounts: Float32Array
}

/**
 * The linear weights a dual solution stands for: the sum of its rows, each times what it counts. Features of a
 * single row get none: what they say is known from the row.
 * @param frequency how many rows have each feature, as in the postings
 */
export function linearWeights(
  postings: Postings,
  solution: DualSolution,
  frequency: Int32Array,
): LinearWeights {
  const { intents, which } = solution
  const { slots, size } = slotsOf(frequency, 2)
  const amounts = new Float32Array(which.length)
  const bias = new Float32Array(intents)
  for (let at = 0; at < amounts.length; at++) {
    const amount = solution.steps[at]! * solution.scales[which[at]!]!
    amounts[at] = amount
    bias[which[at]!]! += amount
  }
  const weights = emptyTable(size, bias)
  const sums = new Float32Array(intents)
  const { starts, rows } = postings
  for (let id = 0; id < slots.length; id++) {
    const slot = slots[id]!
    if (slot < 0) continue
    sums.fill(0)
    for (let place = starts[id]!; place < starts[id + 1]!; place++) {
      const value = postings.values[place]!
      const row = rows[place]!
      const end = solution.starts[row + 1]!
      for (let at = solution.starts[row]!; at < end; at++) sums[which[at]!]! += value * amounts[at]!
    }
    roundInto(weights, slot, sums, WEIGHT_STEPS)
  }
  return { intents, slots, weights, postings, solution, amounts }
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
  const { intents, slots, postings, amounts, solution } = machines
  const { steps, scales, bias } = machines.weights
  const scores = Float64Array.from(bias)
  for (let at = 0; at < length; at++) {
    const id = ids[at]!
    const value = values[at]!
    if (value === 0) continue
    const slot = slots[id]!
    if (slot >= 0) {
      const base = slot * intents
      const weight = value * scales[slot]!
      for (let intent = 0; intent < intents; intent++) scores[intent]! += weight * steps[base + intent]!
      continue
    }
    const place = postings.starts[id]!
    if (place === postings.starts[id + 1]!) continue
    const owner = postings.rows[place]!
    const weight = value * postings.values[place]!
    for (let to = solution.starts[owner]!; to < solution.starts[owner + 1]!; to++)
      scores[solution.which[to]!]! += weight * amounts[to]!
  }
  return scores
}
