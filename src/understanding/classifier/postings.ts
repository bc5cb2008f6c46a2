/** Rows of features turned round: for each feature the rows that have it, in ascending order. */
import type { WeightedRows } from './vectorizer.ts'

/** Rows with feature `f` stand at `starts[f]` up to `starts[f + 1]`, with what the feature weighs there. */
export interface Postings {
  readonly starts: Int32Array
  readonly rows: Int32Array
  readonly values: Float32Array
}

/**
 * Turns the rows in `members` round.
 * @param frequency how many members have each feature
 */
export function postingsOf(rows: WeightedRows, members: Int32Array, frequency: Int32Array): Postings {
  const starts = new Int32Array(frequency.length + 1)
  for (let id = 0; id < frequency.length; id++) starts[id + 1] = starts[id]! + frequency[id]!
  const next = starts.slice(0, frequency.length)
  const numbers = new Int32Array(starts[frequency.length]!)
  const values = new Float32Array(numbers.length)
  for (const row of members) {
    const end = rows.starts[row + 1]!
    for (let at = rows.starts[row]!; at < end; at++) {
      const place = next[rows.ids[at]!]!++
      numbers[place] = row
      values[place] = rows.values[at]!
    }
  }
  return { starts, rows: numbers, values }
}
