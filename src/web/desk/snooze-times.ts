/** Until when a conversation is put aside, told by the company's clock. */

/** Longest time a conversation can be put aside, in milliseconds. */
export const SNOOZE_LIMIT_MS = 30 * 24 * 3_600_000

const HOUR_MS = 3_600_000

/** What an agent can choose. */
export type SnoozeChoice = 'hour' | 'hours' | 'tomorrow' | 'own'

/** What the clock in a time zone is ahead of UTC at a moment, in milliseconds. */
function aheadOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(at / 1000) * 1000
}

/**
 * The moment at which the clock in a time zone shows a date and a time; NaN where they are none. A time that is left
 * out when clocks go forward counts as the one after it.
 * @param date `2026-03-09`
 * @param time `09:05`
 */
export function momentOf(date: string, time: string, timeZone: string): number {
  const shown = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(shown)) return Number.NaN
  const first = shown - aheadOf(shown, timeZone)
  return shown - aheadOf(first, timeZone)
}

/** The date the clock in a time zone shows, `2026-03-09`. @param days so many days later */
export function dateIn(at: number, timeZone: string, days = 0): string {
  return new Date(at + aheadOf(at, timeZone) + days * 24 * HOUR_MS).toISOString().slice(0, 10)
}

/** When a conversation comes back. @param own what was chosen where another time is meant */
export function snoozeUntil(
  choice: SnoozeChoice,
  own: { readonly date: string; readonly time: string },
  now: number,
  timeZone: string,
): number {
  if (choice === 'hour') return now + HOUR_MS
  if (choice === 'hours') return now + 3 * HOUR_MS
  if (choice === 'tomorrow') return momentOf(dateIn(now, timeZone, 1), '09:00', timeZone)
  return momentOf(own.date, own.time, timeZone)
}
