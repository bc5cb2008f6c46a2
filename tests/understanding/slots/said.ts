/** A day or time as it is read, in one line: `2026-11-26 15:00-17:00`. */

import type { Holiday } from '../../../src/company/holidays.ts'
import { readWhen, type WhenResult } from '../../../src/understanding/slots/when.ts'

/** Wednesday, 25 November 2026, 10:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 25, 2, 0)

/** What a message means at a moment in a time zone. */
export function said(
  text: string,
  now = NOW,
  timeZone = 'Asia/Shanghai',
  language?: 'zh' | 'en',
  holidays: readonly Holiday[] | null = null,
): string {
  return written(readWhen(text, now, timeZone, language, null, holidays))
}

/** What was read, in one line. */
export function written(when: WhenResult): string {
  if (when === null) return 'null'
  if (when.kind === 'problem') return when.problem
  if (when.kind === 'day') return when.day
  if (when.kind === 'days') return `${when.from} to ${when.to}${when.minutes ? ` ${span(when.minutes)}` : ''}`
  return `${when.day} ${span(when)}`
}

function span({ from, to }: { from: number; to: number | null }): string {
  return `${clock(from)}${to === null ? '' : `-${clock(to)}`}`
}

function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
