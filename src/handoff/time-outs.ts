/** When somebody who waits has waited in vain, by the queue's own time and hours. */

import type { Company } from '../company/types.ts'
import { isUrgent } from '../conversations/routing.ts'
import { nextOpening } from './queue-hours.ts'
import type { Rules } from './rules.ts'

/** Somebody who waits. */
export interface WaitingIn {
  readonly queue: string | null
  /** 0..100 */
  readonly priority: number | null
  /** Milliseconds since 1970. */
  readonly queuedAt: number
  /** The installation's time-out, for queues without one of their own; in milliseconds. */
  readonly otherwiseMs: number
}

/** From when on the time of somebody who waits counts: only once people answer there. Null where they never do. */
export function countsFrom(
  rules: Rules,
  company: Company,
  { queue, priority, queuedAt }: Pick<WaitingIn, 'queue' | 'priority' | 'queuedAt'>,
): number | null {
  return isUrgent({ priority }) ? queuedAt : nextOpening(rules.queues.get(queue ?? ''), company, queuedAt)
}

/** When nobody has come in time, in milliseconds since 1970; null for never: in danger, nobody is sent away. */
export function timesOutAt(rules: Rules, company: Company, waiting: WaitingIn): number | null {
  if (isUrgent(waiting)) return null
  const from = countsFrom(rules, company, waiting)
  const { timeoutMs } = rules.queues.get(waiting.queue ?? '') ?? { timeoutMs: null }
  return from === null ? null : from + (timeoutMs ?? waiting.otherwiseMs)
}

/** The shortest time-out of any queue, in milliseconds: nobody's is over before. */
export function shortestTimeout(rules: Rules, otherwiseMs: number): number {
  return Math.min(otherwiseMs, ...[...rules.queues.values()].map(({ timeoutMs }) => timeoutMs ?? otherwiseMs))
}
