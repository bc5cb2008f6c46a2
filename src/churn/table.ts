/** The numbers a model is learnt from, read once: columns of the design and the outcome, of which parts are taken. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { churnedIn, eachRow } from './cells.ts'
import { type DesignColumn, designOf, levelsOf } from './design.ts'

/** A column of numbers, one for each row; NaN where something is not known. */
export interface TableColumn {
  readonly name: string
  readonly group: string
  readonly values: Float64Array
}

/** Rows to learn from, as numbers. */
export interface ChurnTable {
  readonly columns: readonly TableColumn[]
  /** 1 left, 0 stayed. */
  readonly labels: Float64Array
}

/**
 * Reads rows whose outcome is known.
 * @throws LiukeError what reading cells throws, `churn_levels_many`
 */
export function churnTable(rows: readonly Row[], mapping: Mapping): ChurnTable {
  const labels = Float64Array.from(eachRow(rows, (row) => (churnedIn(row, mapping) ? 1 : 0)))
  const design = designOf(mapping, levelsOf(mapping, rows))
  const values = valuesOf(rows, design)
  return {
    labels,
    columns: design.map(({ name, group }, at) => ({ name, group, values: values[at]! })),
  }
}

/** Some rows of a table, in the order of `places`; a place may come twice. */
export function rowsAt({ columns, labels }: ChurnTable, places: ArrayLike<number>): ChurnTable {
  const taken = (values: Float64Array) => Float64Array.from(places, (place) => values[place]!)
  return {
    labels: taken(labels),
    columns: columns.map((column) => ({ ...column, values: taken(column.values) })),
  }
}

/** The same rows with some of the columns. */
export function columnsAt(table: ChurnTable, places: readonly number[]): ChurnTable {
  return { ...table, columns: places.map((place) => table.columns[place]!) }
}

/**
 * The values of design columns, each a list with a number for each row.
 * @throws LiukeError what reading cells throws, naming the row
 */
export function valuesOf(rows: readonly Row[], design: readonly DesignColumn[]): Float64Array[] {
  const values = design.map(() => new Float64Array(rows.length))
  let at = 0
  for (const numbers of eachRow(rows, (row) => design.map((column) => column.read(row)))) {
    for (const [column, value] of numbers.entries()) values[column]![at] = value
    at++
  }
  return values
}
