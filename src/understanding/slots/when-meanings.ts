/** What single words of days mean, and what the words beside a day make of it. */

import type { Token } from './lexer.ts'
import {
  type DateMention,
  isWord,
  numberAt,
  type Side,
  type SpanMention,
  type WhenTokens,
  wordAt,
} from './when-tokens.ts'
import type { WhenWord } from './when-words.ts'

/** The one day a word names. */
export function dateOfWord(word: WhenWord): DateMention | null {
  switch (word.is) {
    case 'day':
      return { kind: 'days-away', days: word.offset }
    case 'weekday':
      return { kind: 'weekday', weekday: word.weekday, week: word.week }
    case 'month-end':
      return { kind: 'month-end', offset: word.offset, month: word.month }
    case 'holiday-day':
      return { kind: 'festival', id: word.id, offset: word.offset }
    default:
      return null
  }
}

/** The several days a word names. */
export function spanOfWord(word: WhenWord): SpanMention | null {
  switch (word.is) {
    case 'week':
      return { kind: 'week', week: word.offset, part: 'whole' }
    case 'week-part':
      return { kind: 'week', week: word.week, part: word.part }
    case 'weekend':
      return { kind: 'weekend', week: word.week }
    case 'month-away':
      return { kind: 'month', offset: word.offset, month: null, part: 'whole' }
    case 'month-part':
      return { kind: 'month', offset: word.offset, month: word.month, part: word.part }
    case 'coming-days':
      return { kind: 'coming', from: word.from, to: word.to }
    default:
      return null
  }
}

/** "before Friday", "by the 5th", 周五之前, 5号以后, "from … onwards": where the days lie that are meant, or null. */
export function sideOf(tokens: WhenTokens, start: number, next: number): { side: Side; next: number } | null {
  const text = tokens[next]?.text ?? ''
  // In English "later" and "ago" belong to durations.
  if (/^\p{Script=Han}/u.test(text)) {
    if (isWord(tokens, next, 'ago')) return { side: 'before', next: next + 1 }
    if (isWord(tokens, next, 'later')) return { side: 'after', next: next + 1 }
  }
  if (isWord(tokens, next, 'onward')) return { side: 'from', next: next + 1 }
  const lead = tokens[start - 1]?.text ?? ''
  if (isWord(tokens, start - 1, 'before')) return { side: lead === 'before' ? 'before' : 'by', next }
  // "until" and "till" stand between two times as well.
  if (/^(?:until|till)$/.test(lead)) return { side: 'by', next }
  if (!isWord(tokens, start - 1, 'after')) return null
  return { side: /^(?:not|no|不)/.test(lead) || lead === 'since' ? 'from' : 'after', next }
}

/** "before 3 Dec", "after the 5th": the number belongs to a date and is no time. */
export function isLedDate(tokens: WhenTokens, at: number): boolean {
  if (!isWord(tokens, at, 'before') && !isWord(tokens, at, 'after') && !isWord(tokens, at, 'at')) return false
  if (!numberAt(tokens, at + 1)) return false
  const behind = wordAt(tokens, at + 2)?.is
  const isMark =
    behind === 'month' ||
    behind === 'month-mark' ||
    behind === 'date-mark' ||
    behind === 'ordinal-mark' ||
    behind === 'unit'
  return isMark || (/^[/-]$/.test(tokens[at + 2]?.text ?? '') && isWritten(tokens, at))
}

/** 12/3, 2026-12-03 */
function isWritten(tokens: WhenTokens, at: number): boolean {
  return tokens[at + 2]?.text === '/' || /^20\d\d$/.test(tokens[at + 1]?.text ?? '')
}

/** "Thursday week" is one week after Thursday; how many weeks stand behind a day so. */
export function weeksBehind(tokens: WhenTokens, at: number): number {
  const text = tokens[at + 1]?.text
  return text === 'week' ? 1 : text === 'fortnight' ? 2 : 0
}

/** Whether a token ends the name of a day, so that a number behind it may be a time: "tomorrow 3". */
export function isDateWord(token: Token<WhenWord> | undefined): boolean {
  const word = token?.kind === 'known' ? token.meaning.is : null
  return word === 'day' || word === 'weekday' || word === 'period' || word === 'date-mark'
}
