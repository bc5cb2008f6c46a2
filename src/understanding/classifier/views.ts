/**
 * The two ways bags look at a text. The plain view weighs each feature by its rarity alone; the balanced one
 * gives each kind of feature its share, as for the machines, and adds the direction of the text's meaning.
 * They err in different places, which is worth half a point.
 */
import type { BagRows } from './bag.ts'
import { WIDTH } from './meaning-space.ts'
import type { SlotText } from './score-table.ts'
import { weighDirection } from './vectorizer.ts'
import type { CountedText, FeatureRows } from './vocabulary.ts'

/** Slots of features, as `slotsOf` gives them. */
export interface Slots {
  readonly slots: Int32Array
  readonly size: number
}

/** The plain view of every row. */
export function plainRows({ starts, ids }: FeatureRows, idf: Float32Array, { slots, size }: Slots): BagRows {
  const values = new Float32Array(ids.length)
  const numbers = new Int32Array(ids.length)
  for (const [at, id] of ids.entries()) {
    if (slots[id]! < 0) continue
    numbers[at] = slots[id]!
    values[at] = idf[id]!
  }
  return { starts, ids: numbers, values, slots: size }
}

/** The balanced view of every row, with the direction of its meaning in the last slots. */
export function balancedRows(
  rows: FeatureRows & { readonly directions: Float32Array },
  weights: Float32Array,
  { slots, size }: Slots,
  centre: Float32Array,
): BagRows {
  const { ids } = rows
  const starts = new Int32Array(rows.size + 1)
  const numbers = new Int32Array(ids.length + rows.size * WIDTH)
  const values = new Float32Array(numbers.length)
  let place = 0
  for (let row = 0; row < rows.size; row++) {
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) {
      const slot = slots[ids[at]!]!
      if (slot < 0) continue
      numbers[place] = slot
      values[place++] = weights[at]!
    }
    weighDirection(rows.directions.subarray(row * WIDTH, (row + 1) * WIDTH), centre, values, place)
    for (let q = 0; q < WIDTH; q++) numbers[place++] = size + q
    starts[row + 1] = place
  }
  return { starts, ids: numbers.subarray(0, place), values: values.subarray(0, place), slots: size + WIDTH }
}

/** The plain view of one text. */
export function plainText({ ids, length }: CountedText, idf: Float32Array, { slots }: Slots): SlotText {
  const numbers = new Int32Array(length)
  const values = new Float32Array(length)
  let count = 0
  for (let at = 0; at < length; at++) {
    const slot = slots[ids[at]!]!
    if (slot < 0) continue
    numbers[count] = slot
    values[count++] = idf[ids[at]!]!
  }
  return { slots: numbers, values, length: count }
}

/** The balanced view of one text. */
export function balancedText(
  { ids, length, direction }: CountedText,
  weights: Float32Array,
  { slots, size }: Slots,
  centre: Float32Array,
): SlotText {
  const numbers = new Int32Array(length + WIDTH)
  const values = new Float32Array(length + WIDTH)
  let count = 0
  for (let at = 0; at < length; at++) {
    const slot = slots[ids[at]!]!
    if (slot < 0) continue
    numbers[count] = slot
    values[count++] = weights[at]!
  }
  weighDirection(direction, centre, values, count)
  for (let q = 0; q < WIDTH; q++) numbers[count++] = size + q
  return { slots: numbers, values, length: count }
}
