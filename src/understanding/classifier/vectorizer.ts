/** Weighs counted features: sublinear tf · idf, each kind of feature to its own length, then the whole to one. */
import { FEATURE_KINDS } from './features.ts'
import { WIDTH } from './meaning-space.ts'
import type { FeatureRows } from './vocabulary.ts'

/** Rows of weighted features; places are those of the counted rows they were made from. */
export interface WeightedRows {
  readonly size: number
  readonly starts: Int32Array
  readonly ids: Int32Array
  /** Weight of each feature; every row has length 1, or is empty. */
  readonly values: Float32Array
}

/**
 * Inverse document frequency ln((1 + n) / (1 + df)) + 1 of every feature; 0, which makes a feature unknown,
 * where no row has it.
 * @param frequency how many of the `rows` rows have each feature
 */
export function inverseFrequencies(frequency: Int32Array, rows: number): Float32Array {
  const known = new Float32Array(rows + 1)
  const idf = new Float32Array(frequency.length)
  for (let id = 0; id < idf.length; id++) {
    const df = frequency[id]!
    if (df === 0) continue
    if (known[df] === 0) known[df] = Math.log((1 + rows) / (1 + df)) + 1
    idf[id] = known[df]!
  }
  return idf
}

/** Weighs the features of one row, from `start` up to `end`, into the same places of `values`. */
export function weighRow(
  ids: Int32Array,
  counts: Uint8Array,
  start: number,
  end: number,
  kinds: Uint8Array,
  idf: Float32Array,
  values: Float32Array,
): void {
  const squares = new Float64Array(FEATURE_KINDS.length)
  for (let at = start; at < end; at++) {
    const id = ids[at]!
    const value = SUBLINEAR[counts[at]!]! * idf[id]!
    values[at] = value
    squares[kinds[id]!]! += value * value
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
  for (let at = start; at < end; at++) values[at] = values[at]! * scales[kinds[ids[at]!]!]! * length
}

/** Weighs every row. */
export function weighRows(rows: FeatureRows, kinds: Uint8Array, idf: Float32Array): WeightedRows {
  const values = new Float32Array(rows.ids.length)
  for (let row = 0; row < rows.size; row++) {
    weighRow(rows.ids, rows.counts, rows.starts[row]!, rows.starts[row + 1]!, kinds, idf, values)
  }
  return { size: rows.size, starts: rows.starts, ids: rows.ids, values }
}

const SUBLINEAR = Float64Array.from({ length: 256 }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)))

/** What the direction of a text weighs beside its features, which weigh 1. */
const DIRECTION_WEIGHT = 0.6

/** The mean direction of the rows in `members`: what all texts of a company have in common tells nothing. */
export function centreOf(directions: Float32Array, members: Int32Array): Float32Array {
  const centre = new Float64Array(WIDTH)
  for (const row of members) {
    for (let q = 0; q < WIDTH; q++) centre[q]! += directions[row * WIDTH + q]!
  }
  return Float32Array.from(centre, (sum) => sum / Math.max(1, members.length))
}

/** Writes how far a direction is from the centre, as weighted features, to `values` from `at` on. */
export function weighDirection(
  direction: Float32Array,
  centre: Float32Array,
  values: Float32Array,
  at: number,
): void {
  let squares = 0
  for (let q = 0; q < WIDTH; q++) {
    const lag = direction[q]! - centre[q]!
    values[at + q] = lag
    squares += lag * lag
  }
  const scale = squares > 0 ? DIRECTION_WEIGHT / Math.sqrt(squares) : 0
  for (let q = 0; q < WIDTH; q++) values[at + q]! *= scale
}
