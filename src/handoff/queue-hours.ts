/** When the people of a queue answer: its own hours and holidays in its own time zone, else the company's. */

import { momentOf } from '../company/clock.ts'
import { type Hours, hoursOn, isOpen, localTime } from '../company/hours.ts'
import type { Company } from '../company/types.ts'
import type { Queue, QueueHours, Rules } from './rules.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A queue that does not open within so many days has no opening that anybody could be told. */
const DAYS_AHEAD = 60
/** Clocks are put back and forth by no more than this. */
const CLOCK_CHANGE_MS = 3_600_000

/** Hours of a queue that never closes. */
export const ALWAYS_OPEN: QueueHours = {
  timeZone: null,
  week: Array.from({ length: 7 }, () => ({ from: 0, to: 24 * 60 })),
  holidays: [],
}

/**
 * Whether people of a queue answer at a moment. Without a queue it is the company that is asked for. The queue
 * for safety is always open.
 * @param now milliseconds since 1970
 */
export function isQueueOpen(queue: Queue | undefined, company: Company, now: number): boolean {
  if (queue?.id === 'safety') return true
  if (!queue?.hours) return isOpen(company, now)
  const { day, minutes } = localTime(now, queue.hours.timeZone ?? company.timeZone)
  const hours = ownHoursOn(queue.hours, day)
  return hours !== null && minutes >= hours.from && minutes < hours.to
}

/** Ids of the queues in which nobody answers at a moment. @param now milliseconds since 1970 */
export function closedQueues({ queues }: Pick<Rules, 'queues'>, company: Company, now: number): string[] {
  return [...queues.values()].filter((queue) => !isQueueOpen(queue, company, now)).map(({ id }) => id)
}

/**
 * When people of a queue answer next, in milliseconds since 1970: now where they do already, and null where
 * they do not within sixty days.
 * @param now milliseconds since 1970
 */
export function nextOpening(queue: Queue | undefined, company: Company, now: number): number | null {
  if (isQueueOpen(queue, company, now)) return now
  const timeZone = queue?.hours?.timeZone ?? company.timeZone
  const today = Date.parse(`${localTime(now, timeZone).day}T00:00:00Z`)
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const day = new Date(today + ahead * DAY_MS).toISOString().slice(0, 10)
    const hours = queue?.hours ? ownHoursOn(queue.hours, day) : hoursOn(company, day)
    if (hours === null) continue
    // Where clocks change, an opening may be shown twice or never: the minutes around it are looked at one by one.
    const opening = momentOf(day, hours.from, timeZone)
    const from = Math.max(opening - CLOCK_CHANGE_MS, Math.ceil(now / MINUTE_MS) * MINUTE_MS)
    const until = momentOf(day, hours.to, timeZone) + CLOCK_CHANGE_MS
    for (let at = from; at < until; at += MINUTE_MS) if (isQueueOpen(queue, company, at)) return at
  }
  return null
}

function ownHoursOn({ week, holidays }: QueueHours, day: string): Hours | null {
  return holidays.includes(day) ? null : (week[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? null)
}
