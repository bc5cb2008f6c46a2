/** Days (`YYYY-MM-DD`) and months (`YYYY-MM`) of customers' records. */

import { shownAt } from '../company/clock.ts'

/** The day on which a moment falls. @param ms since 1970 @param timeZone IANA name */
export function dayIn(ms: number, timeZone: string): string {
  return new Date(shownAt(ms, timeZone)).toISOString().slice(0, 10)
}

/** The month of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}

/** The month that many months later; earlier with a negative number. */
export function addMonths(month: string, months: number): string {
  const [year, number] = numbersOf(month)
  const count = year * 12 + (number - 1) + months
  return `${digits(Math.floor(count / 12), 4)}-${digits((((count % 12) + 12) % 12) + 1, 2)}`
}

/** A day of a month; where the month is shorter, its last. */
export function dayInMonth(month: string, day: number): string {
  const [year, number] = numbersOf(month)
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return `${month}-${digits(Math.min(day, length), 2)}`
}

/** The same day of the month that many months later; where that month is shorter, its last day. */
export function addMonthsToDay(day: string, months: number): string {
  return dayInMonth(addMonths(monthOf(day), months), Number(day.slice(8)))
}

/** The day that many days later. */
export function addDays(day: string, days: number): string {
  const [year, month, number] = numbersOf(day)
  const date = new Date(Date.UTC(year, month - 1, number + days))
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** Days from one day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcOf(to) - utcOf(from)) / 86_400_000)
}

/** Whole months from one day to another, never less than 0. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear, fromMonth, fromDay] = numbersOf(from)
  const [toYear, toMonth, toDay] = numbersOf(to)
  const months = (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDay < fromDay ? 1 : 0)
  return Math.max(0, months)
}

function utcOf(day: string): number {
  const [year, month, number] = numbersOf(day)
  return Date.UTC(year, month - 1, number)
}

function numbersOf(text: string): [number, number, number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))]
}

function dayOf(year: number, month: number, day: number): string {
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0')
}
