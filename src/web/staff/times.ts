/** Durations, amounts and shares in words. */

import { fill, type Language } from '../widget/strings.ts'
import type { Strings } from './strings.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How each language writes dates and figures. */
export const TAG: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** `4:05`, `1:02:09` with hours. Negative durations count as none. */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / SECOND)
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** A duration as it is said: `42 秒`, `5 min`, `2 h 10 min`, `3 d`. Rounded down. */
export function durationWords(milliseconds: number, words: Strings): string {
  const length = Math.max(0, milliseconds)
  if (length < MINUTE) return fill(words.seconds, { count: Math.floor(length / SECOND) })
  if (length < HOUR) return fill(words.minutes, { count: Math.floor(length / MINUTE) })
  if (length >= DAY) return fill(words.days, { count: Math.floor(length / DAY) })
  const [hours, minutes] = [Math.floor(length / HOUR), Math.floor((length % HOUR) / MINUTE)]
  return minutes === 0 ? fill(words.hours, { count: hours }) : fill(words.hoursMinutes, { hours, minutes })
}

/** How long somebody has waited: to the second in the first hour, in words after it. */
export function waitingWords(since: number, now: number, words: Strings): string {
  const waited = now - since
  return fill(words.waited, { time: waited < HOUR ? stopwatch(waited) : durationWords(waited, words) })
}

/** How long until an answer is due. */
export interface Due {
  readonly over: boolean
  readonly text: string
}

/** What is left until an answer is due, or by how much it is over. */
export function dueWords(dueAt: number, now: number, words: Strings): Due {
  const left = dueAt - now
  const over = left < 0
  const length = Math.abs(left)
  const time = length < HOUR ? stopwatch(length) : durationWords(length, words)
  return { over, text: fill(over ? words.overdue : words.dueIn, { time }) }
}

/** `37%`; never 0% or 100% for what is neither. @param share 0..1 */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 0 && share > 0) return '<1%'
  if (rounded === 100 && share < 1) return '>99%'
  return `${rounded}%`
}

/** `¥1,280`, with fen only where there are any. */
export function yuan(amount: number, language: Language): string {
  const whole = Number.isInteger(amount)
  return new Intl.NumberFormat(TAG[language], {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(amount)
}

/** A calendar date of the records, `2026-03-09` or `2026-03`, in words; as it is where it is neither. */
export function dateWords(date: string, language: Language): string {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/u.exec(date)
  if (!match) return date
  const [, year, month, day] = match
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1))
  return new Intl.DateTimeFormat(TAG[language], {
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    ...(day !== undefined && { day: 'numeric' }),
    timeZone: 'UTC',
  }).format(at)
}
