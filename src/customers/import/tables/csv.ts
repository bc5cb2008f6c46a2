/** Reads CSV and TSV, row by row, however long the file is. */

import { stat } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { LiukeError } from '../../../errors.ts'
import type { ImportSource } from '../source.ts'
import { encodingOf, textOf } from './encoding.ts'
import { emptyFile, placesOf, type Table, type TableRow, unreadable } from './table.ts'

/** Longest row that is read, in characters; a quote that is never closed ends here and not at the file's end. */
export const MAX_ROW_LENGTH = 64 * 1024

/** With `info` every item is a record and where it was read; without `columns` a record is a list of cells. */
interface Item {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/**
 * Opens a table of CSV or TSV with the names of its columns in the first row.
 * @param labelled whether the column that says who left must be there
 * @throws LiukeError `csv_unreadable`, `import_encoding`, `csv_columns`; while rows are read `csv_not_utf8`,
 *   `csv_row_too_long`, `csv_syntax` with the line from which on the file cannot be read
 */
export async function openCsv(
  { file, mapping, encoding: stated, delimiter }: Omit<ImportSource, 'name'>,
  labelled = false,
): Promise<Table> {
  try {
    const { size } = await stat(file)
    const encoding = stated ?? (await encodingOf(file))
    let read: (share: number) => void = () => undefined
    const text = textOf(file, encoding, (bytes) => read(bytes / Math.max(1, size)))
    const parser = parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true, // told below, with the line, and the rest of the file is still read
      skip_empty_lines: true,
      max_record_size: MAX_ROW_LENGTH,
    })
    // Errors of every part reach the parser, which hands them to the loop.
    pipeline(Readable.from(text), parser, () => {})
    const items: AsyncIterator<Item> = parser[Symbol.asyncIterator]()
    const first = await items.next()
    if (first.done === true) throw emptyFile(file)
    const header = first.value.record
    const places = placesOf(header, mapping, labelled)
    return {
      columns: places.map(({ name }) => name),
      encoding,
      rows: (told) => {
        read = told
        return rowsOf(
          file,
          items,
          header.length,
          places.map(({ at }) => at),
        )
      },
      close: () => void parser.destroy(),
    }
  } catch (error) {
    throw explained(error, file)
  }
}

async function* rowsOf(
  file: string,
  items: AsyncIterator<Item>,
  width: number,
  places: readonly number[],
): AsyncGenerator<TableRow> {
  try {
    for (let item = await items.next(); item.done !== true; item = await items.next()) {
      const { record, info } = item.value
      if (record.length === width)
        yield { line: info.lines, cells: places.map((at) => record[at] ?? ''), problem: null }
      else {
        const reason = { code: 'row_width' as const, detail: `${record.length} ${width}` }
        yield { line: info.lines, cells: null, problem: { column: null, reason } }
      }
    }
  } catch (error) {
    throw explained(error, file)
  }
}

/** What went wrong with the file, in words. */
function explained(error: unknown, file: string): unknown {
  if (error instanceof LiukeError) return error
  if (!(error instanceof CsvError)) return unreadable(file, error)
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const message = `${file}:${line}: The row is longer than ${MAX_ROW_LENGTH} characters.`
    return new LiukeError('csv_row_too_long', message, 'Look for a quote " that is never closed.')
  }
  const advice = 'Put cells that hold a comma or a quote in "…", with every quote inside doubled.'
  return new LiukeError('csv_syntax', `${file}:${line}: The row is not valid CSV.`, advice, { cause: error })
}
