/** What a message says about a day and a time, phrase by phrase, before it is set against the calendar. */

import { clockRangeAt } from './clock-phrases.ts'
import { dateAt } from './date-phrases.ts'
import { durationAt } from './duration-phrases.ts'
import type { Token } from './lexer.ts'
import { type ClockMention, type DateMention, numberAt, type WhenTokens, wordAt } from './when-tokens.ts'
import type { Period, WhenWord } from './when-words.ts'

/** All that a message names. */
export interface Mentions {
  readonly dates: DateMention[]
  /** A week or month alone: "next week". */
  readonly weeks: number[]
  readonly months: number[]
  readonly clocks: ClockMention[]
  /** Parts of a day that belong to no clock time. */
  readonly periods: Period[]
  /** Whether two clock times are the ends of one span. */
  joined: boolean
  /** Whether the time is the end or the beginning of an open span. */
  edge: 'before' | 'after' | null
  /** Minutes from now: "in half an hour"; negative for the past. */
  minutesAway: number | null
  now: boolean
  /** Something that leaves the day or the time open. */
  ambiguous: boolean
}

/**
 * Reads the tokens of a folded message once from left to right.
 * @param language decides how 3/4 is read: month first in Chinese, either way in English
 */
export function mentionsIn(tokens: WhenTokens, language: 'zh' | 'en'): Mentions {
  const said: Mentions = {
    dates: [],
    weeks: [],
    months: [],
    clocks: [],
    periods: [],
    joined: false,
    edge: null,
    minutesAway: null,
    now: false,
    ambiguous: false,
  }
  /** The part of the day said last, and whether a time has taken it. */
  let period: { readonly is: Period; taken: boolean } | null = null
  const dropPeriod = (): void => {
    if (period && !period.taken) said.periods.push(period.is)
  }
  let at = 0
  while (at < tokens.length) {
    const duration = durationAt(tokens, at)
    if (duration) {
      if (duration.ambiguous) said.ambiguous = true
      if (duration.date) said.dates.push(duration.date)
      if (duration.minutes !== null) said.minutesAway = (said.minutesAway ?? 0) + duration.minutes
      at = duration.next
      continue
    }
    const afterDate = at > 0 && isDateWord(tokens[at - 1])
    const clocks = clockRangeAt(tokens, at, period?.is ?? null, afterDate)
    if (clocks) {
      said.joined ||= clocks.clocks.length > 1
      said.edge = clocks.edge ?? said.edge
      said.clocks.push(...clocks.clocks)
      if (period) period.taken = true
      at = clocks.next
      continue
    }
    const date = dateAt(tokens, at, language)
    if (date) {
      if (date.date) said.dates.push(date.date)
      else said.ambiguous = true
      at = date.next
      continue
    }
    const word = wordAt(tokens, at)
    if (word?.is === 'period') {
      dropPeriod()
      period = { is: word.period, taken: false }
    } else if (word) {
      if (word.is === 'day' && word.period) {
        dropPeriod()
        period = { is: word.period, taken: false }
      }
      addWord(said, word)
      // "at 3 or 4"
      const numbersBeside = numberAt(tokens, at - 1) !== null || said.clocks.length > 0
      if (word.is === 'or' && numberAt(tokens, at + 1) && numbersBeside) said.ambiguous = true
    }
    at++
  }
  dropPeriod()
  return said
}

function addWord(said: Mentions, word: WhenWord): void {
  if (word.is === 'day') said.dates.push({ kind: 'days-away', days: word.offset })
  else if (word.is === 'weekday') said.dates.push({ kind: 'weekday', weekday: word.weekday, week: word.week })
  else if (word.is === 'week') said.weeks.push(word.offset)
  else if (word.is === 'month-away') said.months.push(word.offset)
  else if (word.is === 'month-end') said.dates.push({ kind: 'month-end', offset: word.offset, month: null })
  else if (word.is === 'now') said.now = true
  else if (word.is === 'vague') said.ambiguous = true
}

/** Whether a token ends the name of a day, so that a number behind it may be a time: "tomorrow 3". */
function isDateWord(token: Token<WhenWord> | undefined): boolean {
  const word = token?.kind === 'known' ? token.meaning.is : null
  return word === 'day' || word === 'weekday' || word === 'period' || word === 'date-mark'
}
