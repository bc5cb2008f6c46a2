/** Moments and days in words, in the company's time zone: an agent elsewhere reads what the customer lives by. */

import type { Language } from '../widget/strings.ts'
import { strings } from './strings.ts'
import { TAG } from './times.ts'

/** Whose words and whose clock. */
export interface Calendar {
  readonly language: Language
  /** IANA name. */
  readonly timeZone: string
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
/** Making a format takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: number, tag: string, options: Intl.DateTimeFormatOptions): string {
  const key = tag + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, options)
  formats.set(key, known)
  return known.format(at)
}

/** The zone, or the reader's own where this browser does not know it. */
export function knownZone(timeZone: string): string {
  try {
    format(0, 'en-GB', { timeZone })
    return timeZone
  } catch {
    return ownZone() // a name newer than the browser
  }
}

/** The zone of the reader's computer. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** `2026-03-09`. */
function dateOf(at: number, timeZone: string): string {
  // Swedish dates are written as ISO 8601 has them.
  return format(at, 'sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone })
}

/** The date some days after another. */
function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function isSameYear(at: number, now: number, timeZone: string): boolean {
  return dateOf(at, timeZone).slice(0, 4) === dateOf(now, timeZone).slice(0, 4)
}

/** `09:05`. */
export function clockWords(at: number, timeZone: string): string {
  return format(at, 'en-GB', { ...CLOCK, timeZone })
}

/** A moment with date and time; without the date when it is today. */
export function momentWords(at: number, now: number, { language, timeZone }: Calendar): string {
  if (dateOf(at, timeZone) === dateOf(now, timeZone)) return clockWords(at, timeZone)
  return format(at, TAG[language], {
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(!isSameYear(at, now, timeZone) && { year: 'numeric' }),
    ...CLOCK,
    timeZone,
  })
}

/** A moment with everything: date, time, and the zone it is told in. */
export function exactWords(at: number, { language, timeZone }: Calendar): string {
  const exact = format(at, TAG[language], { dateStyle: 'long', timeStyle: 'medium', timeZone })
  return `${exact} (${timeZone})`
}

/** Today, yesterday, or the date with its weekday. */
export function dayWords(at: number, now: number, { language, timeZone }: Calendar): string {
  const [day, today] = [dateOf(at, timeZone), dateOf(now, timeZone)]
  if (day === today) return strings[language].today
  if (day === dateAfter(today, -1)) return strings[language].yesterday
  return format(at, TAG[language], {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    ...(!isSameYear(at, now, timeZone) && { year: 'numeric' }),
    timeZone,
  })
}

/** When something soon ends: `今天 14:05`, `tomorrow 14:05`, or with its date. */
export function untilWords(at: number, now: number, calendar: Calendar): string {
  const { language, timeZone } = calendar
  const [day, today] = [dateOf(at, timeZone), dateOf(now, timeZone)]
  const time = clockWords(at, timeZone)
  if (day === today) return strings[language].untilToday.replace('{time}', time)
  if (day === dateAfter(today, 1)) return strings[language].untilTomorrow.replace('{time}', time)
  return momentWords(at, now, calendar)
}

/** The company's time for agents whose own clock shows another; undefined where it is the same. */
export function zoneWords(now: number, calendar: Calendar, ownZone: string): string | undefined {
  const { language, timeZone } = calendar
  const time = clockWords(now, timeZone)
  const isSame = time === clockWords(now, ownZone) && dateOf(now, timeZone) === dateOf(now, ownZone)
  return isSame ? undefined : strings[language].companyTime.replace('{time}', time)
}
