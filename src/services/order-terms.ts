/** For how long an order stands, until when it can be taken back, and what only one may be about. Pure. */

import { momentOf } from '../company/clock.ts'
import type { OrderRequest } from './order-requests.ts'

const DAY_MS = 86_400_000
/** For how long a dispute or refund stands: another about the same is the same. */
const LOOKED_INTO_MS = 60 * DAY_MS
/** A changed contact can be put back for so long, in milliseconds. */
export const CONTACT_MS = 7 * DAY_MS
/** For how long signing everybody out a second time would do nothing. */
const SECURED_MS = 15 * 60_000

/** What the terms depend on. */
export interface TermsContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timeZone: string
  /** Hours before a visit until which it may be changed. */
  readonly visitChangeHours: number
  /** Hours a code for another operator is valid. */
  readonly portCodeHours: number
}

/** Moments in milliseconds since 1970. */
export interface OrderTerms {
  /** Of one customer, only one standing order may have this. */
  readonly slot: string
  /** Null: until it is taken back or replaced. */
  readonly standingUntil: number | null
  /** Null: it cannot be taken back. */
  readonly undoUntil: number | null
  /** Whether another one about the same, which says something else, takes its place; otherwise it has to wait. */
  readonly replaceable: boolean
}

/** The terms of an order. */
export function termsOf(request: OrderRequest, { now, timeZone, ...hours }: TermsContext): OrderTerms {
  const startOf = (day: string, minute = 0): number => momentOf(day, minute, timeZone)
  const change = hours.visitChangeHours * 3_600_000
  switch (request.kind) {
    case 'plan.change': {
      const at = startOf(request.effective)
      return { slot: 'plan', standingUntil: at, undoUntil: at, replaceable: true }
    }
    case 'service.cancel': {
      // It runs to the end of that day.
      const at = startOf(request.effective, 24 * 60)
      return { slot: `cancel:${request.service}`, standingUntil: null, undoUntil: at, replaceable: false }
    }
    case 'bill.dispute': {
      const until = now + LOOKED_INTO_MS
      const slot = `dispute:${request.month}:${request.item ?? ''}`
      return { slot, standingUntil: until, undoUntil: until, replaceable: false }
    }
    case 'pay.refund': {
      const until = now + LOOKED_INTO_MS
      const slot = `refund:${request.month ?? ''}:${request.reason}`
      return { slot, standingUntil: until, undoUntil: until, replaceable: false }
    }
    case 'visit.book': {
      const at = startOf(request.day, request.from)
      const slot = `visit:${request.visit}`
      return { slot, standingUntil: at, undoUntil: at - change, replaceable: false }
    }
    case 'visit.move': {
      const at = startOf(request.day, request.from)
      const slot = `visit:${request.visitId}`
      // Once the time it was moved from is over, there is nothing to put it back to.
      const undoUntil = Math.min(at, startOf(request.before.day, request.before.from)) - change
      return { slot, standingUntil: at, undoUntil, replaceable: true }
    }
    case 'visit.cancel':
      // Another time can be booked instead.
      return {
        slot: `visit:${request.visitId}`,
        standingUntil: now + DAY_MS,
        undoUntil: null,
        replaceable: true,
      }
    case 'sim.block':
      return { slot: 'sim', standingUntil: null, undoUntil: null, replaceable: true }
    case 'sim.unblock':
      return { slot: 'sim', standingUntil: now + SECURED_MS, undoUntil: null, replaceable: true }
    case 'number.port-out': {
      const until = now + hours.portCodeHours * 3_600_000
      return { slot: 'port-out', standingUntil: until, undoUntil: until, replaceable: false }
    }
    case 'contact.change': {
      const slot = `contact:${request.field}`
      return { slot, standingUntil: null, undoUntil: now + CONTACT_MS, replaceable: true }
    }
    case 'account.secure':
      return { slot: 'secure', standingUntil: now + SECURED_MS, undoUntil: null, replaceable: false }
  }
}

/** Whether two requests ask for the same; the words beside it do not count. */
export function isSame(one: OrderRequest, other: OrderRequest): boolean {
  return comparable(one) === comparable(other)
}

/**
 * What takes the place of an order that can still be taken back. A contact that is changed twice goes back to where it
 * was first: whoever changes it again cannot keep its owner from getting it back.
 * @param now milliseconds since 1970
 */
export function withFirst(
  request: OrderRequest,
  { request: replaced, undoUntil }: { readonly request: OrderRequest; readonly undoUntil: number | null },
  now: number,
): OrderRequest {
  if (request.kind !== 'contact.change' || replaced.kind !== 'contact.change') return request
  return undoUntil !== null && undoUntil > now ? { ...request, before: replaced.before } : request
}

function comparable(request: OrderRequest): string {
  const {
    words: _words,
    before: _before,
    offer: _offer,
    from: _from,
    ...rest
  } = {
    words: null,
    before: null,
    offer: null,
    from: null,
    ...request,
  }
  // A visit's first minute counts, the plan somebody comes from does not.
  const from = request.kind.startsWith('visit.') ? _from : null
  return JSON.stringify(Object.entries({ ...rest, from }).sort(([a], [b]) => (a < b ? -1 : 1)))
}
