/** The shape of what a message says about a day and a time. */

import type { ClockMention, DateMention, SpanMention } from './when-tokens.ts'
import type { Period } from './when-words.ts'

/** All that a message names. */
export interface Mentions {
  readonly dates: DateMention[]
  /** Several days, any one of which is meant. */
  readonly spans: SpanMention[]
  /** A week or month, of which a day may be named beside it: "next week". */
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
  /** Whether those minutes are the latest moment: "within two hours". */
  within: boolean
  now: boolean
  /** Something that leaves the day or the time open. */
  ambiguous: boolean
  /** What was named as not suiting. */
  readonly refused: Named
}

/** Days and times by how they are named. */
export type Named = Pick<Mentions, 'dates' | 'spans' | 'weeks' | 'months' | 'clocks' | 'periods'>

/** The kinds of what is named. */
export const LISTS = ['dates', 'spans', 'weeks', 'months', 'clocks', 'periods'] as const

/** Nothing named, to be added to. */
export function nothing(): Named {
  return { dates: [], spans: [], weeks: [], months: [], clocks: [], periods: [] }
}
