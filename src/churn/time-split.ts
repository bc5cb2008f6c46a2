/** Divides rows that say when they are of into earlier ones to learn from and later ones to measure on. */

import { cleanDay } from '../customers/import/cells.ts'
import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { churnedIn, eachRow } from './cells.ts'

/** Share of the rows that is learnt from, about: rows of the same moment stay together. */
const EARLIER = 0.8

/** Earlier and later rows. */
export interface TimeSplit {
  /** When the later ones begin, as it is compared. */
  readonly from: string
  readonly earlier: readonly Row[]
  readonly later: readonly Row[]
}

/**
 * Divides rows by the mapping's `time`; rows whose time is not known are left out.
 * @returns null where the mapping names none, all rows are of one moment, or the earlier have all one outcome
 * @throws LiukeError `churn_time_unreadable`, naming the row
 */
export function splitByTime(rows: readonly Row[], mapping: Mapping): TimeSplit | null {
  const { time, columns } = mapping
  if (time === undefined) return null
  const isNumber = columns[time]?.type === 'number'
  const read = [...eachRow(rows, (row) => timeOf(row[time] ?? null, time, isNumber))]
  const dated = rows.flatMap((row, at) => {
    const moment = read[at] ?? null
    return moment === null ? [] : [{ row, moment }]
  })
  dated.sort((a, b) => (a.moment < b.moment ? -1 : a.moment > b.moment ? 1 : 0))
  const [first] = dated
  const from = dated[Math.floor(EARLIER * dated.length)]?.moment
  if (first === undefined || from === undefined || from === first.moment) return null
  const rowsWhere = (isEarlier: boolean) =>
    dated.filter(({ moment }) => moment < from === isEarlier).map(({ row }) => row)
  const earlier = rowsWhere(true)
  if (new Set(earlier.map((row) => churnedIn(row, mapping))).size < 2) return null
  return { from: String(from), earlier, later: rowsWhere(false) }
}

function timeOf(cell: string | number | null, column: string, isNumber: boolean): string | number | null {
  if (cell === null || cell === '') return null
  if (isNumber && typeof cell === 'number') return cell
  // The hour says nothing a split by time needs.
  const cleaned = cleanDay(null)(String(cell).replace(/[T ]\d{2}:\d{2}.*$/, ''))
  if ('value' in cleaned) return cleaned.value
  const advice = 'Write days such as 2026-03-05, give the column the type number, or take `time` out.'
  throw new LiukeError('churn_time_unreadable', `${column} is no time.`, advice)
}
