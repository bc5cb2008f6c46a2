/** What a table of figures holds, and its rows in the order of a column. */

import type { CsvValue } from './csv.ts'

/** A cell: what stands in a file, and how it is shown where that is something else. */
export interface Cell {
  readonly value: CsvValue
  readonly text?: string
  /** Where the text leads to. */
  readonly href?: string
  /** What it is sorted by where that is not the value. */
  readonly order?: number
}

export interface TableData {
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** By which column, counted from 0, and which way. */
export interface Order {
  readonly column: number
  readonly down: boolean
}

/** Rows in the order of a column; empty cells come last, equal ones stay as they were. */
export function sorted(rows: TableData['rows'], { column, down }: Order, tag: string): TableData['rows'] {
  return rows.toSorted((one, other) => {
    const [a, b] = [orderOf(one[column]), orderOf(other[column])]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    const order =
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), tag)
    return down ? -order : order
  })
}

function orderOf(cell: Cell | undefined): CsvValue {
  return cell?.order ?? cell?.value ?? null
}
