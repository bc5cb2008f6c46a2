/** Reads dates written in figures: 2026-12-03, 12/3, 3-5号. */

import {
  type DateMention,
  isGlued,
  isWord,
  numberAt,
  type SpanMention,
  type WhenTokens,
} from './when-tokens.ts'

/** A date, or several days, and where it ends; a date that may be two is null. */
export interface DatePhrase {
  readonly date: DateMention | null
  readonly span?: SpanMention
  readonly next: number
}

const SEPARATORS: ReadonlySet<string> = new Set(['-', '/', '.'])

/** 3-5号, 3到5号: only the second number is marked. */
export function datesJoined(tokens: WhenTokens, at: number): DatePhrase | null {
  const first = numberAt(tokens, at)
  const last = numberAt(tokens, at + 2)
  if (!first || !last || !isWord(tokens, at + 1, 'to') || !isWord(tokens, at + 3, 'date-mark')) return null
  if (!(first.value >= 1 && first.value < last.value && last.value <= 31)) return null
  if (numberAt(tokens, at - 2) !== null && tokens[at - 1]?.text === '-') return null
  const of = (date: number): DateMention => ({ kind: 'date-of-month', date, month: null })
  return {
    date: null,
    span: { kind: 'between', first: of(first.value), last: of(last.value), or: false },
    next: at + 4,
  }
}

/** 2026-12-03, 12/3/2026, 12/3, 12-03. */
export function separatedDate(tokens: WhenTokens, at: number, language: 'zh' | 'en'): DatePhrase | null {
  if (isSeparator(tokens, at - 1, undefined) && isGlued(tokens, at - 1) && numberAt(tokens, at - 2))
    return null
  const numbers: number[] = []
  let next = at
  for (;;) {
    const number = numberAt(tokens, next)
    if (!number?.figures || !/^\d{1,4}$/.test(number.text)) break
    numbers.push(number.value)
    next++
    if (numbers.length === 3 || !isSeparator(tokens, next, tokens[at + 1]?.text)) break
    next++
  }
  const [a = 0, b = 0, c] = numbers
  // A telephone number, or what goes on with letters, is no date.
  if (numbers.length < 2 || next !== at + numbers.length * 2 - 1 || isSeparator(tokens, next, undefined))
    return null
  if (c !== undefined) {
    if (b > 99 || (a > 99 && c > 99)) return null
    if (a > 999) return { date: { kind: 'date', year: a, month: b, date: c }, next }
    const year = c > 999 ? c : 2000 + c
    return a > 99 || (c > 99 && c < 1000) ? null : { date: ordered(a, b, language, year), next }
  }
  if (a > 99 || b > 99) return null
  if (isWord(tokens, next, 'date-mark')) next++
  return { date: ordered(a, b, language, null), next }
}

function isSeparator(tokens: WhenTokens, at: number, first: string | undefined): boolean {
  const text = tokens[at]?.text ?? ''
  return (
    SEPARATORS.has(text) &&
    (first === undefined || text === first) &&
    isGlued(tokens, at) &&
    numberAt(tokens, at + 1) !== null
  )
}

/** Month and day in the order of the language; null where that is open. */
function ordered(a: number, b: number, language: 'zh' | 'en', year: number | null): DateMention | null {
  if (language === 'zh' || a === b || b > 12) return { kind: 'date', year, month: a, date: b }
  return a > 12 ? { kind: 'date', year, month: b, date: a } : null
}
