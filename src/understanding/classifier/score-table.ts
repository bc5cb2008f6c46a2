/** What each feature says for and against each intent, rounded to a few bits, as it is stored and asked. */

/** A linear model over features by slot. */
export interface ScoreTable {
  readonly intents: number
  /** Rounded score of intent `k` for slot `s` at `s * intents + k`. */
  readonly steps: Int8Array
  /** What one step of a slot is worth. */
  readonly scales: Float32Array
  readonly bias: Float32Array
}

/** A table of so many slots without a score. */
export function emptyTable(slots: number, bias: Float32Array): ScoreTable {
  return {
    intents: bias.length,
    steps: new Int8Array(slots * bias.length),
    scales: new Float32Array(slots),
    bias,
  }
}

/**
 * Rounds the scores of one slot, one for each intent, and writes them into a table.
 * @param most steps to either side, 1..127
 */
export function roundInto(
  { intents, steps, scales }: ScoreTable,
  slot: number,
  scores: Float32Array,
  most: number,
): void {
  let largest = 0
  for (let intent = 0; intent < intents; intent++) largest = Math.max(largest, Math.abs(scores[intent]!))
  const scale = Math.fround(largest / most)
  scales[slot] = scale
  if (scale === 0) return
  const base = slot * intents
  for (let intent = 0; intent < intents; intent++) steps[base + intent] = Math.round(scores[intent]! / scale)
}

/** Weighted features of one text by slot; the first `length` places count. */
export interface SlotText {
  readonly slots: Int32Array
  readonly values: Float32Array
  readonly length: number
}

/** Score of every intent for a text, whose values are brought to length 1 first. */
export function tableScores(table: ScoreTable, { slots, values, length }: SlotText): Float64Array {
  const { intents, steps, scales } = table
  const scores = new Float64Array(intents)
  let squares = 0
  for (let at = 0; at < length; at++) {
    const value = values[at]!
    if (value === 0) continue
    squares += value * value
    const weight = value * scales[slots[at]!]!
    const from = slots[at]! * intents
    for (let intent = 0; intent < intents; intent++) scores[intent]! += weight * steps[from + intent]!
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0
  for (let intent = 0; intent < intents; intent++)
    scores[intent] = table.bias[intent]! + scores[intent]! * scale
  return scores
}
