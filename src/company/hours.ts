/** When people answer: opening hours by weekday and holidays, from the company's tables. */

import { shownAt } from './clock.ts'
import type { Company } from './types.ts'

/** Opening hours of a day, in minutes from midnight; `to` is not included. */
export interface Hours {
  readonly from: number
  readonly to: number
}

/** Names of the days as the tables write them, as JavaScript counts them. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const RANGE = /^(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)$/

/**
 * The hours in which people answer on a day; null when nobody does. Read from `hours.agents.mon` …
 * (`8:00-22:00`, or `closed`) and `hours.agents.holidays` (days separated by spaces). A company that says
 * nothing about hours is always open.
 * @param day `YYYY-MM-DD`
 */
export function hoursOn(company: Company, day: string): Hours | null {
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'mon'
  const holidays = company.variables.get('hours.agents.holidays')
  if (typeof holidays === 'string' && holidays.split(/[\s,]+/).includes(day)) return null
  const written = company.variables.get(`hours.agents.${weekday}`)
  if (typeof written !== 'string') return { from: 0, to: 24 * 60 }
  return hoursIn(written)
}

/** The hours written as `8:00-22:00`, of one day; null where they are none or go beyond midnight. */
export function hoursIn(written: string): Hours | null {
  const match = RANGE.exec(written.trim())
  if (!match) return null
  const [, fromHour, fromMinute, toHour, toMinute] = match.map(Number)
  const [from, to] = [minutesOf(fromHour, fromMinute), minutesOf(toHour, toMinute)]
  return to > from && to <= 24 * 60 ? { from, to } : null
}

function minutesOf(hour = 0, minute = 0): number {
  return hour * 60 + minute
}

/** Whether people answer at a moment. */
export function isOpen(company: Company, now: number): boolean {
  const { day, minutes } = localTime(now, company.timeZone)
  const hours = hoursOn(company, day)
  return hours !== null && minutes >= hours.from && minutes < hours.to
}

/** What clock and calendar show at a place. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** Since midnight. */
  readonly minutes: number
}

/** The last answer: every turn of the same minute asks the same. */
let last: { readonly minute: number; readonly timeZone: string; readonly time: LocalTime } | undefined

/** Day and minute of the day of a moment. @param timeZone IANA name */
export function localTime(at: number, timeZone: string): LocalTime {
  const minute = Math.floor(at / 60_000)
  if (last?.minute !== minute || last.timeZone !== timeZone)
    last = { minute, timeZone, time: readClock(at, timeZone) }
  return last.time
}

function readClock(at: number, timeZone: string): LocalTime {
  const shown = new Date(shownAt(at, timeZone))
  return {
    day: shown.toISOString().slice(0, 10),
    minutes: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
  }
}
