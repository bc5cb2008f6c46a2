/** Gives a table to the reader as a file. */

import { csvOf } from './csv.ts'
import type { TableData } from './table-data.ts'

/** Saves a table as CSV. */
export function saveTable(name: string, { columns, rows }: TableData): void {
  const text = csvOf(
    columns.map(({ title }) => title),
    rows.map((row) => row.map(({ value }) => value)),
  )
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
