/** The clock on the wall of a time zone: what it shows at a moment, and the moment at which it shows something. */

/** Reused: making one takes longer than reading it. */
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * What the clock on the wall shows, as milliseconds that would show the same in UTC; whole seconds.
 * @param time milliseconds since 1970
 * @param timeZone IANA name, such as Asia/Shanghai
 * @throws RangeError when there is no time zone of that name
 */
export function shownAt(time: number, timeZone: string): number {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const parts = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of format.formatToParts(time))
    if (type in parts) parts[type as keyof typeof parts] = Number(value) // checked by `in`
  const { year, month, day, hour, minute, second } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/**
 * The moment at which the clock shows a time of a day, in milliseconds since 1970.
 * @param day `YYYY-MM-DD`
 * @param minutes of the day; where clocks are put forward over it, the moment after
 */
export function momentOf(day: string, minutes: number, timeZone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000
  const offset = (at: number): number => shownAt(at, timeZone) - Math.floor(at / 1_000) * 1_000
  // Near a change of the clocks the first guess may have taken the offset of the other side.
  return wanted - offset(wanted - offset(wanted))
}

/** Whether there is a time zone of a name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // The constructor throws exactly for names it does not know, which is the answer.
    return false
  }
}
