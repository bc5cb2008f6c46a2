/** Reads the rows of a CSV file as a mapping describes its columns, one by one, however long the file is. */

import { LiukeError } from '../errors.ts'
import { typedCell } from './import/cells.ts'
import { reasonText } from './import/reasons.ts'
import { openCsv } from './import/tables/csv.ts'
import type { ColumnSpec, Mapping, Row } from './mapping.ts'

export { DECIMAL } from './import/cells.ts'
export { MAX_ROW_LENGTH } from './import/tables/csv.ts'

/** Most rows that are held in memory at once. */
export const MAX_ROWS = 100_000

/** Bad rows that are named when a file is refused. */
const NAMED_ROWS = 8

/** A row as the mapping reads it, or what is wrong with it; `line` counts from 1, the header included. */
export type CsvRow =
  | { readonly line: number; readonly row: Row; readonly problem: null }
  | { readonly line: number; readonly row: null; readonly problem: string }

/** How to read. */
export interface CsvOptions {
  /** Whether the column that says who left must be there; true unless customers are only scored. */
  readonly labelled?: boolean
}

/**
 * The rows of a CSV file (UTF-8, commas, names of columns in the first row). Values are trimmed; a number
 * column gives numbers; empty cells and the mapping's marks for "not known" give null; columns the mapping
 * does not have are left out. Nothing is folded.
 * @throws LiukeError `csv_unreadable`, `csv_not_utf8`, `csv_columns` when columns are missing or there twice,
 *   `csv_row_too_long`, `csv_syntax` with the line from which on the file cannot be read
 */
export async function* csvRows(
  file: string,
  mapping: Mapping,
  options: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  const source = { file, mapping, format: 'csv', encoding: 'utf-8', delimiter: ',', sheet: null } as const
  const table = await openCsv(source, options.labelled ?? true)
  const columns = table.columns.map((name) => ({ name, spec: mapping.columns[name] ?? TEXT }))
  try {
    for await (const { line, cells, problem } of table.rows(() => undefined))
      if (cells !== null) yield rowOf(cells, line, columns, mapping)
      else yield { line, row: null, problem: reasonText(problem.reason, 'en') }
  } finally {
    table.close()
  }
}

const TEXT = { type: 'category' } as const

/**
 * All rows of a CSV file.
 * @throws LiukeError what `csvRows` throws, `csv_rows_bad` naming the lines of rows that cannot be used,
 *   `csv_rows_many`
 */
export async function readCsv(file: string, mapping: Mapping, options: CsvOptions = {}): Promise<Row[]> {
  const rows: Row[] = []
  const bad: string[] = []
  let badRows = 0
  for await (const { line, row, problem } of csvRows(file, mapping, options)) {
    if (row !== null) rows.push(row)
    else if (++badRows <= NAMED_ROWS) bad.push(`  - ${file}:${line}: ${problem}`)
    if (rows.length > MAX_ROWS) {
      const advice = 'A sample of the rows teaches as much: split the file.'
      throw new LiukeError('csv_rows_many', `${file} has more than ${MAX_ROWS} rows.`, advice)
    }
  }
  if (badRows === 0) return rows
  const more = badRows > NAMED_ROWS ? `  - and ${badRows - NAMED_ROWS} more\n` : ''
  const message = `${badRows} of ${badRows + rows.length} rows cannot be used:\n${bad.join('\n')}\n${more}`
  throw new LiukeError('csv_rows_bad', message, 'Mend or remove these lines.')
}

function rowOf(
  cells: readonly string[],
  line: number,
  columns: readonly { readonly name: string; readonly spec: ColumnSpec }[],
  mapping: Mapping,
): CsvRow {
  // Without a prototype, a column may have any name.
  const row: Record<string, string | number | null> = Object.create(null)
  for (const [at, { name, spec }] of columns.entries()) {
    const cell = (cells[at] ?? '').trim()
    row[name] = null
    if (cell === '' || mapping.missing.marks.includes(cell)) continue
    const read = typedCell(spec, cell)
    if ('problem' in read) return { line, row: null, problem: `${name} ${reasonText(read.problem, 'en')}` }
    row[name] = read.value
  }
  return { line, row, problem: null }
}
