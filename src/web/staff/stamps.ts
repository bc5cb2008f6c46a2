/** Moments with their date: on the reader's own clock, or on another. */

import type { Language } from '../widget/strings.ts'
import { TAG } from './times.ts'

/** `2026/11/22 21:04`, `22/11/2026, 21:04`. @param timeZone an IANA name; the reader's own where not given */
export function stampWords(at: number, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(TAG[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone !== undefined && { timeZone }),
  }).format(at)
}
