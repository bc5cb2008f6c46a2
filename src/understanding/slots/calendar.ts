/** Days, months and the clock on the wall of a time zone. */

import { shownAt } from '../../company/clock.ts'

const DAY_MS = 86_400_000

/** A moment as the people of a time zone see it. */
export interface WallTime {
  /** Days since 1970-01-01. */
  readonly day: number
  /** Minutes of the day, 0 to 1439. */
  readonly minute: number
}

/**
 * What the clock on the wall shows at a moment.
 * @param time milliseconds since 1970
 * @param timeZone IANA name, such as Asia/Shanghai; throws a RangeError when there is none of that name
 */
export function wallTime(time: number, timeZone: string): WallTime {
  const shown = shownAt(time, timeZone)
  const day = Math.floor(shown / DAY_MS)
  return { day, minute: Math.floor((shown - day * DAY_MS) / 60_000) }
}

/**
 * The moments at which the clock on the wall shows a time, in order: one, none where the clock is put forward
 * over it, two where it is put back. Milliseconds since 1970.
 */
export function momentsOf({ day, minute }: WallTime, timeZone: string): number[] {
  const shown = day * DAY_MS + minute * 60_000
  // Offsets a day before and after: a change of the clock lies between them, if at all.
  const offsets = [-DAY_MS, DAY_MS].map((away) => shownAt(shown + away, timeZone) - (shown + away))
  const moments = [...new Set(offsets)].map((offset) => shown - offset)
  return moments.filter((moment) => shownAt(moment, timeZone) === shown).sort((a, b) => a - b)
}

/** A day as `YYYY-MM-DD`. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** A day of the calendar; month 1 to 12. */
export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly date: number
}

/** Year, month and date of a day. */
export function calendarDay(day: number): CalendarDay {
  const at = new Date(day * DAY_MS)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() }
}

/** The day of a date, or null when the calendar has none such; years 1900 to 2200. */
export function dayOfDate(year: number, month: number, date: number): number | null {
  if (!(year >= 1900 && year <= 2200 && month >= 1 && month <= 12)) return null
  return date >= 1 && date <= monthLength(year, month) ? Date.UTC(year, month - 1, date) / DAY_MS : null
}

/** How many days a month has; a month below 1 or above 12 is one of the years around. */
export function monthLength(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The month that lies some months away. */
export function monthAway(
  { year, month }: { year: number; month: number },
  months: number,
): { year: number; month: number } {
  const count = year * 12 + month - 1 + months
  return { year: Math.floor(count / 12), month: (count % 12) + 1 }
}

/** The same date some months later, or the last day of a shorter month. */
export function monthsLater(day: number, months: number): number {
  const { year, month, date } = calendarDay(day)
  const then = monthAway({ year, month }, months)
  return Date.UTC(then.year, then.month - 1, Math.min(date, monthLength(then.year, then.month))) / DAY_MS
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((day + 3) % 7) + 1
}
