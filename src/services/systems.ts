/** What dialogs read from and have done by the company's systems: one interface, over our own tables or over HTTP. */

import type { Trx } from '../conversations/store.ts'
import type { Invoice } from '../customers/billing.ts'
import type { Outage } from '../customers/outages.ts'
import type { Usage } from '../customers/usage.ts'
import type { Visit, VisitSlot } from '../customers/visits.ts'
import { LiukeError } from '../errors.ts'
import type { CancellationsTable, CustomersTable } from '../storage/schema.ts'
import type { OrderRequest } from './order-requests.ts'
import type { Service } from './services-left.ts'

export type { Visit, VisitKind, VisitSlot } from '../customers/visits.ts'

/** What a remote test of a broadband line says. */
export type LineState = 'ok' | 'no-signal' | 'unstable'

/** An order on its way, as it is carried out. */
export interface Order {
  /** Names it for good, also as the idempotency key of requests. */
  readonly id: string
  /** What the customer is told, such as Q261122-4F7K. */
  readonly reference: string
  readonly customer: CustomersTable
  /** Where it was placed; null where that is not known any more. */
  readonly conversationId: string | null
  readonly request: OrderRequest
  /** Whether it takes back what this very order did before. */
  readonly undo: boolean
}

/** What became of an order that was sent; anything passing is thrown as `service_unavailable` and tried again. */
export type Outcome =
  | { readonly result: 'done' }
  /** Taken, and worked on: it is asked again, not before the time given, in milliseconds. */
  | { readonly result: 'pending'; readonly retryAfterMs: number | null }
  /** For good; the code is for our own people. */
  | { readonly result: 'refused'; readonly code: string }

/** Carries orders out within the turn's transaction, or afterwards, by requests that may be repeated. */
export type Carrying =
  | { readonly when: 'in-turn'; apply(trx: Trx, order: Order): Promise<void> }
  | {
      readonly when: 'afterwards'
      send(order: Order): Promise<Outcome>
      /** Takes what was done, or undone, into what our own tables know of the customer. */
      keep(trx: Trx, order: Order): Promise<void>
    }

/**
 * The company's systems. Reading throws `service_unavailable` while they cannot be reached; a task that meets it
 * says so and leaves something to do for a person (see TaskDialog). All reading is for a customer whose identity
 * the caller has checked.
 */
export interface CompanySystems {
  /** Newest first. */
  invoices(customer: CustomersTable, limit?: number): Promise<Invoice[]>
  /** Usage of the current month; null before the first call or byte. */
  usageNow(customer: CustomersTable): Promise<Usage | null>
  /** Running outages in a district. */
  outages(district: string): Promise<Outage[]>
  /** Services a customer has and has not cancelled yet. */
  servicesOf(customer: CustomersTable): Promise<Service[]>
  /** Services that run today, also those cancelled to a later day. */
  servicesRunning(customer: CustomersTable): Promise<Service[]>
  /** What has been cancelled, newest last. */
  cancellations(customer: Pick<CustomersTable, 'id'>): Promise<CancellationsTable[]>
  /** Visits to come, soonest first. */
  visits(customer: CustomersTable): Promise<Visit[]>
  /** Free times for a visit, soonest first, within the days the company plans ahead. */
  freeSlots(customer: CustomersTable): Promise<VisitSlot[]>
  /** Tests the customer's broadband line from our side. */
  testLine(customer: CustomersTable): Promise<LineState>
  readonly carrying: Carrying
}

/** The company's systems cannot be reached now. */
export function serviceUnavailable(what: string, cause?: unknown): LiukeError {
  return new LiukeError(
    'service_unavailable',
    `The company's systems did not answer: ${what}.`,
    'It is tried again; look at /metrics and at the log for how long.',
    { cause },
  )
}
