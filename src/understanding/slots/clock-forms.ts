/** The ways to write one time of the clock: 三点半, 3:30pm, "half past three". */

import { type ClockMention, isGlued, isWord, numberAt, type WhenTokens, wordAt } from './when-tokens.ts'

/** A time and where it ends. */
export interface Clock extends ClockMention {
  readonly next: number
  /** Says by itself that it is a time, and not some number. */
  readonly marked: boolean
}

/** Minutes said before the hour, where "ten to four" would otherwise be a span. */
const MINUTES_TO: ReadonlySet<number> = new Set([5, 20, 25])

/**
 * The time that begins with a token, or null.
 * @param loose whether a number alone is a time here
 */
export function clockAt(tokens: WhenTokens, at: number, loose: boolean): Clock | null {
  const word = wordAt(tokens, at)
  if (word?.is === 'clock') {
    return clock(word.hour, 0, at + 1, { period: null, literal: true, midnight: word.hour === 24 })
  }
  const time =
    shortOf(tokens, at) ??
    relative(tokens, at, loose) ??
    chinese(tokens, at) ??
    figures(tokens, at) ??
    english(tokens, at, loose)
  return time && withMark(tokens, time)
}

/** 差一刻三点, 差五分三点. */
function shortOf(tokens: WhenTokens, at: number): Clock | null {
  const number = numberAt(tokens, at + 1)
  if (!isWord(tokens, at, 'short-of') || !number) return null
  const minutes = isWord(tokens, at + 2, 'quarter-mark')
    ? number.value * 15
    : isWord(tokens, at + 2, 'minute-mark')
      ? number.value
      : null
  const hour = numberAt(tokens, at + 3)
  if (minutes === null || !hour || !isWord(tokens, at + 4, 'hour-mark')) return null
  return earlier(hour.value, minutes, at + 5)
}

/** "half past three", "quarter to four", "ten past three", "20 to 4". */
function relative(tokens: WhenTokens, start: number, loose: boolean): Clock | null {
  const number = numberAt(tokens, start)
  const minutes = isWord(tokens, start, 'half') ? 30 : isWord(tokens, start, 'quarter') ? 15 : number?.value
  if (minutes === undefined || !(minutes > 0 && minutes < 60)) return null
  const at = wordAt(tokens, start + 1)?.is === 'unit' && number ? start + 2 : start + 1
  const hour = numberAt(tokens, at + 1)
  if (!hour) return null
  if (isWord(tokens, at, 'past')) return clock(hour.value, minutes, at + 2, {})
  const before = isWord(tokens, at, 'to') && tokens[at]?.text === 'to'
  const sure =
    !number || MINUTES_TO.has(minutes) || (minutes === 10 && loose && isWord(tokens, start - 1, 'at'))
  return before && sure && minutes !== 30 ? earlier(hour.value, minutes, at + 2) : null
}

/** 三点, 三点半, 三点一刻, 3点30分, 三点差五分, 15时. */
function chinese(tokens: WhenTokens, at: number): Clock | null {
  const hour = numberAt(tokens, at)
  const mark = tokens[at + 1]
  if (!hour || !isWord(tokens, at + 1, 'hour-mark') || isALittle(tokens, at)) return null
  const next = at + 2
  if (isWord(tokens, next, 'half')) return clock(hour.value, 30, next + 1, {})
  const number = numberAt(tokens, next)
  if (isWord(tokens, next, 'short-of') && numberAt(tokens, next + 1)) {
    const value = numberAt(tokens, next + 1)?.value ?? 0
    const quarters = isWord(tokens, next + 2, 'quarter-mark')
    if (quarters || isWord(tokens, next + 2, 'minute-mark'))
      return earlier(hour.value, value * (quarters ? 15 : 1), next + 3)
  }
  const written = mark?.text === '点' || mark?.text === '时'
  if (!number || !isGlued(tokens, next) || !written) return clock(hour.value, 0, next, {})
  if (isWord(tokens, next + 1, 'quarter-mark')) return clock(hour.value, number.value * 15, next + 2, {})
  const behind = wordAt(tokens, next + 1)?.is
  // 三点五十分钟后 and 三点5号: the number belongs to what follows.
  if (behind === 'unit' || behind === 'date-mark' || behind === 'month-mark' || behind === 'measure')
    return clock(hour.value, 0, next, {})
  return clock(hour.value, number.value, isWord(tokens, next + 1, 'minute-mark') ? next + 2 : next + 1, {})
}

/** 一点 is "a little" after most words: 便宜一点. */
function isALittle(tokens: WhenTokens, at: number): boolean {
  if (tokens[at]?.text !== '一' || tokens[at + 1]?.text !== '点') return false
  const before = tokens[at - 1]
  return before?.kind === 'other' && /\p{Script=Han}/u.test(before.text)
}

/** 3:30, 15:00, 3.30pm. */
function figures(tokens: WhenTokens, at: number): Clock | null {
  const hour = numberAt(tokens, at)
  if (!hour?.figures) return null
  const [whole = '', decimals] = hour.text.split('.')
  if (decimals !== undefined) {
    const marked = isDayHalf(tokens, at + 1)
    return marked && decimals.length === 2
      ? clock(Number(whole), Number(decimals), at + 1, { literal: false })
      : null
  }
  const minute = numberAt(tokens, at + 2)
  if (tokens[at + 1]?.text !== ':' || !minute || minute.text.length !== 2) return null
  // Seconds are passed over.
  const next = tokens[at + 3]?.text === ':' && numberAt(tokens, at + 4) ? at + 5 : at + 3
  return clock(hour.value, minute.value, next, { literal: /^0\d/.test(hour.text) })
}

/** 3pm, 3 p.m., "at three", "at three thirty", "three o'clock". */
function english(tokens: WhenTokens, at: number, loose: boolean): Clock | null {
  const hour = numberAt(tokens, at)
  if (!hour || !Number.isInteger(hour.value) || hour.text.length > 12) return null
  if (isWord(tokens, at + 1, 'hour-mark') || isDayHalf(tokens, at + 1) || isPartBehind(tokens, at + 1)) {
    return clock(hour.value, 0, isWord(tokens, at + 1, 'hour-mark') ? at + 2 : at + 1, {})
  }
  const minute = numberAt(tokens, at + 1)
  if (
    minute &&
    hour.value <= 12 &&
    minute.value >= 5 &&
    minute.value < 60 &&
    (loose || isDayHalf(tokens, at + 2))
  ) {
    const wordy = !hour.figures && !minute.figures && !/\p{Script=Han}/u.test(hour.text)
    if (wordy || isDayHalf(tokens, at + 2)) return clock(hour.value, minute.value, at + 2, {})
  }
  return loose ? hourAlone(tokens, at) : null
}

/** A number that only its surroundings make a time. */
export function hourAlone(tokens: WhenTokens, at: number): Clock | null {
  const hour = numberAt(tokens, at)
  const fits = hour !== null && hour.value <= 24 && hour.text.length <= 8 && Number.isInteger(hour.value)
  return fits ? { ...clock(hour.value, 0, at + 1, { literal: /^0\d/.test(hour.text) }), marked: false } : null
}

/** Takes up "am" and "pm" behind a time, and "in the afternoon". */
function withMark(tokens: WhenTokens, time: Clock): Clock {
  const word = wordAt(tokens, time.next)
  if (word?.is !== 'period') return time
  const own = word.period === 'am' || word.period === 'pm'
  // In Chinese the part of the day stands before the time it belongs to.
  const english = /^[a-z]/.test(tokens[time.next]?.text ?? '')
  return own || english ? { ...time, period: word.period, marked: true, next: time.next + 1 } : time
}

/** "8 in the evening", "8 tonight". */
function isPartBehind(tokens: WhenTokens, at: number): boolean {
  const word = wordAt(tokens, at)
  const text = tokens[at]?.text ?? ''
  if (word?.is === 'day') return word.period !== undefined && text === 'tonight'
  return word?.is === 'period' && (text.startsWith('in the ') || text === 'at night')
}

function isDayHalf(tokens: WhenTokens, at: number): boolean {
  const word = wordAt(tokens, at)
  return word?.is === 'period' && (word.period === 'am' || word.period === 'pm')
}

function earlier(hour: number, minutes: number, next: number): Clock {
  return clock(hour === 0 ? 23 : hour === 1 ? 12 : hour - 1, 60 - minutes, next, {})
}

function clock(hour: number, minute: number, next: number, more: Partial<ClockMention>): Clock {
  return { hour, minute, period: null, literal: false, marked: true, ...more, next }
}
