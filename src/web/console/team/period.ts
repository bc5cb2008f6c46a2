/** A period of days, and the usual ones. Days are `YYYY-MM-DD`. */

export interface Period {
  readonly from: string
  readonly to: string
}

/** Longest that is asked for. */
export const MOST_DAYS = 366
const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d\d-\d\d$/

/** The day it is in a time zone. */
export function dayAt(at: number, timeZone: string): string {
  // This language writes days so.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}

/** The last so many days, today counted. */
export function lastDays(days: number, today: string): Period {
  return { from: moved(today, 1 - days), to: today }
}

/** The day that many days later. */
export function moved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Whether it can be asked for. */
export function isPeriod({ from, to }: Period): boolean {
  if (!DAY.test(from) || !DAY.test(to) || from > to) return false
  return (Date.parse(to) - Date.parse(from)) / DAY_MS < MOST_DAYS
}
