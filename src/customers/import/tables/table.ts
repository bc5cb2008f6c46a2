/** What every format of a table is read as, and how its columns are found by their names. */

import { closest } from '../../../company/closest.ts'
import { LiukeError } from '../../../errors.ts'
import type { Mapping } from '../../mapping.ts'
import type { CellNote } from '../read-row.ts'

/** A row: its cells in the order of the table's columns, or what is wrong with it. */
export type TableRow =
  | { readonly line: number; readonly cells: readonly string[]; readonly problem: null }
  | { readonly line: number; readonly cells: null; readonly problem: CellNote }

/** A table that is being read. */
export interface Table {
  /** Names of the columns the rows have. */
  readonly columns: readonly string[]
  /** How its text was read, such as `utf-8`; null where that means nothing. */
  readonly encoding: string | null
  /** @param read is told how much of the file was read, 0..1 */
  rows(read: (share: number) => void): AsyncIterable<TableRow>
  /** Lets go of the file, read or not. */
  close(): void
}

/**
 * Where the columns of a mapping stand in a table.
 * @param names of the first row
 * @param labelled whether the column that says who left must be there
 * @throws LiukeError `csv_columns` when columns are missing or there twice
 */
export function placesOf(
  names: readonly string[],
  mapping: Pick<Mapping, 'columns' | 'label'>,
  labelled = false,
): { readonly name: string; readonly at: number }[] {
  const cells = names.map((name) => name.trim())
  const wanted = Object.keys(mapping.columns).filter(
    (name) => labelled || name !== mapping.label.column || cells.includes(name),
  )
  refuseMissing(
    wanted.filter((name) => !cells.includes(name)),
    cells.filter((cell) => !Object.hasOwn(mapping.columns, cell)),
    wanted.filter((name) => cells.indexOf(name) !== cells.lastIndexOf(name)),
  )
  return wanted.map((name) => ({ name, at: cells.indexOf(name) }))
}

/** @throws LiukeError `csv_columns` when there are any */
export function refuseMissing(
  missing: readonly string[],
  unused: readonly string[],
  twice: readonly string[] = [],
): void {
  if (missing.length === 0 && twice.length === 0) return
  const said = missing.map((name) => {
    const meant = closest(name, unused)
    return `There is no column ${name}${meant === null ? '' : ` (is it ${meant}?)`}.`
  })
  said.push(...twice.map((name) => `The column ${name} is there twice.`))
  const advice =
    'Name the columns as the mapping does, or change the mapping; columns are set apart by commas.'
  throw new LiukeError('csv_columns', said.join(' '), advice)
}

/** The error for a file that has nothing in it. */
export function emptyFile(file: string): LiukeError {
  return new LiukeError('csv_columns', `${file} is empty.`, 'Save the table with its names.')
}

/** The error for a file that cannot be opened or read. */
export function unreadable(file: string, cause: unknown): LiukeError {
  const said = cause instanceof Error ? cause.message : String(cause)
  const advice = 'Check the name of the file and its permissions.'
  return new LiukeError('csv_unreadable', `${file} cannot be read: ${said}.`, advice, { cause })
}
