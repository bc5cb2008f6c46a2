/** How near a text is to the nearest known utterance of every intent, by an index of rare features. */
import type { WeightedRows } from './vectorizer.ts'

// Features more utterances have than this say little about nearness and cost most of the time.
const MOST_UTTERANCES = 400

/** Which of the indexed utterances have a feature: those of feature `f` stand at `starts[f]` and on. */
export interface NeighbourIndex {
  readonly starts: Int32Array
  readonly rows: Int32Array
  readonly values: Float32Array
  readonly labels: Uint16Array
  /** Working memory: similarity to each utterance, all 0 between calls. */
  readonly similarity: Float32Array
  /** Working memory: utterances touched by one call. */
  readonly touched: Int32Array
}

/** Indexes the rows in `members`. */
export function neighbourIndexOf(
  rows: WeightedRows,
  labels: Uint16Array,
  members: Int32Array,
  features: number,
): NeighbourIndex {
  const frequency = new Int32Array(features)
  for (const row of members) {
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) frequency[rows.ids[at]!]!++
  }
  const starts = new Int32Array(features + 1)
  for (let id = 0; id < features; id++) {
    starts[id + 1] = starts[id]! + (frequency[id]! > MOST_UTTERANCES ? 0 : frequency[id]!)
  }
  const next = starts.slice(0, features)
  const postings = new Int32Array(starts[features]!)
  const values = new Float32Array(starts[features]!)
  for (const row of members) {
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) {
      const id = rows.ids[at]!
      if (frequency[id]! > MOST_UTTERANCES) continue
      const place = next[id]!++
      postings[place] = row
      values[place] = rows.values[at]!
    }
  }
  return {
    starts,
    rows: postings,
    values,
    labels,
    similarity: new Float32Array(rows.size),
    touched: new Int32Array(rows.size),
  }
}

/**
 * Similarity, 0..1, of a weighted text to the nearest utterance of every intent.
 * @param into receives one number per intent
 * @returns the similarity to the nearest utterance of all
 */
export function nearest(
  index: NeighbourIndex,
  ids: Int32Array,
  values: Float32Array,
  length: number,
  into: Float64Array,
): number {
  const { starts, rows, similarity, touched } = index
  into.fill(0)
  let count = 0
  for (let at = 0; at < length; at++) {
    const id = ids[at]!
    const value = values[at]!
    if (value === 0) continue
    for (let place = starts[id]!; place < starts[id + 1]!; place++) {
      const row = rows[place]!
      if (similarity[row] === 0) touched[count++] = row
      similarity[row]! += value * index.values[place]!
    }
  }
  let highest = 0
  for (let i = 0; i < count; i++) {
    const row = touched[i]!
    const label = index.labels[row]!
    const likeness = similarity[row]!
    if (likeness > into[label]!) into[label] = likeness
    if (likeness > highest) highest = likeness
    similarity[row] = 0
  }
  return highest
}
