/** Sets named times and parts of the day against the clock. */

import type { ClockMention } from './when-tokens.ts'
import type { Period } from './when-words.ts'

/** Minutes of a day; `from` from 1440 on belongs to the day after, as 1 o'clock at night does. */
export interface DaySpan {
  readonly from: number
  /** Null for a point in time. */
  readonly to: number | null
}

const HOUR = 60
const DAY = 1440
/** Minutes; what a customer who says only the part of the day may be called in. */
const PERIODS: Readonly<Record<Period, readonly [from: number, to: number]>> = {
  dawn: [0, 6 * HOUR],
  morning: [9 * HOUR, 12 * HOUR],
  am: [9 * HOUR, 12 * HOUR],
  noon: [12 * HOUR, 13 * HOUR],
  afternoon: [13 * HOUR, 18 * HOUR],
  pm: [13 * HOUR, 18 * HOUR],
  dusk: [17 * HOUR, 19 * HOUR],
  evening: [18 * HOUR, 21 * HOUR],
}
/** Hours up to this one without a mark are in the afternoon. */
const LAST_AFTERNOON_HOUR = 7

/** The minutes of a part of the day. */
export function spanOfPeriod(period: Period): DaySpan {
  const [from, to] = PERIODS[period]
  return { from, to }
}

/**
 * The span that one or two times of the clock make, or why they make none.
 * @param clocks in the order they were said
 * @param joined whether two are the ends of one span
 * @param periods parts of the day said apart from the times
 * @param nowMinute the minute of the day where the day is today, otherwise null: 今天9点 said at noon is 21:00
 * @param dated whether a day was named: "midnight" of a day is its beginning or its end
 */
export function clocksOf(
  {
    clocks,
    joined,
    edge,
  }: { clocks: readonly ClockMention[]; joined: boolean; edge: 'before' | 'after' | null },
  periods: readonly Period[],
  nowMinute: number | null,
  dated: boolean,
): DaySpan | 'ambiguous' | 'impossible' {
  // 三四点
  if (clocks.some(({ hour, minute }) => Number.isNaN(hour + minute))) return 'ambiguous'
  const unmarked = clocks.filter(({ period }) => period === null)
  if (periods.length > 1 || (periods.length > 0 && unmarked.length === 0 && !agree(clocks, periods[0])))
    return 'ambiguous'
  const [first, second, ...others] = clocks.map((clock) => ({
    ...clock,
    period: clock.period ?? periods[0] ?? null,
  }))
  if (first === undefined || others.length > 0) return 'ambiguous'
  if (first.midnight && dated && first.period !== 'evening') return 'ambiguous'
  const from = toCome(first, minutesOf(first), nowMinute)
  if (from === null) return 'impossible'
  if (second === undefined) {
    if (edge === 'before') return from === 0 ? 'impossible' : { from: 0, to: Math.min(from, DAY) }
    // After midnight lies the day that follows.
    return { from, to: edge === 'after' ? (from >= DAY ? 2 * DAY : DAY) : null }
  }
  if (!joined) return minutesOf(second) === from ? { from, to: null } : 'ambiguous'
  return spanBetween(first, second, from)
}

/** 11点到1点, "9 to 5": the second time is the next such one after the first. */
function spanBetween(first: ClockMention, second: ClockMention, from: number): DaySpan | 'impossible' {
  const ends = [minutesOf(second), minutesOf({ ...second, period: null })]
  if (!second.literal && second.hour <= 12) ends.push(second.hour * HOUR + second.minute + 12 * HOUR)
  const starts = [from, minutesOf({ ...first, period: null })]
  for (const start of starts) {
    for (const end of ends)
      if (start !== null && end !== null && end > start && end <= DAY) return { from: start, to: end }
  }
  return 'impossible'
}

/** A time of today without a mark that has passed is the one twelve hours later. */
function toCome(clock: ClockMention, minutes: number | null, nowMinute: number | null): number | null {
  if (minutes === null || nowMinute === null || clock.period !== null || clock.literal) return minutes
  const later = minutes + 12 * HOUR
  return minutes < nowMinute && later >= nowMinute && clock.hour <= 12 && later < DAY ? later : minutes
}

/** Minutes of the day, from 1440 on for the day after; null for what no clock shows. */
function minutesOf({ hour, minute, period, literal }: ClockMention): number | null {
  const valid =
    Number.isInteger(hour) &&
    hour >= 0 &&
    hour <= 24 &&
    Number.isInteger(minute) &&
    minute >= 0 &&
    minute < 60
  if (!valid || (hour === 24 && minute > 0)) return null
  const full = hourOf(hour, period, literal)
  return full === null ? null : full * HOUR + minute
}

function hourOf(hour: number, period: Period | null, literal: boolean): number | null {
  switch (period) {
    case null:
      return !literal && hour >= 1 && hour <= LAST_AFTERNOON_HOUR ? hour + 12 : hour
    case 'am':
    case 'dawn':
      return hour === 12 ? 0 : hour < 12 ? hour : null
    case 'morning':
      return hour <= 12 ? hour : null
    case 'noon':
      return hour >= 10 && hour <= 15 ? hour : hour >= 1 && hour <= 3 ? hour + 12 : null
    case 'pm':
    case 'afternoon':
    case 'dusk':
      return hour >= 12 && hour < 24 ? hour : hour >= 1 ? hour + 12 : null
    case 'evening':
      // 晚上12点 and 晚上1点 belong to the night that begins on this day.
      if (hour === 12 || hour === 0 || hour === 24) return 24
      return hour > 12 ? hour : hour <= 4 ? hour + 24 : hour + 12
  }
}

/** Whether times with a mark lie in a half of the day said beside them: "3pm tomorrow afternoon". */
function agree(clocks: readonly ClockMention[], period: Period | undefined): boolean {
  const late = period !== 'am' && period !== 'morning' && period !== 'dawn'
  return clocks.every((clock) => {
    const minutes = minutesOf(clock)
    return minutes === null || minutes >= 12 * HOUR === late
  })
}
