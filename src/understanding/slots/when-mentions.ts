/** What a message says about a day and a time, phrase by phrase, before it is set against the calendar. */

import { clockRangeAt } from './clock-phrases.ts'
import { dateAt } from './date-phrases.ts'
import { spanOfPeriod } from './day-time.ts'
import { durationAt } from './duration-phrases.ts'
import { holidayAt } from './holiday-phrases.ts'
import type { Token } from './lexer.ts'
import { LISTS, type Mentions, nothing } from './mentions.ts'
import { dateOfWord, isDateWord, isLedDate, sideOf, spanOfWord, weeksBehind } from './when-meanings.ts'
import { type DateMention, numberAt, type SpanMention, type WhenTokens, wordAt } from './when-tokens.ts'
import type { Period, WhenWord } from './when-words.ts'

/** Words nobody knows between "not" and what it refuses; behind more it is about something else. */
const REACH = 2
const BREAK = /^[,;!。]$/

/**
 * Reads the tokens of a folded message once from left to right. What is said not to suit ("not Tuesday", 周三不行)
 * is left out.
 * @param language decides how 3/4 is read: month first in Chinese, either way in English
 */
export function mentionsIn(tokens: WhenTokens, language: 'zh' | 'en'): Mentions {
  const reading = new Reading(tokens)
  let at = 0
  while (at < tokens.length) at = reading.phraseAt(at, language)
  return reading.done()
}

class Reading {
  readonly #tokens: WhenTokens
  readonly #said: Mentions = {
    ...nothing(),
    joined: false,
    edge: null,
    minutesAway: null,
    within: false,
    now: false,
    ambiguous: false,
    refused: nothing(),
  }
  /** The part of the day said last, and whether a time has taken it. */
  #period: { readonly is: Period; taken: boolean } | null = null
  /** The single date read last, with where it ends. */
  #date: { readonly mention: DateMention; readonly next: number; readonly between: boolean } | null = null
  /** How far "not" still reaches, and how much had been said before it and before this clause. */
  #not: { readonly since: readonly number[]; reach: number; used: boolean } | null = null
  #since: readonly number[] = this.#size()

  constructor(tokens: WhenTokens) {
    this.#tokens = tokens
  }

  /** Reads what begins with a token; where the next phrase begins. */
  phraseAt(at: number, language: 'zh' | 'en'): number {
    const next = this.#durationAt(at) ?? this.#clocksAt(at) ?? this.#dateAt(at, language)
    if (next !== null) {
      if (this.#not) this.#not.used = true
      return next
    }
    this.#wordAt(at)
    return at + 1
  }

  done(): Mentions {
    this.#endNot()
    this.#dropPeriod()
    return this.#said
  }

  #durationAt(at: number): number | null {
    const duration = durationAt(this.#tokens, at)
    if (duration === null) return null
    const said = this.#said
    if (duration.ambiguous) said.ambiguous = true
    if (duration.date && duration.within) said.spans.push({ kind: 'beside', of: duration.date, side: 'by' })
    else if (duration.date) said.dates.push(duration.date)
    if (duration.minutes !== null) {
      said.minutesAway = (said.minutesAway ?? 0) + duration.minutes
      said.within ||= duration.within ?? false
    }
    return duration.next
  }

  #clocksAt(at: number): number | null {
    if (isLedDate(this.#tokens, at)) return null
    const afterDate = at > 0 && isDateWord(this.#tokens[at - 1])
    const clocks = clockRangeAt(this.#tokens, at, this.#period?.is ?? null, afterDate)
    if (clocks === null) return null
    this.#said.joined ||= clocks.clocks.length > 1
    this.#said.edge = clocks.edge ?? this.#said.edge
    this.#said.clocks.push(...clocks.clocks)
    if (this.#period) this.#period.taken = true
    return clocks.next
  }

  #dateAt(at: number, language: 'zh' | 'en'): number | null {
    const tokens = this.#tokens
    const phrase = holidayAt(tokens, at) ?? dateAt(tokens, at, language)
    if (phrase && 'date' in phrase && phrase.date) return this.#addDate(phrase.date, at, phrase.next)
    if (phrase) return this.#addSpan(phrase.span ?? null, at, phrase.next)
    const word = wordAt(tokens, at)
    const date = word && dateOfWord(word)
    if (word && date) {
      const week = 7 * weeksBehind(tokens, at)
      const next = this.#addDate(
        week > 0 ? { kind: 'days-after', date, days: week } : date,
        at,
        week > 0 ? at + 2 : at + 1,
      )
      if (word.is === 'day' && word.period) this.#setPeriod(word.period)
      return next
    }
    const span = word && spanOfWord(word)
    return word && span ? this.#addSpan(span, at, at + 1, word) : null
  }

  #addDate(date: DateMention, start: number, next: number): number {
    const said = this.#said
    const before = this.#date
    const glued = before?.next === start && before.mention.kind === 'weekday' && date.kind === 'weekday'
    const link = glued ? 'or' : before?.next === start - 1 ? wordAt(this.#tokens, start - 1)?.is : null
    if (
      before &&
      said.dates.at(-1) === before.mention &&
      (link === 'to' || link === 'or' || link === 'and')
    ) {
      said.dates.pop()
      // "3号和5号" leaves out the 4th; "between the 3rd and the 5th" does not.
      const or = link === 'or' || (link === 'and' && !before.between)
      said.spans.push({ kind: 'between', first: before.mention, last: date, or })
      this.#date = null
      return next
    }
    const side = sideOf(this.#tokens, start, next)
    if (side) said.spans.push({ kind: 'beside', of: date, side: side.side })
    else said.dates.push(date)
    const between = wordAt(this.#tokens, start - 1)?.is === 'between'
    this.#date = side ? null : { mention: date, next, between }
    return side?.next ?? next
  }

  #addSpan(span: SpanMention | null, start: number, next: number, word?: WhenWord): number {
    const said = this.#said
    if (span === null) {
      said.ambiguous = true
      return next
    }
    const side = span.kind === 'holiday' ? null : sideOf(this.#tokens, start, next)
    if (side) said.spans.push({ kind: 'beside', of: span, side: side.side })
    else if (word?.is === 'week') said.weeks.push(word.offset)
    else if (word?.is === 'month-away') said.months.push(word.offset)
    else said.spans.push(span)
    return side?.next ?? next
  }

  #wordAt(at: number): void {
    const token = this.#tokens[at]
    const word = wordAt(this.#tokens, at)
    const side = word?.is === 'period' ? sideOf(this.#tokens, at, at + 1)?.side : null
    if (word?.is === 'period' && side) this.#addEdge(word.period, side === 'after' || side === 'from')
    else if (word?.is === 'period') this.#setPeriod(word.period)
    else if (word?.is === 'now') this.#said.now = true
    else if (word?.is === 'vague') this.#said.ambiguous = true
    else if (word?.is === 'or' && numberAt(this.#tokens, at + 1)) {
      // "at 3 or 4"
      if (numberAt(this.#tokens, at - 1) !== null || this.#said.clocks.length > 0) this.#said.ambiguous = true
    } else this.#markAt(token, word)
  }

  /** What refuses, and what ends a refusal or a clause. */
  #markAt(token: Token<WhenWord> | undefined, word: WhenWord | null): void {
    if (word?.is === 'not') {
      this.#not ??= { since: this.#size(), reach: REACH, used: false }
    } else if (word?.is === 'unable') {
      this.#cutTo(this.#since)
      this.#not = null
      this.#beginClause()
    } else if (
      word?.is === 'turn' ||
      (token?.kind === 'other' && BREAK.test(token.text)) ||
      token?.text === '是'
    ) {
      this.#endNot()
      this.#beginClause()
    } else if (this.#not && !this.#not.used && word === null) {
      this.#not.reach--
      if (this.#not.reach < 0) this.#not = null
    }
  }

  #beginClause(): void {
    this.#dropPeriod()
    this.#since = this.#size()
  }

  #endNot(): void {
    if (this.#not?.used) this.#cutTo(this.#not.since)
    this.#not = null
  }

  #size(): readonly number[] {
    return LISTS.map((list) => this.#said[list].length)
  }

  /** Sets aside what was said since. */
  #cutTo(sizes: readonly number[]): void {
    this.#dropPeriod()
    for (const [at, list] of LISTS.entries()) {
      const cut: unknown[] = this.#said[list].splice(sizes[at] ?? 0)
      const refused: unknown[] = this.#said.refused[list]
      refused.push(...cut)
    }
    this.#date = null
  }

  /** 中午以后, "before the evening": the clock where that part of the day ends or begins. */
  #addEdge(period: Period, isAfter: boolean): void {
    const { from, to } = spanOfPeriod(period)
    // 中午以后 and "after lunch" begin with it.
    const minutes = isAfter && period !== 'noon' ? (to ?? from) : from
    this.#said.clocks.push({ hour: minutes / 60, minute: 0, period: null, literal: true })
    this.#said.edge = isAfter ? 'after' : 'before'
  }

  #setPeriod(period: Period): void {
    this.#dropPeriod()
    this.#period = { is: period, taken: false }
    if (this.#not) this.#not.used = true
  }

  #dropPeriod(): void {
    if (this.#period && !this.#period.taken) this.#said.periods.push(this.#period.is)
    this.#period = null
  }
}
