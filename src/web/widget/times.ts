/** Times and days in the reader's own time zone and language. */

import { type Language, strings } from './strings.ts'

const TAG: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** `2026-03-09` in the reader's time zone. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** `09:05`. */
export function clock(at: number): string {
  const date = new Date(at)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** Today, yesterday, or the date in words; with the year when it is not the current one. */
export function dayLabel(at: number, now: number, language: Language): string {
  const yesterday = new Date(now)
  yesterday.setDate(yesterday.getDate() - 1)
  if (dayOf(at) === dayOf(now)) return strings[language].today
  if (dayOf(at) === dayOf(yesterday.getTime())) return strings[language].yesterday
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(TAG[language], {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    ...(!sameYear && { year: 'numeric' }),
  }).format(at)
}
