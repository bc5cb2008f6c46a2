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

// The scores of some hundred features are summed, so that the errors of rounding nearly cancel.
const STEPS = 15

/** Rounds scores that stand by slot. */
export function scoreTableOf(scores: Float32Array, bias: Float32Array): ScoreTable {
  const intents = bias.length
  const scales = new Float32Array(scores.length / intents)
  const steps = new Int8Array(scores.length)
  for (let slot = 0; slot < scales.length; slot++) {
    const from = slot * intents
    let largest = 0
    for (let at = from; at < from + intents; at++) largest = Math.max(largest, Math.abs(scores[at]!))
    const scale = Math.fround(largest / STEPS)
    scales[slot] = scale
    if (scale === 0) continue
    for (let at = from; at < from + intents; at++) steps[at] = Math.round(scores[at]! / scale)
  }
  return { intents, steps, scales, bias: Float32Array.from(bias) }
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
