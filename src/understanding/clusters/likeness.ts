/** How alike sets of texts are on average: by the features they share, and by where they lie. */
import type { TextRows } from './text-rows.ts'

/** Which set each text is in, and how many texts each has. */
export interface FineSets {
  readonly of: Int32Array
  readonly sizes: Int32Array
}

/** What shared features add to the likeness of two texts that have all in common. */
export const OF_FEATURES = 1 / 1.9

/**
 * Mean likeness of the texts of set `i` and those of set `j` at `i * n + j`.
 * @param points vectors of the texts, whose products are added to what shared features give
 */
export function likenessOf(rows: TextRows, points: Float32Array, { of, sizes }: FineSets): Float32Array {
  const sets = sizes.length
  const width = points.length / rows.size
  const likeness = new Float32Array(sets * sets)
  const means = new Float32Array(sets * width)
  const sums = Array.from({ length: rows.features }, () => new Map<number, number>())
  for (let text = 0; text < rows.size; text++) {
    const set = of[text]!
    const share = 1 / sizes[set]!
    for (let q = 0; q < width; q++) means[set * width + q]! += share * points[text * width + q]!
    for (let at = rows.starts[text]!; at < rows.starts[text + 1]!; at++) {
      const own = sums[rows.ids[at]!]!
      own.set(set, (own.get(set) ?? 0) + share * rows.values[at]!)
    }
  }
  for (const own of sums) {
    const holders = Int32Array.from(own.keys())
    const values = Float32Array.from(own.values())
    for (let i = 0; i < holders.length; i++) {
      const from = holders[i]! * sets
      const value = OF_FEATURES * values[i]!
      for (let j = 0; j < holders.length; j++) likeness[from + holders[j]!]! += value * values[j]!
    }
  }
  for (let i = 0; i < sets; i++) {
    for (let j = 0; j < i; j++) {
      let product = 0
      for (let q = 0; q < width; q++) product += means[i * width + q]! * means[j * width + q]!
      likeness[i * sets + j]! += product
      likeness[j * sets + i]! += product
    }
  }
  return likeness
}
