/** Reads the day and time a customer asks for. */

import { hasHan } from '../script.ts'
import { dayText, momentsOf, type WallTime, wallTime } from './calendar.ts'
import { clocksOf, type DaySpan, spanOfPeriod } from './day-time.ts'
import { slotForm } from './form.ts'
import { lex } from './lexer.ts'
import type { Mentions, Named } from './mentions.ts'
import { daysNamed } from './named-days.ts'
import { whenLexicon } from './when-lexicon.ts'
import { mentionsIn } from './when-mentions.ts'
import type { Holidays } from './which-days.ts'

/** Minutes of a day: `from` 0 to 1439, `to` up to 1440 or null for a point in time. */
export interface Minutes {
  readonly from: number
  readonly to: number | null
}

/**
 * A whole day, or a time of one: `from` and `to` are minutes of the day, `from` 0 to 1439 and `to` up to 1440, in
 * the time zone asked for; `to` is null for a point in time. Or several days, `from` before `to`, both included and
 * from today on, any one of which is meant, with the minutes of it where they were said: a caller offers choices.
 * Or why what was said is none: it has passed, it may mean several, or no calendar or clock has it. Null where the
 * text names no day or time.
 */
export type WhenResult =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'time'; readonly day: string; readonly from: number; readonly to: number | null }
  | { readonly kind: 'days'; readonly from: string; readonly to: string; readonly minutes: Minutes | null }
  | { readonly kind: 'problem'; readonly problem: 'past' | 'ambiguous' | 'impossible' }
  | null

/**
 * The day or time a message names, such as 下周三下午, "tomorrow at 3" or 春节后.
 *
 * Weeks begin on Monday: 下周三 and "next Wednesday" are of the next calendar week, "this Wednesday" of this one,
 * and a weekday alone is the next such day, today included. 3号 means next month when it has passed; a month and
 * date without a year means the nearest such day, which may have passed. Hours 1 to 7 without a mark are in the
 * afternoon, 8 to 11 in the morning. A time without a day is today's, or tomorrow's when it has passed.
 * 上午 is 9–12, 下午 13–18, 晚上 18–21. 下周, 周末, 月底前 and "before Friday" are several days; 春节后 and "after
 * Friday" are the week that begins on the first day after. Days that are said not to suit ("not Tuesday", 周三不行)
 * are left out.
 * @param now milliseconds since 1970
 * @param timeZone IANA name, such as Asia/Shanghai; throws a RangeError when there is none of that name
 * @param language of the conversation, for what is written in figures only: 3/4 is month and day in Chinese and
 * ambiguous in English
 * @param agreed `YYYY-MM-DD`: a time without a day is of this day, which the conversation has settled on before
 * @param holidays the company's; without them the name of a holiday is ambiguous
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readWhen(
  text: string,
  now: number,
  timeZone: string,
  language: 'zh' | 'en' = 'en',
  agreed: string | null = null,
  holidays: Holidays = null,
): WhenResult {
  const said = whenSaid(text, language, holidays)
  return said && whenOf(said, now, timeZone, agreed, holidays)
}

/** What a text says about days and times, before it is set against the calendar; null for a text too long. */
export function whenSaid(text: string, language: 'zh' | 'en', holidays: Holidays): Mentions | null {
  const form = slotForm(text)
  if (form === null) return null
  const written = hasHan(form) ? 'zh' : /[a-z]/.test(form) ? 'en' : language
  // "the 3pm one" names one time.
  const plain = form.replace(/\b([ap])\.m\b\.?/g, '$1m').replace(/(?<=\d ?[ap]m) one\b/g, '')
  return mentionsIn(lex(plain, whenLexicon(holidays)), written)
}

/** What is said, as a day or a time; see `readWhen`. */
export function whenOf(
  said: Mentions,
  now: number,
  timeZone: string,
  agreed: string | null,
  holidays: Holidays,
): WhenResult {
  const present = wallTime(now, timeZone)
  const exact = said.minutesAway ?? (said.now && isSilent(said) ? 0 : null)
  if (exact !== null) return momentAway(said, exact, now, timeZone)
  const days = daysNamed(said, present.day, holidays)
  if (typeof days === 'string') return problem(days)
  const timed = said.clocks.length > 0 || said.periods.length > 0
  if (days !== null && days.from < days.to) {
    const minutes = timed ? spanOf(said, days.from, null) : null
    if (said.ambiguous || (minutes !== null && typeof minutes !== 'string' && minutes.from >= 1440))
      return problem('ambiguous')
    if (typeof minutes === 'string') return problem(minutes)
    return { kind: 'days', from: dayText(days.from), to: dayText(days.to), minutes }
  }
  const day = days?.from ?? null
  if (!timed) {
    if (said.ambiguous || (day === null && hasRefused(said))) return problem('ambiguous')
    if (day === null) return null
    return day < present.day ? problem('past') : { kind: 'day', day: dayText(day) }
  }
  const on = day ?? (agreed === null ? null : Date.parse(agreed) / 86_400_000)
  const span = spanOf(said, on, on === present.day ? present.minute : null)
  if (said.ambiguous || (on === null && hasRefused(said))) return problem('ambiguous')
  if (typeof span === 'string') return problem(span)
  return placed(span, on, now, present, timeZone)
}

/** "in two hours", 现在, "within two hours". */
function momentAway(said: Mentions, minutes: number, now: number, timeZone: string): WhenResult {
  if (minutes < 0) return problem('past')
  if (said.dates.length + said.clocks.length + said.spans.length > 0 || said.ambiguous)
    return problem('ambiguous')
  const then = wallTime(now + minutes * 60_000, timeZone)
  if (!said.within) return { kind: 'time', day: dayText(then.day), from: then.minute, to: null }
  const { day, minute } = wallTime(now, timeZone)
  if (then.day === day && then.minute <= minute) return problem('ambiguous')
  return { kind: 'time', day: dayText(day), from: minute, to: then.day === day ? then.minute : 1440 }
}

function isSilent({ dates, spans, clocks, periods, weeks, months }: Named): boolean {
  return [dates, spans, clocks, periods, weeks, months].every((list) => list.length === 0)
}

function hasRefused(said: Mentions): boolean {
  return !isSilent(said.refused)
}

/**
 * The minutes of the day, or what is wrong with them.
 * @param nowMinute the present minute, where the day is today
 */
function spanOf(
  said: Mentions,
  day: number | null,
  nowMinute: number | null,
): DaySpan | 'ambiguous' | 'impossible' {
  const periods = [...new Set(said.periods)]
  if (said.clocks.length === 0) {
    const [period] = periods
    return period === undefined || periods.length > 1 ? 'ambiguous' : spanOfPeriod(period)
  }
  return clocksOf(said, periods, nowMinute, day !== null)
}

/** The span on its day, if it is still to come and the clock shows it. */
function placed(
  span: DaySpan,
  day: number | null,
  now: number,
  present: WallTime,
  timeZone: string,
): WhenResult {
  const passed = (on: number): boolean => {
    const last = momentsOf({ day: on, minute: span.to ?? span.from }, timeZone).at(-1)
    if (last === undefined) return on < present.day
    return span.to === null ? last < now - 60_000 : last <= now
  }
  const on = day ?? (passed(present.day) ? present.day + 1 : present.day)
  if (passed(on)) return problem('past')
  const first = on + Math.floor(span.from / 1440)
  const shift = (first - on) * 1440
  const from = span.from - shift
  if (momentsOf({ day: first, minute: from }, timeZone).length === 0) return problem('impossible')
  return { kind: 'time', day: dayText(first), from, to: span.to === null ? null : span.to - shift }
}

function problem(what: 'past' | 'ambiguous' | 'impossible'): WhenResult {
  return { kind: 'problem', problem: what }
}
