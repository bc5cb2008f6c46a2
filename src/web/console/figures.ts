/** Figures and days as a reader of each language expects them. */

import { durationWords, TAG } from '../staff/times.ts'
import type { Language } from '../widget/strings.ts'
import type { Strings } from './strings.ts'

/** `1,234`; with one place after the point for small means. */
export function number(value: number, language: Language, places = 0): string {
  return new Intl.NumberFormat(TAG[language], { maximumFractionDigits: places }).format(value)
}

/** `26.7%`. @param value 0..1, or above */
export function share(value: number, language: Language, places = 1): string {
  return new Intl.NumberFormat(TAG[language], { style: 'percent', maximumFractionDigits: places }).format(
    value,
  )
}

/** A figure for a file: as it is, without the noise of binary fractions. */
export function exact(value: number): number {
  return Number(value.toPrecision(6))
}

/** A calendar day, `2026-03-09`: `3月9日周一`, `Mon 9 Mar`. */
export function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(TAG[language], {
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T00:00:00Z`))
}

/** A calendar day on an axis: `3/9`, `9 Mar`. */
export function shortDay(day: string, language: Language): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (language === 'zh') return `${new Date(at).getUTCMonth() + 1}/${new Date(at).getUTCDate()}`
  return new Intl.DateTimeFormat(TAG.en, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(at)
}

/** A moment as a date in a time zone: `2026年3月9日`, `9 Mar 2026`. */
export function dateOf(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(TAG[language], {
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    timeZone,
  }).format(at)
}

/** How long something took: `0.4 s` up to ten seconds, then whole ones. */
export function tookWords(milliseconds: number, language: Language, words: Strings): string {
  if (milliseconds >= 10_000) return durationWords(milliseconds, words)
  const seconds = Math.max(0.1, milliseconds / 1000)
  return words.seconds.replace('{count}', number(seconds, language, 1))
}
