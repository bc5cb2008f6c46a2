/** Sets the names of several days, such as a week or the time after a holiday, against the calendar. */

import type { Holiday, HolidayYear } from '../../company/holidays.ts'
import { calendarDay, dayOfDate, monthAway, monthLength, weekdayOf } from './calendar.ts'
import type { DateMention, Side, SpanMention } from './when-tokens.ts'
import { dayOfMention } from './which-day.ts'

/** First and last day, both included, in days since 1970-01-01. */
export interface Days {
  readonly from: number
  readonly to: number
}
export type DaysProblem = 'past' | 'ambiguous' | 'impossible'

/** "After Friday" and 春节后 are meant within about a week. */
const SOON = 6
/** 节后 is said of a holiday that ended up to so many days ago. */
const JUST_OVER = 15
/** Days that make a holiday one that people go away for. */
const LONG = 3
const DAY_MS = 86_400_000

/** What "Chinese New Year" and other names of holidays are set against. */
export type Holidays = readonly Holiday[] | null

/** The days that are meant, from the present one on, or why there are none. */
export function daysOfSpan(
  span: DateMention | SpanMention,
  today: number,
  holidays: Holidays,
): Days | DaysProblem {
  const found = fullDays(span, today, holidays)
  if (typeof found === 'string') return found
  if (found.to < today) return 'past'
  return found.to < found.from ? 'ambiguous' : { from: Math.max(found.from, today), to: found.to }
}

function fullDays(span: DateMention | SpanMention, today: number, holidays: Holidays): Days | DaysProblem {
  switch (span.kind) {
    case 'week':
      return ofWeek(span, today)
    case 'weekend': {
      const monday = today - weekdayOf(today) + 1 + (span.week ?? 0) * 7
      return { from: monday + 5, to: monday + 6 }
    }
    case 'month':
      return ofMonth(span, today)
    case 'coming':
      return { from: today + span.from, to: today + span.to }
    case 'holiday':
      return ofHoliday(span, today, holidays)
    case 'between':
      return between(span, today, holidays)
    case 'beside': {
      const named = fullDays(span.of, today, holidays)
      return typeof named === 'string' ? named : beside(named, span.side, today)
    }
    default: {
      const day = dayOf(span, today, holidays)
      return typeof day === 'string' ? day : { from: day, to: day }
    }
  }
}

/** The day a mention names, or why there is none. */
export function dayOf(mention: DateMention, today: number, holidays: Holidays): number | DaysProblem {
  if (mention.kind === 'days-after') {
    const day = dayOf(mention.date, today, holidays)
    return typeof day === 'string' ? day : day + mention.days
  }
  if (mention.kind === 'festival') {
    const days = holidays
      ?.filter(({ id }) => id === mention.id)
      .flatMap(({ years }) => years.map(({ day }) => dayNumber(day) + mention.offset))
    return days?.find((day) => day >= today) ?? 'ambiguous'
  }
  return dayOfMention(mention, today) ?? 'impossible'
}

function beside({ from, to }: Days, side: Side, today: number): Days {
  switch (side) {
    case 'before':
      return { from: Math.min(today, from), to: from - 1 }
    case 'by':
      return { from: Math.min(today, from), to }
    case 'after':
      return { from: to + 1, to: to + 1 + SOON }
    case 'from':
      return { from, to: from + SOON }
  }
}

function ofWeek({ week, part }: { week: number; part: 'whole' | 'early' | 'late' }, today: number): Days {
  const monday = today - weekdayOf(today) + 1 + week * 7
  return { from: part === 'late' ? monday + 3 : monday, to: part === 'early' ? monday + 2 : monday + 6 }
}

function ofMonth(span: Extract<SpanMention, { kind: 'month' }>, today: number): Days | DaysProblem {
  const now = calendarDay(today)
  const named =
    span.month === null
      ? monthAway(now, span.offset ?? 0)
      : { year: span.month < now.month ? now.year + 1 : now.year, month: span.month }
  const days = partOf(named, span.part)
  // 月初 said later in the month is that of the next one.
  if (typeof days !== 'string' && days.to < today && span.offset === null && span.month === null)
    return partOf(monthAway(now, 1), span.part)
  return days
}

function partOf({ year, month }: { year: number; month: number }, part: string): Days | DaysProblem {
  const first = dayOfDate(year, month, 1)
  if (first === null) return 'impossible'
  const last = first + monthLength(year, month) - 1
  if (part === 'early') return { from: first, to: first + 9 }
  if (part === 'mid') return { from: first + 10, to: first + 19 }
  return { from: part === 'late' ? first + 20 : first, to: last }
}

function between(
  { first, last, or }: Extract<SpanMention, { kind: 'between' }>,
  today: number,
  holidays: Holidays,
): Days | DaysProblem {
  const from = dayOf(first, today, holidays)
  // 下周三到周五: both are of the same week.
  const sameWeek = first.kind === 'weekday' && last.kind === 'weekday' && last.week === null
  let to = dayOf(sameWeek ? { ...last, week: first.week } : last, today, holidays)
  if (typeof from === 'string') return from
  if (typeof to === 'string') return to
  if (or)
    return Math.abs(to - from) === 1 ? { from: Math.min(from, to), to: Math.max(from, to) } : 'ambiguous'
  if (sameWeek && to < from) to += 7
  return from < to && to - from <= 62 ? { from, to } : 'ambiguous'
}

function ofHoliday(
  { id, side, count }: Extract<SpanMention, { kind: 'holiday' }>,
  today: number,
  holidays: Holidays,
): Days | DaysProblem {
  const years = (holidays ?? [])
    .filter((holiday) => holiday.id === id || id === null)
    .flatMap((holiday) => holiday.years.map(daysOfYear))
    .filter(({ from, to }) => id !== null || to - from + 1 >= LONG)
    .sort((a, b) => a.from - b.from)
  const year = years.find(({ to }) => (side === 'after' ? to + JUST_OVER : to) >= today)
  if (year === undefined) return 'ambiguous'
  if (side === 'before' && year.from <= today) return 'past'
  if (side === 'on') {
    if (count === null) return year
    return count >= 1 && year.from + count - 1 <= year.to ? one(year.from + count - 1) : 'ambiguous'
  }
  if (count !== null) return one(side === 'after' ? year.to + count : year.from - count)
  const from = Math.max(year.to + 1, today)
  return side === 'after' ? { from, to: from + SOON } : beside(year, side, today)
}

function one(day: number): Days {
  return { from: day, to: day }
}

function daysOfYear({ from, to }: HolidayYear): Days {
  return { from: dayNumber(from), to: dayNumber(to) }
}

function dayNumber(day: string): number {
  return Date.parse(day) / DAY_MS
}
