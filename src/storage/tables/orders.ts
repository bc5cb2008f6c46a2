/** Tables of orders that customers confirmed, and of what they change: visits, plans to come, states of lines. */

import type { Generated } from 'kysely'

/**
 * `accepted`: to be carried out by a system elsewhere; `done`; `refused` by that system, for good; `undoing`: to be
 * taken back there; `undone`; `replaced` by a newer one about the same.
 */
export type OrderStatus = 'accepted' | 'done' | 'refused' | 'undoing' | 'undone' | 'replaced'

export interface OrdersTable {
  id: string
  /** What the customer is told, such as Q261122-4F7K. */
  reference: string
  kind: string
  customer_id: string
  conversation_id: string | null
  subject_id: string
  status: OrderStatus
  /** Keyed hash of what only one standing order may be about; null for those that stand no more. */
  slot: string | null
  /** After this another about the same may stand; null: until it is taken back or replaced. */
  standing_until: number | null
  /** Until when it can be taken back; null: it cannot. */
  undo_until: number | null
  /** The request as JSON, sealed. */
  body: Buffer
  attempts: Generated<number>
  /** When it is to be sent next; null where nothing is to be sent. */
  due_at: number | null
  lease_until: number | null
  last_error: string | null
  created_at: number
  updated_at: number
}

export interface VisitsTable {
  id: string
  customer_id: string
  /** `install` or `repair`. */
  kind: string
  /** `YYYY-MM-DD` in the company's time zone. */
  day: string
  from_minute: number
  to_minute: number
  /** Which of the technicians of that time it is; unique among visits that are booked, null otherwise. */
  seat: string | null
  status: 'booked' | 'done' | 'cancelled'
  created_at: number
  updated_at: number
}

/** A plan from a day on; one customer has at most one that is still to come. */
export interface PlanChangesTable {
  /** Id of the order. */
  id: string
  customer_id: string
  plan: string
  /** `YYYY-MM-DD` in the company's time zone. */
  effective: string
  /** When it came into the record; null: it is still to come. */
  applied_at: number | null
  created_at: number
}

/** What is special about a customer's lines and online account; most customers have none. */
export interface LineStatesTable {
  customer_id: string
  /** Null: not blocked. */
  blocked: 'sim' | 'sim-and-phone' | null
  blocked_at: number | null
  /** The code with which another operator may take the number, sealed. */
  port_code: Buffer | null
  port_until: number | null
  /** When everybody was last signed out of the online account. */
  secured_at: number | null
  /** What a remote test of the broadband line says; null: it is fine. */
  line_test: 'no-signal' | 'unstable' | null
  updated_at: number
}

export interface OrdersTables {
  orders: OrdersTable
  visits: VisitsTable
  plan_changes: PlanChangesTable
  line_states: LineStatesTable
}
