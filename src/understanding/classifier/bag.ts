/**
 * Embedding bags: every feature has a short vector, a text is their weighted mean, and a softmax over intents
 * reads it (after fastText, Joulin et al. 2016, with feature dropout). Several bags that differ by chance
 * are averaged, and what they say of each feature becomes one table of scores.
 */
import { KernelMemory } from './kernels.ts'
import { mixSeed } from './random.ts'
import { emptyTable, roundInto, type ScoreTable } from './score-table.ts'

/** How bags are trained. */
export interface BagPlan {
  readonly bags: number
  readonly epochs: number
  /** Learning rate of the first epoch; it falls to nearly nothing by the last. */
  readonly rate: number
  /** Share of a text's features that is hidden each time the text is learned. */
  readonly dropout: number
  readonly seed: number
}

/** What bags learn from: rows of weighted features, each feature by its slot. A value of 0 counts for nothing. */
export interface BagRows {
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
  /** Number of slots. */
  readonly slots: number
}

/** Numbers per feature while learning, a multiple of eight. */
const WIDTH = 64
const FIRST_EMBEDDING = 0.1
const FIRST_OUTPUT = 0.2
const LAST_RATE = 0.01
const OUTPUT_RATE = 0.3
const BIAS_RATE = 0.1
// Errors smaller than this teach next to nothing and are skipped.
const LEAST_ERROR = 5e-3
// The scores of some hundred features are summed, so that the errors of rounding nearly cancel.
const STEPS = 11
/** Bias of what fills the intents up to fours. */
const NEVER = -1e9

/** Trains bags over the rows in `members`, by stochastic gradient descent. */
export function trainBags(
  rows: BagRows,
  labels: Uint16Array,
  members: Int32Array,
  intents: number,
  plan: BagPlan,
  onEpoch: (done: number) => void,
): ScoreTable {
  const memory = new KernelMemory()
  const { run } = memory
  const [starts, ids, values] = [memory.put(rows.starts), memory.put(rows.ids), memory.put(rows.values)]
  const [order, label] = [memory.put(members), memory.put(labels)]
  const embedding = memory.room(rows.slots * WIDTH * 4)
  const all = Math.ceil(intents / 4) * 4
  const output = memory.room(all * WIDTH * 4)
  const bias = memory.room(all * 4)
  const zero = memory.room(all * 4)
  const kept = memory.room(longestOf(rows) * 8)
  const [mean, push, error] = [memory.room(WIDTH * 4), memory.room(WIDTH * 4), memory.room(all * 4)]
  const scores = memory.room(rows.slots * intents * 4)
  const allBias = memory.room(intents * 4)
  for (let bag = 0; bag < plan.bags; bag++) {
    run.seed(mixSeed(plan.seed, bag, 77))
    run.fillRandom(embedding, rows.slots * WIDTH, FIRST_EMBEDDING)
    run.fillRandom(output, intents * WIDTH, FIRST_OUTPUT)
    memory.floats(bias, all).fill(0).fill(NEVER, intents)
    for (let epoch = 0; epoch < plan.epochs; epoch++) {
      const rate = plan.rate * (1 - epoch / plan.epochs) + LAST_RATE
      run.bagEpoch(
        ...[order, members.length, starts, ids, values, label],
        ...[embedding, output, bias, WIDTH, intents, all],
        ...[rate, OUTPUT_RATE, BIAS_RATE, plan.dropout, LEAST_ERROR],
        ...[kept, mean, push, error],
      )
      onEpoch(bag * plan.epochs + epoch + 1)
    }
    run.addScores(
      ...[embedding, rows.slots, output, zero, intents, all, WIDTH],
      ...[1 / plan.bags, scores, error],
    )
    run.addAll(allBias, bias, intents, 1 / plan.bags)
  }
  const table = emptyTable(rows.slots, memory.floats(allBias, intents).slice())
  const learned = memory.floats(scores, rows.slots * intents)
  for (let slot = 0; slot < rows.slots; slot++)
    roundInto(table, slot, learned.subarray(slot * intents, (slot + 1) * intents), STEPS)
  return table
}

function longestOf({ starts }: BagRows): number {
  let longest = 0
  for (let row = 0; row + 1 < starts.length; row++)
    longest = Math.max(longest, starts[row + 1]! - starts[row]!)
  return longest
}
