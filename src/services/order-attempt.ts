/** How an order goes on after it was sent: done, refused, asked again later, or given up. Pure. */

import type { Selectable } from 'kysely'
import type { OrderStatus, OrdersTable } from '../storage/schema.ts'
import type { Outcome } from './systems.ts'

/** What came of sending an order. */
export type Attempt = Outcome | { readonly result: 'failed' }

/** How an order goes on. Moments in milliseconds since 1970. */
export interface NextStep {
  readonly status: OrderStatus
  /** When it is sent again, or its outcome is to be told. */
  readonly dueAt: number
  readonly lastError: string | null
  /** What it has come to, if it has come to an end. */
  readonly end: 'done' | 'undone' | 'refused' | 'undo-refused' | null
}

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 3_600_000
/** A system that works on an order is not asked more often, in milliseconds. */
const SHORTEST_WAIT_MS = 5_000
const DAY_MS = 86_400_000
/** An order that does not get through is given up after this time, in milliseconds … */
const GIVE_UP_MS = 3 * DAY_MS
/** … and one that was taken, and is never said to be done, after this. */
const TAKEN_MS = 30 * DAY_MS
/** Why an order was refused that nobody answered for. */
export const GAVE_UP = 'gave-up'
/** What stands in place of an error while a system works on an order. */
const TAKEN = 'taken'

/**
 * How an order goes on after an attempt.
 * @param random 0..1
 */
export function afterAttempt(
  {
    status,
    attempts,
    updated_at,
    last_error,
  }: Pick<Selectable<OrdersTable>, 'status' | 'attempts' | 'updated_at' | 'last_error'>,
  attempt: Attempt,
  now: number,
  random: number,
): NextStep {
  const undoing = status === 'undoing'
  const refused = (lastError: string): NextStep =>
    undoing
      ? { status: 'done', dueAt: now, lastError, end: 'undo-refused' }
      : { status: 'refused', dueAt: now, lastError, end: 'refused' }
  if (attempt.result === 'done')
    return undoing
      ? { status: 'undone', dueAt: now, lastError: null, end: 'undone' }
      : { status: 'done', dueAt: now, lastError: null, end: 'done' }
  if (attempt.result === 'refused') return refused(attempt.code)
  const isTaken = attempt.result === 'pending' || last_error === TAKEN
  if (now - updated_at >= (isTaken ? TAKEN_MS : GIVE_UP_MS)) return refused(GAVE_UP)
  // Exponential, by half of it at random.
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts) * (0.5 + random / 2)
  const asked = attempt.result === 'pending' ? attempt.retryAfterMs : null
  const wait = Math.min(LONGEST_WAIT_MS, Math.max(asked ?? backoff, isTaken ? SHORTEST_WAIT_MS : 0))
  return {
    status,
    dueAt: now + Math.round(wait),
    lastError: isTaken ? TAKEN : 'unavailable',
    end: null,
  }
}
