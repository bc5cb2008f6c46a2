/** The time of day at which something was said. */

import { clockWords, exactWords } from '../staff/calendar.ts'
import { useCalendar } from './desk-context.ts'

/** Pointing at it tells the date and the time zone. */
export function Time({ at }: { readonly at: number }) {
  const calendar = useCalendar()
  return (
    <time dateTime={new Date(at).toISOString()} title={exactWords(at, calendar)}>
      {clockWords(at, calendar.timeZone)}
    </time>
  )
}
