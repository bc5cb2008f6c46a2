/** A day or time as it is read, in one line: `2026-11-26 15:00-17:00`. */

import { readWhen } from '../../../src/understanding/slots/when.ts'

/** Wednesday, 25 November 2026, 10:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 25, 2, 0)

/** What a message means at a moment in a time zone. */
export function said(text: string, now = NOW, timeZone = 'Asia/Shanghai', language?: 'zh' | 'en'): string {
  const when = readWhen(text, now, timeZone, language)
  if (when === null) return 'null'
  if (when.kind === 'problem') return when.problem
  if (when.kind === 'day') return when.day
  return `${when.day} ${clock(when.from)}${when.to === null ? '' : `-${clock(when.to)}`}`
}

function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
