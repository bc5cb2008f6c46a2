/** Writes money, months and days as readers of each language do. */

import type { Language } from '../understanding/types.ts'

/** 12850 → 128.50 元 / ¥128.50 */
export function yuan(fen: number, language: Language): string {
  const sign = fen < 0 ? '-' : ''
  const amount = (Math.abs(fen) / 100).toFixed(2)
  return language === 'zh' ? `${sign}${amount} 元` : `${sign}¥${amount}`
}

/** 2026-10 → 2026 年 10 月 / October 2026 */
export function monthName(month: string, language: Language): string {
  const [year, number] = month.split('-').map(Number)
  if (language === 'zh') return `${year} 年 ${number} 月`
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}

/** 2026-10-20 → 10 月 20 日 / 20 October; with the year when it is not this one. */
export function dayName(day: string, language: Language, today: string): string {
  const [year, month, date] = day.split('-').map(Number)
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  if (language === 'zh') return `${sameYear ? '' : `${year} 年 `}${month} 月 ${date} 日`
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** Minutes of the day as 15:30. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

const WEEKDAYS = '日一二三四五六'

/**
 * A moment of the next days as 明天 8:00 / tomorrow at 8:00; later ones by weekday, then by date.
 * @param moment day (`YYYY-MM-DD`) and minute of the day
 */
export function soonName(
  { day, minutes }: { readonly day: string; readonly minutes: number },
  today: string,
  language: Language,
): string {
  const time = clock(minutes).replace(/^0/, '')
  const at = new Date(`${day}T00:00:00Z`)
  const ahead = Math.round((at.getTime() - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  if (language === 'zh') {
    const near = ['今天', '明天', '后天'][ahead]
    return `${near ?? (ahead < 7 ? `周${WEEKDAYS[at.getUTCDay()]}` : dayName(day, language, today))} ${time}`
  }
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(at)
  const near = ['today', 'tomorrow'][ahead]
  return `${near ?? `on ${ahead < 7 ? weekday : dayName(day, language, today)}`} at ${time}`
}

/** A moment as 11 月 22 日 15:30 / 22 November, 15:30 in a time zone. */
export function momentName(at: number, language: Language, timeZone: string, today: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const [day = '', time = ''] = format.format(at).split(' ')
  return language === 'zh'
    ? `${dayName(day, language, today)} ${time}`
    : `${dayName(day, language, today)}, ${time}`
}
