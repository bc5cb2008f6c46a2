/** Reads the rows of a CSV file as a mapping describes its columns, one by one, however long the file is. */

import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { closest } from '../company/closest.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Mapping, Row } from './mapping.ts'

/** Longest row that is read, in characters; a quote that is never closed ends here and not at the file's end. */
export const MAX_ROW_LENGTH = 64 * 1024
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
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true, // told below, with the line, and the rest of the file is still read
    skip_empty_lines: true,
    max_record_size: MAX_ROW_LENGTH,
  })
  // Errors of every part reach the parser, which hands them to the loop.
  pipeline(Readable.from(textOf(file)), parser, () => {})
  let header: Header | null = null
  try {
    // With `info` every item is a record and where it was read; without `columns` a record is a list of cells.
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (header === null) header = headerOf(item.record, mapping, options.labelled ?? true)
      else yield rowOf(item.record, item.info.lines, header, mapping)
    }
  } catch (error) {
    throw readable(error, file)
  }
  if (header === null)
    throw new LiukeError('csv_columns', `${file} is empty.`, 'Save the table with its names.')
}

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

interface Header {
  readonly width: number
  readonly columns: readonly { readonly name: string; readonly at: number; readonly isNumber: boolean }[]
}

function headerOf(names: readonly string[], mapping: Mapping, labelled: boolean): Header {
  const cells = names.map((name) => name.trim())
  const wanted = Object.entries(mapping.columns).filter(
    ([name]) => labelled || name !== mapping.label.column || cells.includes(name),
  )
  const missing = wanted.map(([name]) => name).filter((name) => !cells.includes(name))
  const twice = wanted.map(([name]) => name).filter((name) => cells.indexOf(name) !== cells.lastIndexOf(name))
  if (missing.length > 0 || twice.length > 0) {
    const unused = cells.filter((cell) => !Object.hasOwn(mapping.columns, cell))
    const said = missing.map((name) => {
      const meant = closest(name, unused)
      return `There is no column ${name}${meant === null ? '' : ` (is it ${meant}?)`}.`
    })
    said.push(...twice.map((name) => `The column ${name} is there twice.`))
    const advice =
      'Name the columns as the mapping does, or change the mapping; columns are set apart by commas.'
    throw new LiukeError('csv_columns', said.join(' '), advice)
  }
  return {
    width: cells.length,
    columns: wanted.map(([name, { type }]) => ({
      name,
      at: cells.indexOf(name),
      isNumber: type === 'number',
    })),
  }
}

function rowOf(cells: readonly string[], line: number, header: Header, mapping: Mapping): CsvRow {
  if (cells.length !== header.width) {
    const problem = `The row has ${cells.length} cells, and the header ${header.width}.`
    return { line, row: null, problem }
  }
  // Without a prototype, a column may have any name.
  const row: Record<string, string | number | null> = Object.create(null)
  for (const { name, at, isNumber } of header.columns) {
    const cell = (cells[at] ?? '').trim()
    const known = cell !== '' && !mapping.missing.marks.includes(cell)
    if (!known) row[name] = null
    else if (!isNumber) row[name] = cell
    else if (DECIMAL.test(cell)) row[name] = Number(cell)
    else return { line, row: null, problem: `${name} is not a number such as 1840.75.` }
  }
  return { line, row, problem: null }
}

/** Plain decimals: no thousands separators, no units, nothing that becomes infinite. */
export const DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?$/

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for await (const chunk of createReadStream(file)) {
    // Without an encoding a stream of a file gives bytes.
    yield decoder.decode(chunk as Buffer, { stream: true })
  }
  yield decoder.decode()
}

/** What went wrong with the file, in words. */
function readable(error: unknown, file: string): unknown {
  if (error instanceof LiukeError) return error
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      const message = `${file}:${line}: The row is longer than ${MAX_ROW_LENGTH} characters.`
      return new LiukeError('csv_row_too_long', message, 'Look for a quote " that is never closed.')
    }
    const advice = 'Put cells that hold a comma or a quote in "…", with every quote inside doubled.'
    return new LiukeError('csv_syntax', `${file}:${line}: The row is not valid CSV.`, advice, {
      cause: error,
    })
  }
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    const advice = 'Save it again as "CSV UTF-8" (not GBK or UTF-16).'
    return new LiukeError('csv_not_utf8', `${file} is not UTF-8 text.`, advice, { cause: error })
  }
  const advice = 'Check the name of the file and its permissions.'
  return new LiukeError('csv_unreadable', `${file} cannot be read: ${messageOf(error)}.`, advice, {
    cause: error,
  })
}
