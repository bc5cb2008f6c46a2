/** When a call can be made: what a message says about it, within opening hours and two weeks. */

import { clock, dayName } from '../src/bot/format.ts'
import type { Turn } from '../src/bot/turn.ts'
import { momentOf, shownAt } from '../src/company/clock.ts'
import { holidaysOf } from '../src/company/holidays.ts'
import { type Hours, hoursOn } from '../src/company/hours.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { Bilingual, Language } from '../src/corpus/types.ts'
import { addDays } from '../src/customers/calendar.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readMove } from '../src/understanding/slots/move.ts'
import { readWhen, type WhenResult } from '../src/understanding/slots/when.ts'

/** When to call. Times are minutes of the day; no day: as soon as somebody is free. */
export interface CallTime {
  /** `YYYY-MM-DD`; null: as soon as possible. */
  readonly day: string | null
  readonly from?: number
  readonly to?: number
}

/** What a message says about the time: one, several days to choose from, or what is wrong with it. */
export type TimeSaid =
  | { readonly time: CallTime }
  | { readonly days: readonly CallTime[] }
  | { readonly problem: TimeProblem }

export type TimeProblem = Extract<
  PhraseKey,
  | 'callback.ambiguous'
  | 'callback.impossible'
  | 'callback.past'
  | 'callback.outside-hours'
  | 'callback.too-far'
>

/** Furthest day a call can be arranged for. */
const MAX_DAYS_AHEAD = 14
/** A time without an end is a window of this length, in minutes. */
const WINDOW = 60
/** Days that are offered. */
const OFFERED = 4

const SOON =
  /尽快|马上|现在(?!不|没|在|有|正|忙)|立刻|越快越好|随时|都行|都可以|什么时候都|as soon as possible|asap|right away|(?<!not )\bnow\b|any ?time|whenever/

/** 12 月 3 日 15:00–16:00 / 3 December 15:00–16:00; empty for as soon as possible. */
export function callTimeName(turn: Turn, { day, from, to }: Partial<CallTime>): Bilingual {
  const of = (language: Language): string =>
    day ? `${dayName(day, language, turn.today)} ${clock(from ?? 0)}–${clock(to ?? 0)}` : ''
  return { zh: of('zh'), en: of('en') }
}

/** Where a call that was promised lies on the clock of the company. Moments in milliseconds since 1970. */
export function callTimeOf(from: number | null, to: number | null, timeZone: string): CallTime {
  if (from === null) return { day: null }
  const shown = (at: number): Date => new Date(shownAt(at, timeZone))
  const day = shown(from).toISOString().slice(0, 10)
  const minute = (at: number): number => (shown(at).getTime() - Date.parse(day)) / 60_000
  return { day, from: minute(from), to: minute(to ?? from + WINDOW * 60_000) }
}

/** The moments of a call, in milliseconds since 1970; null: as soon as possible. */
export function momentsOfCall(
  { day, from, to }: Partial<CallTime>,
  timeZone: string,
): { from: number | null; to: number | null } {
  const at = (minutes: number | undefined): number | null =>
    day && minutes !== undefined ? momentOf(day, minutes, timeZone) : null
  return { from: at(from), to: at(to) }
}

/**
 * What a message says about the time of a call; null when it says nothing.
 * @param before the call a correction is about: another time stays on its day, another day keeps its time
 */
export function timeIn(turn: Turn, text: string, before: Partial<CallTime> = {}): TimeSaid | null {
  const { company } = turn.brain.corpus
  const { timeZone } = company
  const now = turn.services.now()
  const when = whenIn(turn, text, before)
  if (SOON.test(normalise(text.slice(0, 200))) && !namesLater(when, now, timeZone))
    return { time: { day: null } }
  if (!when) return null
  if (when.kind === 'problem') return { problem: PROBLEMS[when.problem] }
  if (when.kind === 'days') return daysIn(turn, when)
  const hours = hoursOn(company, when.day)
  if (!hours) return { problem: 'callback.outside-hours' }
  const said = when.kind === 'time' ? when : { from: before.from ?? hours.from, to: before.to ?? hours.to }
  const span = within(said, hours)
  if (!span) return { problem: 'callback.outside-hours' }
  if (momentOf(when.day, span.to, timeZone) <= now) return { problem: 'callback.past' }
  if (isTooFar(when.day, span.from, timeZone, now)) return { problem: 'callback.too-far' }
  return { time: { day: when.day, ...span } }
}

/**
 * The same, of a message that may correct itself: in "tomorrow at 3, sorry, I mean 4" the day stands before the
 * correction, and the hour behind it.
 */
export function timeSaid(turn: Turn, text: string, before: Partial<CallTime> = {}): TimeSaid | null {
  const corrected = isCorrection(text)
  if (corrected === null) return timeIn(turn, text, before)
  const earlier = timeIn(turn, text.slice(0, text.lastIndexOf(corrected)), before)
  const known = earlier !== null && 'time' in earlier && earlier.time.day !== null
  return timeIn(turn, corrected, known ? earlier.time : before)
}

const WEEKDAY =
  /(?:周|星期|礼拜)([一二三四五六日天])|\b(mon|tues?|wed|thur?s?|fri|sat|sun)(?:day|nesday|sday|urday)?\b/g
/** Names a week, or a day beside its name. */
const OTHER_WEEK =
  /这周|这个?(?:星期|礼拜)|本周|\d ?[月日号]|\d(?:st|nd|rd|th)\b|\d (?:[jfmasond][a-z]{2})|今天|明天|后天|\bthis\b|\btoday\b|\btomorrow\b/
const WEEKDAYS: Readonly<Record<string, number>> = {
  ...{ 日: 0, 天: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6 },
  ...{ sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 },
}

/** Any of several is fine. */
const ANY =
  /^(?:那|就|我|这)?(?:[几两]个?天?)?(?:哪[天个]|随便|什么时候)?(?:哪[天个])?(?:都|也)?(?:行|可以|好|成|没问题|随便|ok)(?:吧|的|啊|呀|了)?$|^随便(?:哪[个天])?$|^(?:i am fine with |i do not mind )?(?:either|whichever|any|both|all|whatever)(?: (?:one|day|time|of (?:them|these|those)|is|are|will|would|be|do|does|works?|good|fine|ok|okay|for me|suits|me|you like)){0,5}$/

/** Whether any of what is offered will do: 都可以, "either is fine". */
export function anyWillDo(text: string): boolean {
  const said = normalise(text.slice(0, 60))
    .replace(/[\s,.!，。！~]+/g, ' ')
    .trim()
  return /都|随便|either|whichever|any|both|all|whatever/.test(said) && ANY.test(said)
}

/** Which of the days that were offered a message means by its weekday; it keeps its hours. */
export function dayAmong(turn: Turn, text: string, days: readonly CallTime[]): CallTime | undefined {
  const said = normalise(text.slice(0, 200))
  const found = [...said.matchAll(WEEKDAY)]
  const [named] = found
  if (!named || found.length > 1 || OTHER_WEEK.test(said)) return undefined
  const weekday = WEEKDAYS[named[1] ?? named[2]?.slice(0, 3) ?? '']
  const fitting = days.filter(
    ({ day }) => day !== null && new Date(`${day}T00:00:00Z`).getUTCDay() === weekday,
  )
  const [day] = fitting
  if (!day || fitting.length > 1) return undefined
  const asked = timeIn(turn, text, day)
  return asked !== null && 'time' in asked ? { ...asked.time, day: day.day } : day
}

/** The day or time a message asks for, also as "two hours later" of the call it is about. */
function whenIn(turn: Turn, text: string, before: Partial<CallTime>): WhenResult {
  const { company } = turn.brain.corpus
  const holidays = holidaysOf(company)
  const now = turn.services.now()
  const { day = null } = before
  const move = readMove(text, now, company.timeZone, turn.language, holidays, day)
  if (!move?.to) return readWhen(text, now, company.timeZone, turn.language, day, holidays)
  if (move.to.kind !== 'shift') return move.to
  if (day === null || before.from === undefined) return null
  const { days, minutes } = move.to
  const length = (before.to ?? before.from + WINDOW) - before.from
  const from = before.from + minutes
  if (from < 0 || from + length > 1_440) return { kind: 'problem', problem: 'ambiguous' }
  return { kind: 'time', day: addDays(day, days), from, to: from + length }
}

function within({ from, to }: { from: number; to: number | null }, hours: Hours): Hours | null {
  const begin = Math.max(from, to === null ? 0 : hours.from)
  const end = Math.min(to ?? from + WINDOW, hours.to)
  return begin < hours.from || begin >= hours.to || end <= begin ? null : { from: begin, to: end }
}

function isTooFar(day: string, minute: number, timeZone: string, now: number): boolean {
  return momentOf(day, minute, timeZone) > now + MAX_DAYS_AHEAD * 86_400_000
}

/** The days of a span on which somebody can call; closed days and holidays are left out. */
function daysIn(
  turn: Turn,
  { from, to, minutes }: Extract<NonNullable<WhenResult>, { readonly kind: 'days' }>,
): TimeSaid {
  const { company } = turn.brain.corpus
  const now = turn.services.now()
  const days: CallTime[] = []
  for (let day = from; day <= to && days.length < OFFERED; day = addDays(day, 1)) {
    const hours = hoursOn(company, day)
    const span = hours && within(minutes ?? hours, hours)
    if (!span || momentOf(day, span.to, company.timeZone) <= now) continue
    if (isTooFar(day, span.from, company.timeZone, now)) break
    days.push({ day, ...span })
  }
  if (days.length > 0) return { days }
  return { problem: isTooFar(from, 0, company.timeZone, now) ? 'callback.too-far' : 'callback.outside-hours' }
}

/** Whether a day or time is named besides "as soon as possible": "any time tomorrow", but not "right now". */
function namesLater(when: WhenResult, now: number, timeZone: string): boolean {
  if (!when || when.kind === 'problem') return false
  return when.kind !== 'time' || momentOf(when.day, when.from, timeZone) > now
}

const PROBLEMS = {
  past: 'callback.past',
  ambiguous: 'callback.ambiguous',
  impossible: 'callback.impossible',
} as const
