/** Reads the day and time a customer asks for. */

import { hasHan } from '../script.ts'
import { dayText, momentsOf, type WallTime, wallTime } from './calendar.ts'
import { clocksOf, type DaySpan, spanOfPeriod } from './day-time.ts'
import { slotForm } from './form.ts'
import { lex } from './lexer.ts'
import { type Mentions, mentionsIn } from './when-mentions.ts'
import { whenLexicon } from './when-words.ts'
import { dayOfMention } from './which-day.ts'

/**
 * A whole day, or a time of one: `from` and `to` are minutes of the day, `from` 0 to 1439 and `to` up to 1440, in
 * the time zone asked for; `to` is null for a point in time. Or why what was said is none: it has passed, it may
 * mean several, or no calendar or clock has it. Null where the text names no day or time.
 */
export type WhenResult =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'time'; readonly day: string; readonly from: number; readonly to: number | null }
  | { readonly kind: 'problem'; readonly problem: 'past' | 'ambiguous' | 'impossible' }
  | null

/**
 * The day or time a message names, such as 下周三下午 or "tomorrow at 3".
 *
 * Weeks begin on Monday: 下周三 and "next Wednesday" are of the next calendar week, "this Wednesday" of this one,
 * and a weekday alone is the next such day, today included. 3号 means next month when it has passed; a month and
 * date without a year means the nearest such day, which may have passed. Hours 1 to 7 without a mark are in the
 * afternoon, 8 to 11 in the morning. A time without a day is today's, or tomorrow's when it has passed.
 * 上午 is 9–12, 下午 13–18, 晚上 18–21.
 * @param now milliseconds since 1970
 * @param timeZone IANA name, such as Asia/Shanghai; throws a RangeError when there is none of that name
 * @param language of the conversation, for what is written in figures only: 3/4 is month and day in Chinese and
 * ambiguous in English
 * @param agreed `YYYY-MM-DD`: a time without a day is of this day, which the conversation has settled on before
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readWhen(
  text: string,
  now: number,
  timeZone: string,
  language: 'zh' | 'en' = 'en',
  agreed: string | null = null,
): WhenResult {
  const form = slotForm(text)
  if (form === null) return null
  const written = hasHan(form) ? 'zh' : /[a-z]/.test(form) ? 'en' : language
  const said = mentionsIn(lex(form.replace(/\b([ap])\.m\b\.?/g, '$1m'), whenLexicon), written)
  return resolved(said, now, timeZone, agreed === null ? null : Date.parse(agreed) / 86_400_000)
}

function resolved(said: Mentions, now: number, timeZone: string, agreed: number | null): WhenResult {
  const present = wallTime(now, timeZone)
  const exact = said.minutesAway ?? (said.now && isSilent(said) ? 0 : null)
  if (exact !== null) {
    if (exact < 0) return problem('past')
    if (said.dates.length + said.clocks.length > 0 || said.ambiguous) return problem('ambiguous')
    const { day, minute } = wallTime(now + exact * 60_000, timeZone)
    return { kind: 'time', day: dayText(day), from: minute, to: null }
  }
  const day = dayOf(said, present)
  if (typeof day === 'string') return problem(day)
  if (said.clocks.length === 0 && said.periods.length === 0) {
    if (said.ambiguous) return problem('ambiguous')
    if (day === null) return null
    return day < present.day ? problem('past') : { kind: 'day', day: dayText(day) }
  }
  const on = day ?? agreed
  const span = spanOf(said, on, present)
  if (said.ambiguous) return problem('ambiguous')
  if (typeof span === 'string') return problem(span)
  return placed(span, on, now, present, timeZone)
}

function isSilent(said: Mentions): boolean {
  return (
    said.dates.length + said.clocks.length + said.periods.length + said.weeks.length + said.months.length ===
    0
  )
}

/** The one day named, null for none, or what is wrong with it. */
function dayOf(
  said: Mentions,
  { day: today }: WallTime,
): number | null | 'past' | 'ambiguous' | 'impossible' {
  const [week] = said.weeks
  const [month] = said.months
  const days = new Set(
    said.dates.map((date) => {
      if (date.kind === 'weekday' && date.week === null && week !== undefined)
        return dayOfMention({ ...date, week }, today)
      if (date.kind === 'date-of-month' && date.month === null && month !== undefined) {
        return dayOfMention({ ...date, month }, today)
      }
      return dayOfMention(date, today)
    }),
  )
  if (days.has(null)) return 'impossible'
  const [day, ...others] = days
  if (others.length > 0) return 'ambiguous'
  if (day !== undefined) return day
  if (week === undefined && month === undefined) return null
  return (week ?? 0) < 0 || (month ?? 0) < 0 ? 'past' : 'ambiguous'
}

/** The minutes of the day, or what is wrong with them. */
function spanOf(said: Mentions, day: number | null, present: WallTime): DaySpan | 'ambiguous' | 'impossible' {
  const periods = [...new Set(said.periods)]
  if (said.clocks.length === 0) {
    const [period] = periods
    return period === undefined || periods.length > 1 ? 'ambiguous' : spanOfPeriod(period)
  }
  const today = day === present.day
  return clocksOf(said, periods, today ? present.minute : null, day !== null)
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
