/** Days and months in the company's time zone, written `YYYY-MM-DD` and `YYYY-MM`. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day a moment falls on. */
export function dayOf(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    // Sweden writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
    formats.set(timeZone, format)
  }
  return format.format(at)
}

/** The month a moment falls in. */
export function monthOf(at: number, timeZone: string): string {
  return dayOf(at, timeZone).slice(0, 7)
}

/** Last day of a month. */
export function lastDayOf(month: string): string {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** Whole days from one day to another; negative when it has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** Whole months since a day, at least 0. */
export function monthsSince(day: string, now: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const [nowYear = 0, nowMonth = 0, nowDate = 0] = now.split('-').map(Number)
  return Math.max(0, (nowYear - year) * 12 + (nowMonth - month) - (nowDate < date ? 1 : 0))
}
