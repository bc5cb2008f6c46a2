/** How near a text is to the nearest known utterance of every intent, by an index of rare features. */
import type { Postings } from './postings.ts'

// Features more utterances have than this say little about nearness and cost most of the time; with them
// left out, the time does not grow with the number of utterances.
const MOST_UTTERANCES = 400

/** Which utterances have a feature, and the intent of each. */
export interface NeighbourIndex {
  readonly postings: Postings
  readonly labels: Uint16Array
  /** Working memory: similarity to each utterance, all 0 between calls. */
  readonly similarity: Float32Array
  /** Working memory: utterances touched by one call. */
  readonly touched: Int32Array
}

/** Makes an index of rows that were turned round. */
export function neighbourIndexOf(postings: Postings, labels: Uint16Array): NeighbourIndex {
  return {
    postings,
    labels,
    similarity: new Float32Array(labels.length),
    touched: new Int32Array(labels.length),
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
  const { postings, similarity, touched } = index
  const { starts, rows } = postings
  into.fill(0)
  let count = 0
  for (let at = 0; at < length; at++) {
    const id = ids[at]!
    const value = values[at]!
    const end = starts[id + 1]!
    if (value === 0 || end - starts[id]! > MOST_UTTERANCES) continue
    for (let place = starts[id]!; place < end; place++) {
      const row = rows[place]!
      if (similarity[row] === 0) touched[count++] = row
      similarity[row]! += value * postings.values[place]!
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
