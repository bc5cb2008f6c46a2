/** Reads JSON Lines: one object a line. */

import { stat } from 'node:fs/promises'
import { LiukeError } from '../../../errors.ts'
import type { ImportSource } from '../source.ts'
import { encodingOf, textOf } from './encoding.ts'
import { emptyFile, refuseMissing, type Table, type TableRow, unreadable } from './table.ts'

/** Longest line that is read, in characters. */
export const MAX_LINE_LENGTH = 64 * 1024

/**
 * Opens a table of JSON Lines. Keys that are missing in a line are empty cells; a column that no line has is
 * an error at the end.
 * @throws LiukeError `csv_unreadable`, `import_encoding`; while rows are read `csv_not_utf8`, `jsonl_line_too_long`,
 *   `csv_columns`
 */
export async function openJsonLines({ file, mapping, encoding: stated }: ImportSource): Promise<Table> {
  try {
    const { size } = await stat(file)
    const encoding = stated ?? (await encodingOf(file))
    const columns = Object.keys(mapping.columns)
    return {
      columns,
      encoding,
      rows: (read) => {
        const text = textOf(file, encoding, (bytes) => read(bytes / Math.max(1, size)))
        return rowsOf(file, text, columns, mapping.label.column)
      },
      close: () => undefined, // opened when rows are read, and closed with them
    }
  } catch (error) {
    throw error instanceof LiukeError ? error : unreadable(file, error)
  }
}

async function* rowsOf(
  file: string,
  text: AsyncIterable<string>,
  columns: readonly string[],
  label: string,
): AsyncGenerator<TableRow> {
  const missing = new Set(columns)
  missing.delete(label)
  const unused = new Set<string>()
  let lines = 0
  for await (const { line, content } of linesOf(file, text)) {
    if (content.trim() === '') continue
    lines++
    const value = objectOf(content)
    if (value === null) {
      yield { line, cells: null, problem: { column: null, reason: { code: 'row_not_object' } } }
      continue
    }
    if (missing.size > 0)
      for (const key of Object.keys(value)) if (!missing.delete(key) && unused.size < 100) unused.add(key)
    yield rowOf(line, value, columns)
  }
  if (lines === 0) throw emptyFile(file)
  refuseMissing(
    [...missing],
    [...unused].filter((name) => !columns.includes(name)),
  )
}

function rowOf(line: number, value: Record<string, unknown>, columns: readonly string[]): TableRow {
  const cells: string[] = []
  for (const column of columns) {
    const cell = Object.hasOwn(value, column) ? value[column] : null
    if (cell === null) cells.push('')
    else if (typeof cell === 'string') cells.push(cell)
    else if (typeof cell === 'number' || typeof cell === 'boolean') {
      // A whole number that a computer cannot hold is another number by now.
      if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell))
        return { line, cells: null, problem: { column, reason: { code: 'number_rounded' } } }
      cells.push(String(cell))
    } else return { line, cells: null, problem: { column, reason: { code: 'cell_nested' } } }
  }
  return { line, cells, problem: null }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    // Keys are read with hasOwn, one by one.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    // Told as a row that is no object, with its line.
    return null
  }
}

async function* linesOf(
  file: string,
  text: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: number; readonly content: string }> {
  let rest = ''
  let line = 0
  for await (const piece of text) {
    const parts = (rest + piece).split('\n')
    rest = parts.pop() ?? ''
    for (const content of parts) {
      line++
      if (content.length > MAX_LINE_LENGTH) throw tooLong(file, line)
      yield { line, content }
    }
    if (rest.length > MAX_LINE_LENGTH) throw tooLong(file, line + 1)
  }
  if (rest !== '') yield { line: line + 1, content: rest }
}

function tooLong(file: string, line: number): LiukeError {
  const message = `${file}:${line}: The line is longer than ${MAX_LINE_LENGTH} characters.`
  return new LiukeError('jsonl_line_too_long', message, 'Write one customer a line.')
}
