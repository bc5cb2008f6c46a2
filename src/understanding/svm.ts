/**
 * One linear support vector machine per intent against all others: L2-regularised squared hinge loss, solved
 * by dual coordinate descent with shrinking (Hsieh et al., ICML 2008, algorithm 3), sixteen intents at a time.
 */
import { KernelMemory } from './kernels.ts'
import type { Postings } from './postings.ts'
import { mixSeed } from './random.ts'
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
 * How much every row counts for every intent: `steps[row * intents + intent] * scales[intent]`, for the intent
 * of the row's label and against all others. Rounded, so that a stored solution is the solution.
 */
export interface DualSolution {
  readonly intents: number
  readonly scales: Float32Array
  readonly steps: Uint16Array
}

const MOST_STEPS = 65535
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
  const solution = {
    intents,
    scales: new Float32Array(intents),
    steps: new Uint16Array(rows.size * intents),
  }
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
    round(memory.floats(at.duals, rows.size * LANES), first, solution)
    onIntents(Math.min(intents, first + LANES))
  }
  return solution
}

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

/** Rounds the duals of the intents from `first` on into the solution. */
function round(duals: Float32Array, first: number, { intents, scales, steps }: DualSolution): void {
  const rows = duals.length / LANES
  for (let intent = first; intent < Math.min(intents, first + LANES); intent++) {
    let largest = 0
    for (let at = intent - first; at < duals.length; at += LANES) largest = Math.max(largest, duals[at]!)
    scales[intent] = largest / MOST_STEPS
    if (largest === 0) continue
    for (let row = 0; row < rows; row++) {
      steps[row * intents + intent] = Math.round(
        (duals[row * LANES + intent - first]! / largest) * MOST_STEPS,
      )
    }
  }
}

/** Linear weights, as a dual solution stands for them. */
export interface LinearWeights {
  readonly intents: number
  /** Place of each feature among those that several rows have; -1 for others. */
  readonly slots: Int32Array
  /** Weight of slot `s` for intent `k` at `s * intents + k`. */
  readonly values: Float32Array
  readonly bias: Float32Array
  readonly postings: Postings
  readonly amounts: Amounts
}

/** What each row adds to which intents: row `i` stands at `starts[i]` up to `starts[i + 1]`. */
interface Amounts {
  readonly starts: Int32Array
  readonly intents: Uint16Array
  readonly values: Float32Array
}

/**
 * The linear weights a dual solution stands for: the sum of its rows, each times what it counts. Features of a
 * single row get none: what they say is known from the row.
 * @param frequency how many rows have each feature, as in the postings
 */
export function linearWeights(
  postings: Postings,
  labels: Uint16Array,
  solution: DualSolution,
  frequency: Int32Array,
): LinearWeights {
  const { intents } = solution
  const { slots, size } = slotsOf(frequency, 2)
  const amounts = amountsOf(solution, labels)
  const bias = new Float32Array(intents)
  for (const [at, intent] of amounts.intents.entries()) bias[intent]! += amounts.values[at]!
  const values = new Float32Array(size * intents)
  const { starts, rows } = postings
  for (let id = 0; id < slots.length; id++) {
    const slot = slots[id]!
    if (slot < 0) continue
    const base = slot * intents
    for (let place = starts[id]!; place < starts[id + 1]!; place++) {
      const value = postings.values[place]!
      const end = amounts.starts[rows[place]! + 1]!
      for (let at = amounts.starts[rows[place]!]!; at < end; at++)
        values[base + amounts.intents[at]!]! += value * amounts.values[at]!
    }
  }
  return { intents, slots, values, bias, postings, amounts }
}

function amountsOf({ intents, steps, scales }: DualSolution, labels: Uint16Array): Amounts {
  const starts = new Int32Array(labels.length + 1)
  let count = 0
  for (const step of steps) if (step !== 0) count++
  const which = new Uint16Array(count)
  const values = new Float32Array(count)
  let place = 0
  for (let row = 0; row < labels.length; row++) {
    for (let intent = 0; intent < intents; intent++) {
      const step = steps[row * intents + intent]!
      if (step === 0) continue
      which[place] = intent
      values[place++] = labels[row] === intent ? step * scales[intent]! : -step * scales[intent]!
    }
    starts[row + 1] = place
  }
  return { starts, intents: which, values }
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
  const { intents, slots, postings, amounts } = machines
  const scores = Float64Array.from(machines.bias)
  for (let at = 0; at < length; at++) {
    const id = ids[at]!
    const value = values[at]!
    if (value === 0) continue
    const slot = slots[id]!
    if (slot >= 0) {
      const base = slot * intents
      for (let intent = 0; intent < intents; intent++)
        scores[intent]! += value * machines.values[base + intent]!
      continue
    }
    const place = postings.starts[id]!
    if (place === postings.starts[id + 1]!) continue
    const owner = postings.rows[place]!
    const weight = value * postings.values[place]!
    for (let to = amounts.starts[owner]!; to < amounts.starts[owner + 1]!; to++)
      scores[amounts.intents[to]!]! += weight * amounts.values[to]!
  }
  return scores
}
