/** What an agent sees of a customer: masked, and one field in full when they ask for it, on record. */

import type { Store } from '../conversations/store.ts'
import { conversationsOf } from '../customers/identity.ts'
import { masked, type Profile, type Revealable, revealable } from '../customers/profile.ts'
import { findCustomer, openProfile, unknownCustomer } from '../customers/records.ts'
import type { Ticket } from '../customers/tickets.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'

/** An order that stands, without what is personal in it. */
export interface StandingOrder {
  readonly reference: string
  readonly kind: string
  readonly status: 'accepted' | 'done' | 'undoing'
  /** Milliseconds since 1970. */
  readonly placedAt: number
}

/** A customer, masked. */
export interface MaskedCustomer {
  readonly row: Omit<CustomersTable, 'profile'>
  readonly fields: readonly { readonly field: Revealable; readonly masked: string | null }[]
  readonly language: 'zh' | 'en' | null
  readonly lastInvoice: { readonly month: string; readonly totalFen: number; readonly paid: boolean } | null
  readonly tickets: readonly Pick<Ticket, 'number' | 'topic' | 'status' | 'createdAt'>[]
  /** Those that stand, newest first. */
  readonly orders: readonly StandingOrder[]
  readonly conversations: Awaited<ReturnType<typeof conversationsOf>>
}

const TICKETS = 5
const ORDERS = 5
const CONVERSATIONS = 10

/** Reads a customer; null when there is none of that id, or their data was erased. */
export async function maskedCustomer(store: Store, id: string): Promise<MaskedCustomer | null> {
  const row = await findCustomer(store, id)
  if (!row) return null
  const profile = await profileUnlessErased(store, row)
  if (profile === null) return null
  const invoice = await store.db
    .selectFrom('invoices')
    .select(['month', 'total_fen', 'paid_at'])
    .where('customer_id', '=', id)
    .orderBy('month', 'desc')
    .executeTakeFirst()
  return {
    row,
    fields: revealable.map((field) => ({ field, masked: masked(field, profile[field]) })),
    language: profile.language,
    lastInvoice: invoice
      ? { month: invoice.month, totalFen: invoice.total_fen, paid: invoice.paid_at !== null }
      : null,
    tickets: await ticketsOf(store, id),
    orders: await ordersOf(store, id),
    conversations: await conversationsOf(store, id, CONVERSATIONS),
  }
}

/** The newest tickets, unopened: one of a person erased since can still be listed. */
async function ticketsOf(store: Store, customerId: string): Promise<MaskedCustomer['tickets']> {
  return store.db
    .selectFrom('tickets')
    .select(['number', 'topic', 'status', 'created_at as createdAt'])
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(TICKETS)
    .execute()
}

/** The newest orders that stand, unopened. */
async function ordersOf(store: Store, customerId: string): Promise<StandingOrder[]> {
  const rows = await store.db
    .selectFrom('orders')
    .select(['reference', 'kind', 'status', 'created_at as placedAt'])
    .where('customer_id', '=', customerId)
    .where('slot', 'is not', null)
    .where((e) =>
      e.or([
        e('status', '!=', 'done'),
        e('standing_until', 'is', null),
        e('standing_until', '>', store.now()),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ORDERS)
    .execute()
  return rows.flatMap(({ status, ...row }) =>
    status === 'accepted' || status === 'done' || status === 'undoing' ? [{ ...row, status }] : [],
  )
}

async function profileUnlessErased(
  store: Store,
  row: Pick<CustomersTable, 'id' | 'subject_id' | 'profile'>,
): Promise<Profile | null> {
  try {
    return await openProfile(store, row)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}

/** Masked names by customer, for a list. Customers whose data was erased are left out. */
export async function maskedNames(store: Store, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  if (ids.length === 0) return names
  const rows = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id', 'profile'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  for (const row of rows) {
    const profile = await profileUnlessErased(store, row)
    const name = profile === null ? null : masked('name', profile.name)
    if (name !== null) names.set(row.id, name)
  }
  return names
}

/**
 * One field of a customer in full. That it was asked for is on record before it is given.
 * @param actor name of the account that asks
 * @param where the conversation they are in, the entry of the worklist they work on, or what a program asks it for
 * @throws LiukeError `customer_unknown`, `subject_erased`
 */
export async function revealField(
  store: Store,
  actor: string,
  customerId: string,
  field: Revealable,
  where: { readonly conversation: string } | { readonly retention: string } | { readonly reason: string },
): Promise<string | null> {
  const row = await findCustomer(store, customerId)
  if (!row) throw unknownCustomer()
  const profile = await openProfile(store, row)
  await store.db.transaction().execute((trx) =>
    store.audit.append(trx, {
      actor,
      action: 'customer.reveal',
      target: `customer:${customerId}`,
      detail: { field, ...where },
      // What somebody writes of a person goes with that person.
      ...('reason' in where ? { subjectId: row.subject_id } : {}),
    }),
  )
  return profile[field]
}
