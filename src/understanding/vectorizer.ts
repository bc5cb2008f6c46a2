/** Weighs counted features: sublinear tf · idf, each kind of feature to its own length, then the whole to one. */
import { FEATURE_KINDS } from './features.ts'
import type { FeatureRows, Vocabulary } from './vocabulary.ts'

/** Rows of weighted features; places are those of the counted rows they were made from. */
export interface WeightedRows {
  readonly size: number
  readonly starts: Int32Array
  readonly ids: Int32Array
  /** Weight of each feature; every row has length 1, or is empty. */
  readonly values: Float32Array
}

/**
 * Inverse document frequency ln((1 + n) / (1 + df)) + 1 of every feature over the given rows; 0, which
 * makes a feature unknown, where fewer than `leastRows` rows have it.
 */
export function inverseFrequencies(
  rows: FeatureRows,
  members: Int32Array,
  features: number,
  leastRows: number,
): Float32Array {
  const frequency = new Int32Array(features)
  for (const row of members) {
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) frequency[rows.ids[at]!]!++
  }
  const idf = new Float32Array(features)
  for (let id = 0; id < features; id++) {
    const df = frequency[id]!
    if (df >= leastRows) idf[id] = Math.log((1 + members.length) / (1 + df)) + 1
  }
  return idf
}

/** Weighs the features of one row, from `start` up to `end`, into the same places of `values`. */
export function weighRow(
  ids: Int32Array,
  counts: Uint8Array,
  start: number,
  end: number,
  vocabulary: Vocabulary,
  idf: Float32Array,
  values: Float32Array,
): void {
  const squares = new Float64Array(FEATURE_KINDS.length)
  for (let at = start; at < end; at++) {
    const id = ids[at]!
    const value = SUBLINEAR[counts[at]!]! * idf[id]!
    values[at] = value
    squares[vocabulary.kinds[id]!]! += value * value
  }
  let whole = 0
  const scales = new Float64Array(FEATURE_KINDS.length)
  for (const [kind, { weight }] of FEATURE_KINDS.entries()) {
    if (squares[kind]! === 0) continue
    scales[kind] = weight / Math.sqrt(squares[kind]!)
    whole += weight * weight
  }
  if (whole === 0) return
  const length = 1 / Math.sqrt(whole)
  for (let at = start; at < end; at++)
    values[at] = values[at]! * scales[vocabulary.kinds[ids[at]!]!]! * length
}

/** Weighs every row. */
export function weighRows(rows: FeatureRows, vocabulary: Vocabulary, idf: Float32Array): WeightedRows {
  const values = new Float32Array(rows.ids.length)
  for (let row = 0; row < rows.size; row++) {
    weighRow(rows.ids, rows.counts, rows.starts[row]!, rows.starts[row + 1]!, vocabulary, idf, values)
  }
  return { size: rows.size, starts: rows.starts, ids: rows.ids, values }
}

const SUBLINEAR = Float64Array.from({ length: 256 }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)))
