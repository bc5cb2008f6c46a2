/** Reads times of the clock and spans of them: 三点半, 下午三点到五点, 3:30pm, "half past three", "3 to 5 pm". */

import { type Clock, clockAt, hourAlone } from './clock-forms.ts'
import { type ClockMention, isWord, numberAt, type WhenTokens, wordAt } from './when-tokens.ts'
import type { Period } from './when-words.ts'

/** One time, or the two ends of a span. */
export interface Clocks {
  readonly clocks: readonly ClockMention[]
  readonly edge: 'before' | 'after' | null
  readonly next: number
}

/**
 * The time or span of times that begins with a token, or null.
 * @param period the part of the day said before, which Chinese times take over
 * @param afterDate whether the name of a day stands just before: "tomorrow 3" is a time
 */
export function clockRangeAt(
  tokens: WhenTokens,
  start: number,
  period: Period | null,
  afterDate: boolean,
): Clocks | null {
  const between = isWord(tokens, start, 'between')
  const led = isWord(tokens, start, 'at') || isWord(tokens, start, 'before') || isWord(tokens, start, 'after')
  let at = between || led ? start + 1 : start
  if (led && isWord(tokens, at, 'at')) at++
  const own = wordAt(tokens, at)
  const opened = own?.is === 'period' && (between || led) ? own.period : null
  if (opened) at++
  const first =
    clockAt(tokens, at, between || led || isOpenHour(tokens, at, afterDate)) ?? spanStart(tokens, at)
  if (first === null) return null
  const heard = withPeriod(first, opened ?? period)
  const second = secondOf(tokens, first.next, between)
  if (second) {
    // "9 to 5" needs something that makes it a time; "3-5" alone may be a date.
    if (!first.marked && !second.marked && !between && !afterDate && !led) return null
    return { clocks: pair(heard, second), edge: null, next: second.next }
  }
  if (!first.marked && !led && !afterDate) return null
  return { clocks: [bare(heard)], ...edgeOf(tokens, start, first.next) }
}

/** 三点前, "before 5", 五点以后, "after 3 pm". */
function edgeOf(
  tokens: WhenTokens,
  start: number,
  next: number,
): { edge: 'before' | 'after' | null; next: number } {
  if (isWord(tokens, start, 'before')) return { edge: 'before', next }
  if (isWord(tokens, start, 'after')) return { edge: 'after', next }
  if (isWord(tokens, next, 'ago')) return { edge: 'before', next: next + 1 }
  if (isWord(tokens, next, 'later')) return { edge: 'after', next: next + 1 }
  return { edge: null, next }
}

/** The other end of a span, behind 到, "to" or a dash; behind "and" when "between" came first. */
function secondOf(tokens: WhenTokens, at: number, between: boolean): Clock | null {
  const joins = isWord(tokens, at, 'to') || (isWord(tokens, at, 'and') && between)
  if (!joins) return null
  const word = wordAt(tokens, at + 1)
  const own = word?.is === 'period' ? word.period : null
  const second = clockAt(tokens, own ? at + 2 : at + 1, true)
  return second && { ...second, period: second.period ?? own }
}

/** Parts of the day go over from one end of a span to the other, where that makes sense. */
function pair(first: Clock, second: Clock): [ClockMention, ClockMention] {
  const to = second.period ?? (second.literal ? null : first.period)
  const late = second.period === 'pm' || second.period === 'am' || !first.literal
  const from = first.period ?? (late && !first.literal ? second.period : null)
  return [bare({ ...first, period: from }), bare({ ...second, period: to })]
}

function bare({ hour, minute, period, literal, midnight }: Clock): ClockMention {
  return { hour, minute, period, literal, ...(midnight && { midnight }) }
}

function withPeriod(clock: Clock, period: Period | null): Clock {
  return { ...clock, period: clock.period ?? (clock.midnight && period !== 'evening' ? null : period) }
}

/** The first number of "3-5点", which only the second one makes a time. */
function spanStart(tokens: WhenTokens, at: number): Clock | null {
  return isWord(tokens, at + 1, 'to') && numberAt(tokens, at + 2) ? hourAlone(tokens, at) : null
}

/** A number behind the name of a day, with nothing behind it that it could count. */
function isOpenHour(tokens: WhenTokens, at: number, afterDate: boolean): boolean {
  if (!afterDate) return false
  const behind = tokens[at + 1]
  const word = wordAt(tokens, at + 1)?.is
  return (
    behind === undefined ||
    word === 'to' ||
    word === 'period' ||
    (behind.kind === 'other' && !/[\p{L}/]/u.test(behind.text))
  )
}
