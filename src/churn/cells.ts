/** Reads single cells of a row the way the mapping says: as numbers, as folded categories, as labels. */

import { DECIMAL } from '../customers/csv-rows.ts'
import type { ChurnMapping, Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'

/**
 * A number column's value; NaN where it is not known and the mapping takes the average then.
 * @throws LiukeError `churn_column_missing`, `churn_value_missing`, `churn_number_unreadable`
 */
export function numberIn(row: Row, column: string, mapping: ChurnMapping): number {
  const value = cellIn(row, column, mapping)
  if (value === null) return Number.NaN
  // NaN in a row is a mistake upstream: one would silently make every coefficient NaN.
  const number = typeof value === 'number' ? value : DECIMAL.test(value.trim()) ? Number(value) : Number.NaN
  if (Number.isFinite(number)) return number
  throw new LiukeError(
    'churn_number_unreadable',
    `${column} is no number in a row.`,
    'Write plain decimals such as 1840.75, or leave the cell empty.',
  )
}

/**
 * A category column's value after folding; null where it is not known and the mapping takes the average then.
 * @throws LiukeError `churn_column_missing`, `churn_value_missing`
 */
export function categoryIn(row: Row, column: string, mapping: ChurnMapping): string | null {
  const value = cellIn(row, column, mapping)
  if (value === null) return null
  const text = String(value).trim()
  return Object.hasOwn(mapping.fold, text) ? (mapping.fold[text] ?? text) : text
}

/**
 * Whether the customer left.
 * @throws LiukeError `churn_label_unknown` for anything but the mapping's two values
 */
export function churnedIn(row: Row, { label }: Pick<Mapping, 'label'>): boolean {
  const written = Object.hasOwn(row, label.column) ? String(row[label.column] ?? '').trim() : ''
  if (written === label.churned) return true
  if (written === label.stayed) return false
  throw new LiukeError(
    'churn_label_unknown',
    `${label.column} is neither ${label.churned} nor ${label.stayed} in a row.`,
    'Leave rows without a known outcome out of the training.',
  )
}

/** Reads every row, and says of a row that cannot be read which it is, counted from 1. */
export function* eachRow<Value>(rows: readonly Row[], read: (row: Row) => Value): Generator<Value> {
  for (const [at, row] of rows.entries()) {
    let value: Value
    try {
      value = read(row)
    } catch (error) {
      if (!(error instanceof LiukeError)) throw error
      throw new LiukeError(error.code, `Row ${at + 1}: ${error.message}`, error.advice, { cause: error })
    }
    yield value
  }
}

function cellIn(row: Row, column: string, mapping: ChurnMapping): string | number | null {
  if (!Object.hasOwn(row, column)) {
    const advice = 'Give every column the mapping names; a value that is not known is null.'
    throw new LiukeError('churn_column_missing', `A row has no column ${column}.`, advice)
  }
  const written = row[column] ?? null
  const empty = typeof written === 'string' && (written.trim() === '' || isMark(written, mapping))
  if (written !== null && !empty) return written
  const known = mapping.columns[column]?.missing
  if (known !== undefined) return known
  if (mapping.missing.policy === 'average') return null
  throw new LiukeError(
    'churn_value_missing',
    `${column} is empty in a row.`,
    'Fill it, or say in the mapping what empty means: `missing` of the column, or `missing: { policy: average }`.',
  )
}

function isMark(written: string, mapping: ChurnMapping): boolean {
  return mapping.missing.marks.includes(written.trim())
}
