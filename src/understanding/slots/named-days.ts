/** Brings together all that a message says about the day: 下个月15号, "next week on Wednesday", 春节后的周三. */

import { weekdayOf } from './calendar.ts'
import type { Mentions } from './mentions.ts'
import type { DateMention, SpanMention } from './when-tokens.ts'
import { type Days, type DaysProblem, dayOf, daysOfSpan, type Holidays } from './which-days.ts'

/** The days that are meant, null where none is named, or what is wrong with them. One day has `from` equal to `to`. */
export function daysNamed(said: Mentions, today: number, holidays: Holidays): Days | null | DaysProblem {
  const { dates, spans } = ledDates(said)
  const [week] = said.weeks
  const [month] = said.months
  const inside = spans.map((span) => ofNamedMonth(span, month))
  if (spans.every((span) => ofNamedMonth(span, month) === span) && dates.length === 0 && month !== undefined)
    inside.push({ kind: 'month', offset: month, month: null, part: 'whole' })
  if (dates.length === 0 && week !== undefined) inside.push({ kind: 'week', week, part: 'whole' })
  if (inside.length > 0) return withinSpans(dates, inside, today, holidays)

  const days = new Set<number | DaysProblem>()
  for (const date of withoutOwnWeekdays(dates, today, holidays)) {
    if (date.kind === 'weekday' && date.week === null && week !== undefined)
      days.add(dayOf({ ...date, week }, today, holidays))
    else if (date.kind === 'date-of-month' && date.month === null && month !== undefined)
      days.add(dayOf({ ...date, month }, today, holidays))
    else days.add(dayOf(date, today, holidays))
  }
  if (days.has('impossible')) return 'impossible'
  const [day, ...others] = days
  if (others.length > 0) return 'ambiguous'
  if (day === undefined) return null
  return typeof day === 'string' ? day : { from: day, to: day }
}

/** "Friday the 4th", 4号周五: the weekday of a date that is named as well. */
function withoutOwnWeekdays(
  dates: readonly DateMention[],
  today: number,
  holidays: Holidays,
): readonly DateMention[] {
  const [exact, ...others] = dates.filter(({ kind }) => kind === 'date' || kind === 'date-of-month')
  const day = exact && others.length === 0 ? dayOf(exact, today, holidays) : null
  if (typeof day !== 'number') return dates
  return dates.filter(
    (date) => date.kind !== 'weekday' || date.week !== null || date.weekday !== weekdayOf(day),
  )
}

/** "before Friday 5pm" is a time of Friday, and not of the days before. */
function ledDates(said: Mentions): { dates: DateMention[]; spans: SpanMention[] } {
  const [span] = said.spans
  const one =
    span?.kind === 'beside' && said.clocks.length === 1 && said.edge === null && said.dates.length === 0
  if (!one || span.side === 'from' || isSpan(span.of)) return { dates: said.dates, spans: said.spans }
  said.edge = span.side === 'after' ? 'after' : 'before'
  return { dates: [span.of], spans: said.spans.slice(1) }
}

/** The days of all spans, or the one day in them that is named as well. */
function withinSpans(
  dates: readonly DateMention[],
  spans: readonly SpanMention[],
  today: number,
  holidays: Holidays,
): Days | DaysProblem {
  let from = Number.NEGATIVE_INFINITY
  let to = Number.POSITIVE_INFINITY
  for (const span of spans) {
    const days = daysOfSpan(span, today, holidays)
    if (typeof days === 'string') return days
    from = Math.max(from, days.from)
    to = Math.min(to, days.to)
  }
  for (const date of dates) {
    const bare = date.kind === 'weekday' && date.week === null
    const day = bare ? from + ((date.weekday - weekdayOf(from) + 7) % 7) : dayOf(date, today, holidays)
    if (typeof day === 'string') return day
    if (!(day >= from && day <= to)) return 'ambiguous'
    from = day
    to = day
  }
  return from <= to ? { from, to } : 'ambiguous'
}

/** 下个月 and 月初, said apart. */
function ofNamedMonth(span: SpanMention, offset: number | undefined): SpanMention {
  const open = span.kind === 'month' && span.offset === null && span.month === null
  return open && offset !== undefined ? { ...span, offset } : span
}

function isSpan(of: DateMention | SpanMention): of is SpanMention {
  return ['week', 'weekend', 'month', 'coming', 'holiday', 'beside', 'between'].includes(of.kind)
}
