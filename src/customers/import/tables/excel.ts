/** Reads a sheet of an Excel file (.xlsx), whose size is checked before it is unpacked. */

import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import { type AsyncFlateStreamHandler, Unzip, type UnzipDecoder } from 'fflate'
import {
  InvalidInputError,
  InvalidSpreadsheetError,
  readSheet,
  SheetNotFoundError,
} from 'read-excel-file/node'
import { LiukeError, messageOf } from '../../../errors.ts'
import type { ImportSource } from '../source.ts'
import { type Extent, extentOf, isBeyond, MAX_CELLS, MAX_COLUMNS, MAX_ROWS } from './excel-extent.ts'
import { emptyFile, placesOf, type Table, type TableRow, unreadable } from './table.ts'

/** Largest file, and most that it may hold unpacked, in bytes: the whole of it has to fit into memory. */
export const MAX_EXCEL_BYTES = 20 * 1024 * 1024
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/**
 * Opens a sheet with the names of its columns in the first row. Cells give what they hold, formulas what they
 * came to, days `YYYY-MM-DD`.
 * @throws LiukeError `csv_unreadable`, `excel_too_large`, `excel_damaged`, `excel_sheet`, `csv_columns`
 */
export async function openExcel({ file, mapping, sheet }: ImportSource): Promise<Table> {
  const rows = await sheetRows(file, sheet)
  const [header, ...body] = rows
  if (header === undefined) throw emptyFile(file)
  const places = placesOf(
    header.map((cell) => textOfCell(cell) ?? ''),
    mapping,
  )
  return {
    columns: places.map(({ name }) => name),
    encoding: null,
    rows: (read) => rowsOf(body, places, read),
    close: () => undefined, // all of it is in memory
  }
}

/** What a cell holds; a formula, what it came to. */
export type Cell = string | number | boolean | Date | null

/** All rows of a sheet (the first where none is named), each a list of cells; the guards of `openExcel` hold. */
export async function sheetRows(file: string, sheet: string | null): Promise<(readonly Cell[])[]> {
  let bytes: Buffer
  try {
    const { size } = await stat(file)
    if (size > MAX_EXCEL_BYTES) throw tooLarge(file)
    await checkUnpacked(file)
    bytes = await readFile(file)
  } catch (error) {
    throw error instanceof LiukeError ? error : unreadable(file, error)
  }
  try {
    const rows = await readSheet(bytes, sheet ?? 1)
    // The library says `typeof Date` where it means days.
    return rows as unknown as (readonly Cell[])[]
  } catch (error) {
    if (error instanceof SheetNotFoundError)
      throw new LiukeError(
        'excel_sheet',
        `${file} has no sheet ${sheet ?? 1}.`,
        'Correct `sheet` in the mapping.',
      )
    // The library goes deeper with every piece of a very long sheet.
    if (isStackOverflow(error)) throw tooLarge(file)
    const known = error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError
    const how = known ? '' : `: ${messageOf(error)}`
    throw new LiukeError('excel_damaged', `${file} is no Excel file that can be read${how}.`, ADVICE, {
      cause: error,
    })
  }
}

const ADVICE = 'Open it in a spreadsheet and save it again as .xlsx, or as CSV.'

/** Unpacks an entry at once, which is much faster than in JavaScript, and stops at the most there may be. */
class NativeInflate implements UnzipDecoder {
  static readonly compression = 8
  readonly #parts: Buffer[] = []
  ondata: AsyncFlateStreamHandler = () => undefined

  push(data: Uint8Array, isLast: boolean): void {
    this.#parts.push(Buffer.from(data))
    if (!isLast) return
    const unpacked = inflateRawSync(Buffer.concat(this.#parts), { maxOutputLength: MAX_UNPACKED_BYTES })
    this.ondata(null, unpacked, true)
  }
}

function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /call stack size/.test(error.message) || isStackOverflow(error.cause)
}

/** Looks at a part of the file when all of it is there. */
class Part {
  #chunks: Uint8Array[] = []

  /** @returns how far its cells reach, at its end; null where that cannot be told */
  add(chunk: Uint8Array, isLast: boolean): Extent | null | undefined {
    this.#chunks.push(chunk)
    if (!isLast) return undefined
    const xml = Buffer.concat(this.#chunks).toString('latin1')
    this.#chunks = []
    return extentOf(xml)
  }
}

/**
 * Unpacks the file part by part and keeps nothing: what the file says of its own size may be a lie, and a cell far
 * away takes the memory of all before it.
 */
async function checkUnpacked(file: string): Promise<void> {
  let unpacked = 0
  let entries = 0
  let problem: unknown = null
  const unzip = new Unzip((entry) => {
    entries++
    const part = entry.name.endsWith('.xml') ? new Part() : null
    entry.ondata = (error, chunk, isLast) => {
      if (error) problem ??= error
      else {
        unpacked += chunk.length
        if (part === null || unpacked > MAX_UNPACKED_BYTES) return
        const extent = part.add(chunk, isLast)
        if (extent === null) problem ??= new Error(`${entry.name}: a cell does not say where it is`)
        else if (extent !== undefined && isBeyond(extent)) throw tooLarge(file)
      }
    }
    entry.start()
  })
  unzip.register(NativeInflate)
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
      unzip.push(new Uint8Array(chunk as Buffer))
      if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge(file)
    }
    unzip.push(new Uint8Array(0), true)
  } catch (error) {
    if (error instanceof LiukeError) throw error
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(file)
    problem ??= error
  }
  if (problem !== null || entries === 0)
    throw new LiukeError('excel_damaged', `${file} is no Excel file that can be read.`, ADVICE, {
      cause: problem,
    })
}

function tooLarge(file: string): LiukeError {
  const bytes = `${MAX_EXCEL_BYTES >> 20} MB, ${MAX_UNPACKED_BYTES >> 20} MB unpacked`
  const cells = `${MAX_ROWS} rows, ${MAX_COLUMNS} columns and ${MAX_CELLS} cells a sheet`
  const advice = `At most ${bytes}, and ${cells}, are read: save the sheet as CSV, which may have any length.`
  return new LiukeError('excel_too_large', `${file} is too large for an Excel file.`, advice)
}

async function* rowsOf(
  body: readonly (readonly Cell[])[],
  places: readonly { readonly name: string; readonly at: number }[],
  read: (share: number) => void,
): AsyncGenerator<TableRow> {
  for (const [index, row] of body.entries()) {
    const line = index + 2
    if (index % 500 === 0) read(index / body.length)
    if (row.every((cell) => cell === null || cell === '')) continue
    yield rowOf(line, row, places)
  }
  read(1)
}

function rowOf(
  line: number,
  row: readonly Cell[],
  places: readonly { readonly name: string; readonly at: number }[],
): TableRow {
  const cells: string[] = []
  for (const { name, at } of places) {
    const cell = row[at] ?? null
    const text = textOfCell(cell)
    if (text === null)
      return { line, cells: null, problem: { column: name, reason: { code: 'number_rounded' } } }
    if (ERRORS.has(text))
      return { line, cells: null, problem: { column: name, reason: { code: 'cell_error' } } }
    cells.push(text)
  }
  return { line, cells, problem: null }
}

/** What formulas come to when they fail. */
const ERRORS = new Set(['#N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NULL!', '#NUM!'])

/** Null for a whole number that a spreadsheet has rounded. */
export function textOfCell(cell: Cell): string | null {
  if (cell === null) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '#NUM!' : dayOf(cell)
  if (typeof cell === 'number' && Number.isInteger(cell) && Math.abs(cell) >= 1e15) return null
  // Sums of a spreadsheet such as 0.1 + 0.2 are not exact; twelve digits are.
  if (typeof cell === 'number' && !Number.isInteger(cell)) return String(Number(cell.toPrecision(12)))
  return String(cell)
}

function dayOf(date: Date): string {
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('T', ' ').slice(0, 19)
}
