/** The tokens of days and times, and the shapes that phrases of them are read into. */

import type { NumberToken, Token } from './lexer.ts'
import type { PartOfMonth, Period, WhenWord } from './when-words.ts'

export type WhenTokens = readonly Token<WhenWord>[]

/** A day as it is named. Offsets count from the present day, week or month. */
export type DateMention =
  | { readonly kind: 'days-away'; readonly days: number }
  | { readonly kind: 'months-away'; readonly months: number; readonly days: number }
  | { readonly kind: 'weekday'; readonly weekday: number; readonly week: number | null }
  | { readonly kind: 'date'; readonly year: number | null; readonly month: number; readonly date: number }
  | { readonly kind: 'date-of-month'; readonly date: number; readonly month: number | null }
  /** `month` is one of the year; `offset` counts from the present month. */
  | { readonly kind: 'month-end'; readonly offset: number | null; readonly month: number | null }
  | { readonly kind: 'festival'; readonly id: string; readonly offset: number }
  /** "a week from Monday". */
  | { readonly kind: 'days-after'; readonly date: DateMention; readonly days: number }

/** Several days as they are named; any one of them is meant. */
export type SpanMention =
  | { readonly kind: 'week'; readonly week: number; readonly part: 'whole' | 'early' | 'late' }
  | { readonly kind: 'weekend'; readonly week: number | null }
  | {
      readonly kind: 'month'
      readonly offset: number | null
      readonly month: number | null
      readonly part: PartOfMonth
    }
  /** Days from the present one. */
  | { readonly kind: 'coming'; readonly from: number; readonly to: number }
  /** `count`: which day of it, or how many days before or after it. */
  | {
      readonly kind: 'holiday'
      readonly id: string | null
      readonly side: 'on' | 'before' | 'after'
      readonly count: number | null
    }
  | { readonly kind: 'beside'; readonly of: DateMention | SpanMention; readonly side: Side }
  | {
      readonly kind: 'between'
      readonly first: DateMention
      readonly last: DateMention
      readonly or: boolean
    }

/** Where days lie from a named one: `by` and `from` include it. */
export type Side = 'before' | 'by' | 'after' | 'from'

/** A time as it is named. */
export interface ClockMention {
  readonly hour: number
  readonly minute: number
  readonly period: Period | null
  /** Written so that it needs no part of the day: 03:00, 15:00. */
  readonly literal: boolean
  /** "midnight", which ends one day and begins another. */
  readonly midnight?: boolean
}

/** The meaning of a known token. */
export function wordAt(tokens: WhenTokens, at: number): WhenWord | null {
  const token = tokens[at]
  return token?.kind === 'known' ? token.meaning : null
}

/** Whether a token is a known word of a kind. */
export function isWord(tokens: WhenTokens, at: number, is: WhenWord['is']): boolean {
  return wordAt(tokens, at)?.is === is
}

/** A number token, or null. */
export function numberAt(tokens: WhenTokens, at: number): NumberToken | null {
  const token = tokens[at]
  return token?.kind === 'number' ? token : null
}

/** Whether nothing stands between a token and the one before it. */
export function isGlued(tokens: WhenTokens, at: number): boolean {
  return tokens[at - 1] !== undefined && tokens[at - 1]?.end === tokens[at]?.start
}
