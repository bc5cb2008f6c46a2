/** Reads durations from now: 两天后, 一个半小时后, "in half an hour", "3 days ago". */

import { type DateMention, isWord, numberAt, type WhenTokens, wordAt } from './when-tokens.ts'
import type { DurationUnit } from './when-words.ts'

/** A duration and where it ends. */
export interface Duration {
  /** Set when it counts days or more. */
  readonly date: DateMention | null
  /** Set when it counts hours or minutes. */
  readonly minutes: number | null
  /** Whether it is the latest moment: 三天内, "within 2 hours". */
  readonly within?: boolean
  readonly ambiguous: boolean
  readonly next: number
}

/** One number with its unit. */
interface Part {
  readonly amount: number
  readonly unit: DurationUnit
  readonly next: number
}

const MINUTES: Partial<Record<DurationUnit, number>> = { minute: 1, quarter: 15, hour: 60 }
const DAYS: Partial<Record<DurationUnit, number>> = { day: 1, week: 7, fortnight: 14 }
const MONTHS: Partial<Record<DurationUnit, number>> = { month: 1, year: 12 }
/** Days of half a month. */
const HALF_MONTH = 15
/** Longer durations are no appointment; in days. */
const MAX_DAYS = 3660

/**
 * The duration that begins with a token, or null. One without "in", 后 or "ago" is none of these: its tokens are
 * passed over, so that its number is not read as a time.
 */
export function durationAt(tokens: WhenTokens, start: number): Duration | null {
  const leads =
    isWord(tokens, start, 'in') || isWord(tokens, start, 'after') || isWord(tokens, start, 'within')
  let at = leads ? start + 1 : start
  const { parts, next: end } = partsAt(tokens, at)
  if (parts.length === 0) return null
  at = end
  const ago = isWord(tokens, at, 'ago')
  const later = isWord(tokens, at, 'later')
  const within = isWord(tokens, at, 'within') || isWord(tokens, start, 'within')
  const next = ago || later || isWord(tokens, at, 'within') ? at + 1 : at
  if (within) return { ...measured(parts, 1), within: true, next }
  const counted = fromDateAt(tokens, parts, at)
  if (counted && !leads) return counted
  if (!leads && !ago && !later) return { date: null, minutes: null, ambiguous: false, next }
  return { ...measured(parts, ago ? -1 : 1), next }
}

/**
 * The length of time that begins with a token, whatever it is counted from: 两天, "an hour and a half"; null where
 * there is none. Days or minutes are null where that many cannot be told (几天, a month).
 */
export function lengthAt(
  tokens: WhenTokens,
  at: number,
): { days: number | null; minutes: number | null; next: number } | null {
  const { parts, next } = partsAt(tokens, at)
  if (parts.length === 0) return null
  const { date, minutes } = measured(parts, 1)
  return { days: date?.kind === 'days-away' ? date.days : null, minutes, next }
}

function partsAt(tokens: WhenTokens, start: number): { parts: readonly Part[]; next: number } {
  const parts: Part[] = []
  let at = start
  for (let part = partAt(tokens, at); part && parts.length < 3; part = partAt(tokens, at)) {
    parts.push(part)
    at = isWord(tokens, part.next, 'and') && partAt(tokens, part.next + 1) ? part.next + 1 : part.next
  }
  return { parts, next: at }
}

/** "a week from Monday", "two days from tomorrow", "a week on Tuesday". */
function fromDateAt(tokens: WhenTokens, parts: readonly Part[], at: number): Duration | null {
  const text = tokens[at]?.text ?? ''
  const links = text === 'from' || text === 'today' || text === 'tomorrow'
  const word = wordAt(tokens, text === 'from' ? at + 1 : at)
  if (!links && !(word?.is === 'weekday' && text.startsWith('on '))) return null
  if (word?.is !== 'weekday' && !(word?.is === 'day' && word.period === undefined)) return null
  const days = parts.reduce((sum, { amount, unit }) => sum + amount * (DAYS[unit] ?? Number.NaN), 0)
  if (!Number.isInteger(days) || days > MAX_DAYS) return null
  const date: DateMention =
    word.is === 'day'
      ? { kind: 'days-away', days: word.offset }
      : { kind: 'weekday', weekday: word.weekday, week: word.week }
  const next = text === 'from' ? at + 2 : at + 1
  return { date: { kind: 'days-after', date, days }, minutes: null, ambiguous: false, next }
}

function measured(parts: readonly Part[], sign: number): Omit<Duration, 'next'> {
  let minutes = 0
  let days = 0
  let months = 0
  for (const { amount, unit } of parts) {
    minutes += amount * (MINUTES[unit] ?? 0)
    days += amount * (DAYS[unit] ?? 0)
    const whole = unit === 'month' ? Math.floor(amount) : amount
    days += (amount - whole) * 2 * HALF_MONTH
    months += whole * (MONTHS[unit] ?? 0)
  }
  const counted = days + months * 31 + minutes / 1440
  // 两三天后, "in a few days", half a day: nobody can say when that is.
  const open = !Number.isInteger(days) || !Number.isInteger(months) || !(counted <= MAX_DAYS)
  if (open || (minutes > 0 && days + months > 0)) return { date: null, minutes: null, ambiguous: true }
  if (minutes > 0 || counted === 0)
    return { date: null, minutes: sign * Math.round(minutes), ambiguous: false }
  const date: DateMention =
    months > 0
      ? { kind: 'months-away', months: sign * months, days: sign * days }
      : { kind: 'days-away', days: sign * days }
  return { date, minutes: null, ambiguous: false }
}

/** 三个半小时, 半小时, 两天, 几天, "an hour and a half", "half an hour", "a week". */
function partAt(tokens: WhenTokens, start: number): Part | null {
  let at = start
  let amount: number
  const number = numberAt(tokens, at)
  if (number) amount = number.value
  else if (isWord(tokens, at, 'half')) amount = 0.5
  else if (isWord(tokens, at, 'quarter')) amount = 0.25
  else if (isWord(tokens, at, 'one')) amount = 1
  else if (isWord(tokens, at, 'few')) amount = tokens[at]?.text.includes('couple') ? 2 : Number.NaN
  else return null
  at++
  if (isWord(tokens, at, 'few')) {
    amount = Number.NaN
    at++
  }
  if (amount < 1 && isWord(tokens, at, 'of')) at++
  if (amount < 1 && isWord(tokens, at, 'one')) at++
  if (isWord(tokens, at, 'one') && isWord(tokens, at + 1, 'half')) at++
  if (isWord(tokens, at, 'measure')) at++
  if (amount >= 1 && isWord(tokens, at, 'half')) {
    amount += 0.5
    at++
  } else if (isWord(tokens, at, 'and') && isHalf(tokens, at + 1)) {
    amount += 0.5
    at = afterHalf(tokens, at + 1)
  }
  const unit = unitAt(tokens, at)
  if (unit === null) return null
  at++
  if (isWord(tokens, at, 'half') && number && !number.figures) {
    amount += 0.5
    at++
  } else if (
    isWord(tokens, at, 'and') &&
    isHalf(tokens, at + 1) &&
    unitAt(tokens, afterHalf(tokens, at + 1)) === null
  ) {
    amount += 0.5
    at = afterHalf(tokens, at + 1)
    // "half an hour" behind "and" is a part of its own.
    if (isWord(tokens, at, 'one')) return { amount: amount - 0.5, unit, next: at - 2 }
  }
  return { amount, unit, next: at }
}

/** "half", "a half". */
function isHalf(tokens: WhenTokens, at: number): boolean {
  return isWord(tokens, at, 'half') || (isWord(tokens, at, 'one') && isWord(tokens, at + 1, 'half'))
}

function afterHalf(tokens: WhenTokens, at: number): number {
  return isWord(tokens, at, 'half') ? at + 1 : at + 2
}

/** The unit of a token; 刻钟 is read by the clock as well, and half of 个月 is 月 behind 半个. */
function unitAt(tokens: WhenTokens, at: number): DurationUnit | null {
  const word = wordAt(tokens, at)
  if (word?.is === 'unit') return word.unit
  if (word?.is === 'month-mark' && (isWord(tokens, at - 1, 'measure') || isWord(tokens, at - 1, 'half')))
    return 'month'
  if (word?.is !== 'year-mark') return null
  const counted =
    isWord(tokens, at + 1, 'later') || isWord(tokens, at + 1, 'ago') || isWord(tokens, at - 1, 'half')
  return counted ? 'year' : null
}
