/** Sets the name of a day against the calendar. */

import {
  type CalendarDay,
  calendarDay,
  dayOfDate,
  monthAway,
  monthLength,
  monthsLater,
  weekdayOf,
} from './calendar.ts'
import type { DateMention } from './when-tokens.ts'

/** A date without a year that passed less long ago than this is meant as past; in days. */
const HALF_YEAR = 183
/** Months looked through for one that has a 31st. */
const MONTHS_AHEAD = 3

/** A day that needs neither holidays nor another day to be known. */
type PlainDate = Exclude<DateMention, { kind: 'festival' | 'days-after' }>

/**
 * The day that is meant, in days since 1970-01-01, or null when the calendar has none such.
 * @param today the present day, in days since 1970-01-01
 */
export function dayOfMention(mention: PlainDate, today: number): number | null {
  switch (mention.kind) {
    case 'days-away':
      return today + mention.days
    case 'months-away':
      return monthsLater(today, mention.months) + mention.days
    case 'weekday':
      return ofWeekday(mention.weekday, mention.week, today)
    case 'date':
      return mention.year === null
        ? nearest(mention.month, mention.date, today)
        : dayOfDate(mention.year, mention.month, mention.date)
    case 'date-of-month':
      return ofMonth(mention.date, mention.month, today)
    case 'month-end':
      return monthEnd(mention, today)
  }
}

function ofWeekday(weekday: number, week: number | null, today: number): number {
  const away = weekday - weekdayOf(today)
  if (week === null) return today + (away < 0 ? away + 7 : away)
  return today + away + week * 7
}

/** The next such date; the last one where that lies nearer. */
function nearest(month: number, date: number, today: number): number | null {
  const { year } = calendarDay(today)
  const days = [year - 1, year, year + 1]
    .map((of) => dayOfDate(of, month, date))
    .filter((day) => day !== null)
  return days.find((day) => day > today - HALF_YEAR) ?? null
}

function ofMonth(date: number, month: number | null, today: number): number | null {
  const now = calendarDay(today)
  if (month !== null) return inMonth(now, month, date)
  if (!(date >= 1 && date <= 31)) return null
  for (let ahead = date < now.date ? 1 : 0; ahead <= MONTHS_AHEAD; ahead++) {
    const day = inMonth(now, ahead, date)
    if (day !== null) return day
  }
  return null
}

function inMonth(now: CalendarDay, ahead: number, date: number): number | null {
  const then = monthAway(now, ahead)
  return dayOfDate(then.year, then.month, date)
}

function monthEnd(mention: { offset: number | null; month: number | null }, today: number): number | null {
  const now = calendarDay(today)
  const then = monthAway(now, mention.offset ?? 0)
  if (mention.month === null) return dayOfDate(then.year, then.month, monthLength(then.year, then.month))
  const year = mention.month < now.month ? now.year + 1 : now.year
  return dayOfDate(year, mention.month, monthLength(year, mention.month))
}
