/** Says when the people of a queue are back, as a customer reads it. */

import { localTime } from '../company/hours.ts'
import type { Company, Language } from '../company/types.ts'
import { nextOpening } from '../handoff/queue-hours.ts'
import type { Queue } from '../handoff/rules.ts'
import { soonName } from './format.ts'

/**
 * 明天 8:00, "tomorrow at 8:00", as clocks show it where the company is, whatever the time zone of the queue.
 * @param now milliseconds since 1970
 * @returns null where nobody knows when that is
 */
export function backAt(
  queue: Queue | undefined,
  company: Company,
  now: number,
  language: Language,
): string | null {
  const opening = nextOpening(queue, company, now)
  if (opening === null) return null
  const { timeZone } = company
  return soonName(localTime(opening, timeZone), localTime(now, timeZone).day, language)
}
