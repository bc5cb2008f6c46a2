/** Reads dates of the calendar: 12月3号, 2026-12-03, 3号, "Dec 3rd", "the 1st of next month". */

import { isGlued, isWord, numberAt, type SpanMention, type WhenTokens, wordAt } from './when-tokens.ts'
import { type DatePhrase, datesJoined, separatedDate } from './written-dates.ts'

/**
 * The date that begins with a token, or null.
 * @param language decides how 3/4 is read: month first in Chinese, left open in English
 */
export function dateAt(tokens: WhenTokens, at: number, language: 'zh' | 'en'): DatePhrase | null {
  return (
    datesJoined(tokens, at) ??
    separatedDate(tokens, at, language) ??
    chinese(tokens, at) ??
    english(tokens, at)
  )
}

/** 2026年12月3号, 12月3号, 十二月三号, 12月底, 下个月1号, 3号. */
function chinese(tokens: WhenTokens, start: number): DatePhrase | null {
  let at = start
  let year: number | null = null
  const first = numberAt(tokens, at)
  if (first && isWord(tokens, at + 1, 'year-mark') && (first.value > 999 || first.text.length === 2)) {
    year = first.value > 999 ? first.value : 2000 + first.value
    at += 2
  }
  const month = numberAt(tokens, at)
  if (month && isWord(tokens, at + 1, 'month-end')) {
    return { date: { kind: 'month-end', offset: null, month: month.value }, next: at + 2 }
  }
  const part = wordAt(tokens, at + 1)
  if (month && part?.is === 'month-part' && part.offset === null && tokens[at + 1]?.text.startsWith('月')) {
    const span: SpanMention = { kind: 'month', offset: null, month: month.value, part: part.part }
    return { date: null, span, next: at + 2 }
  }
  if (month && isWord(tokens, at + 1, 'month-mark')) {
    const third = wordAt(tokens, at + 2)
    if (third?.is === 'month-part' && third.offset === null && third.month === null) {
      const span: SpanMention = { kind: 'month', offset: null, month: month.value, part: third.part }
      return { date: null, span, next: at + 3 }
    }
    const date = numberAt(tokens, at + 2)
    if (!date) {
      const span: SpanMention = { kind: 'month', offset: null, month: month.value, part: 'whole' }
      return year === null && Number.isInteger(month.value)
        ? { date: null, span, next: at + 2 }
        : { date: null, next: at + 2 }
    }
    const next = isWord(tokens, at + 3, 'date-mark') ? at + 4 : at + 3
    return { date: { kind: 'date', year, month: month.value, date: date.value }, next }
  }
  return year === null ? ofMonth(tokens, at) : null
}

/** 下个月1号, 3号; 3号楼 is a building. */
function ofMonth(tokens: WhenTokens, start: number): DatePhrase | null {
  const word = wordAt(tokens, start)
  const month = word?.is === 'month-away' ? word.offset : null
  let at = month === null ? start : start + 1
  if (month !== null && isWord(tokens, at, 'of')) at++
  const date = numberAt(tokens, at)
  if (!date || !isWord(tokens, at + 1, 'date-mark') || isWord(tokens, at + 2, 'thing')) return null
  return { date: { kind: 'date-of-month', date: date.value, month }, next: at + 2 }
}

/** "Dec 3rd", "3 Dec 2027", "the third of December", "the 1st of next month", "on the 15th". */
function english(tokens: WhenTokens, start: number): DatePhrase | null {
  const at = isWord(tokens, start, 'the') || isWord(tokens, start, 'at') ? start + 1 : start
  return (
    monthFirst(tokens, at) ??
    dayFirst(tokens, at) ??
    monthAwayFirst(tokens, at) ??
    (at === start ? monthAlone(tokens, at) : null)
  )
}

/** "in December", "sometime in December". */
function monthAlone(tokens: WhenTokens, at: number): DatePhrase | null {
  const word = wordAt(tokens, at)
  if (word?.is !== 'month' || tokens[at - 1]?.text !== 'in') return null
  const span: SpanMention = { kind: 'month', offset: null, month: word.month, part: 'whole' }
  return { date: null, span, next: at + 1 }
}

function monthFirst(tokens: WhenTokens, start: number): DatePhrase | null {
  const word = wordAt(tokens, start)
  if (word?.is !== 'month') return null
  const day = dayNumber(tokens, afterThe(tokens, tokens[start + 1]?.text === '.' ? start + 2 : start + 1))
  if (day === null || isClock(tokens, day.next)) return null
  const { year, next } = yearAt(tokens, day.next)
  return { date: { kind: 'date', year, month: word.month, date: day.value }, next }
}

function dayFirst(tokens: WhenTokens, start: number): DatePhrase | null {
  const day = dayNumber(tokens, start)
  if (day === null) return null
  const at = isWord(tokens, day.next, 'of') ? afterThe(tokens, day.next + 1) : day.next
  const word = wordAt(tokens, at)
  if (
    word?.is === 'month' &&
    !(word.month === 5 && at === day.next && numberAt(tokens, at + 1) === null && isVerb(tokens, at))
  ) {
    const { year, next } = yearAt(tokens, at + 1)
    return { date: { kind: 'date', year, month: word.month, date: day.value }, next }
  }
  if (word?.is === 'month-away')
    return { date: { kind: 'date-of-month', date: day.value, month: word.offset }, next: at + 1 }
  const counted = isWord(tokens, at, 'thing') || tokens[at]?.text === 'one'
  return day.ordinal && !counted
    ? { date: { kind: 'date-of-month', date: day.value, month: null }, next: day.next }
    : null
}

/** "I have 3 may I …": "may" before a word nobody knows. */
function isVerb(tokens: WhenTokens, at: number): boolean {
  const behind = tokens[at + 1]
  return behind?.kind === 'other' && /[a-z]/.test(behind.text)
}

/** "next month on the 1st", "next month 1st". */
function monthAwayFirst(tokens: WhenTokens, start: number): DatePhrase | null {
  const word = wordAt(tokens, start)
  if (word?.is !== 'month-away') return null
  const day = dayNumber(tokens, afterThe(tokens, start + 1))
  return day?.ordinal
    ? { date: { kind: 'date-of-month', date: day.value, month: word.offset }, next: day.next }
    : null
}

function afterThe(tokens: WhenTokens, at: number): number {
  return isWord(tokens, at, 'the') ? at + 1 : at
}

/** 3, 3rd, third. */
function dayNumber(tokens: WhenTokens, at: number): { value: number; ordinal: boolean; next: number } | null {
  const word = wordAt(tokens, at)
  if (word?.is === 'ordinal') return { value: word.value, ordinal: false, next: at + 1 }
  const number = numberAt(tokens, at)
  if (!number?.figures || number.text.length > 2) return null
  const ordinal = isWord(tokens, at + 1, 'ordinal-mark') && isGlued(tokens, at + 1)
  return { value: number.value, ordinal, next: ordinal ? at + 2 : at + 1 }
}

/** "Dec 3pm" and "Dec 3:30" name a time. */
function isClock(tokens: WhenTokens, at: number): boolean {
  const word = wordAt(tokens, at)
  return tokens[at]?.text === ':' || (word?.is === 'period' && (word.period === 'am' || word.period === 'pm'))
}

/** A year of four figures, with or without a comma before it. */
function yearAt(tokens: WhenTokens, at: number): { year: number | null; next: number } {
  const place = tokens[at]?.text === ',' ? at + 1 : at
  const number = numberAt(tokens, place)
  const isYear = number?.figures && /^(?:19|20|21)\d\d$/.test(number.text) && tokens[place + 1]?.text !== ':'
  return isYear ? { year: number.value, next: place + 1 } : { year: null, next: at }
}
