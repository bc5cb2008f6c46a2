/** Reads what is said around the name of a holiday: 春节后, 国庆第二天, "two days after Christmas". */

import { isWord, numberAt, type SpanMention, type WhenTokens, wordAt } from './when-tokens.ts'
import type { WhenWord } from './when-words.ts'

/** Longest count of days before or after a holiday that is followed. */
const MOST = 60

/** The days around the holiday a token names, and where the phrase ends; null when it names none. */
export function holidayAt(tokens: WhenTokens, at: number): { span: SpanMention; next: number } | null {
  const word = wordAt(tokens, at)
  const holiday = word?.is === 'holiday' ? word : springAt(tokens, at)
  if (holiday === null) return null
  const behind = sideBehind(tokens, at + 1)
  const before = sideBefore(tokens, at)
  const side = behind?.side ?? before?.side ?? holiday.side
  const next = behind?.next ?? at + 1
  const counted = countBehind(tokens, next)
  return {
    span: { kind: 'holiday', id: holiday.id, side, count: counted?.count ?? before?.count ?? null },
    next: counted?.next ?? next,
  }
}

/** 年后 and 年前 alone speak of the Spring Festival; 两年后 does not. */
function springAt(tokens: WhenTokens, at: number): Extract<WhenWord, { is: 'holiday' }> | null {
  if (!isWord(tokens, at, 'year-mark') || numberAt(tokens, at - 1)) return null
  if (isWord(tokens, at - 1, 'half') || isWord(tokens, at - 1, 'few')) return null
  if (!isWord(tokens, at + 1, 'later') && !isWord(tokens, at + 1, 'ago')) return null
  return { is: 'holiday', id: 'spring_festival', side: 'on' }
}

/** 春节后, 国庆假期之前. */
function sideBehind(tokens: WhenTokens, at: number): { side: 'before' | 'after'; next: number } | null {
  const text = tokens[at]?.text ?? ''
  if (text === '假期' || text === '长假' || text === '期间') return sideBehind(tokens, at + 1)
  if (!/^[前后以之过]/.test(text)) return null
  if (isWord(tokens, at, 'later')) return { side: 'after', next: at + 1 }
  return isWord(tokens, at, 'ago') ? { side: 'before', next: at + 1 } : null
}

/** "after the Spring Festival", "two days before Christmas", "the day after National Day". */
function sideBefore(
  tokens: WhenTokens,
  start: number,
): { side: 'before' | 'after'; count: number | null } | null {
  const at = isWord(tokens, start - 1, 'the') ? start - 2 : start - 1
  const side = isWord(tokens, at, 'after') ? 'after' : isWord(tokens, at, 'before') ? 'before' : null
  if (side === null) return null
  const unit = daysIn(tokens, at - 1)
  if (unit === null) return { side, count: null }
  const number = numberAt(tokens, at - 2)?.value ?? 1
  // "the week after" is all of it.
  if (unit > 1 && isWord(tokens, at - 2, 'the')) return { side, count: null }
  return { side, count: bounded(number * unit) }
}

/** 第二天, 第一个工作日, 两天, 一周 behind the name. */
function countBehind(tokens: WhenTokens, start: number): { count: number; next: number } | null {
  // 第一 is one word of the lexicon.
  const first = tokens[start]?.text === '第一'
  const ordinal = tokens[start]?.text === '第'
  const number = first ? 1 : numberAt(tokens, ordinal ? start + 1 : start)?.value
  if (number === undefined) return null
  let at = ordinal ? start + 2 : start + 1
  if (isWord(tokens, at, 'measure')) at++
  const unit = daysIn(tokens, at)
  const count = unit === null ? null : bounded(number * unit)
  return count === null ? null : { count, next: at + 1 }
}

function daysIn(tokens: WhenTokens, at: number): number | null {
  const word = wordAt(tokens, at)
  if (word?.is !== 'unit') return null
  return word.unit === 'day' ? 1 : word.unit === 'week' ? 7 : null
}

function bounded(count: number): number | null {
  return Number.isInteger(count) && count >= 1 && count <= MOST ? count : null
}
