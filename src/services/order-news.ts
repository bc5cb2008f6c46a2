/** What customers are still to be told about their orders; each outcome is told once, in the turn that says so. */

import type { Selectable } from 'kysely'
import { type Store, unlessErased } from '../conversations/store.ts'
import { Outdated, type Write } from '../conversations/turn.ts'
import type { OrdersTable } from '../storage/schema.ts'
import { orderRequest } from './order-body.ts'
import type { OrderRequest } from './order-requests.ts'

/** How an order came out. `undo-refused`: it could not be taken back, and stands. */
export type OrderEnd = 'done' | 'refused' | 'undone' | 'undo-refused'

/** Something to tell. */
export interface OrderNews {
  readonly orderId: string
  readonly reference: string
  readonly request: OrderRequest
  readonly end: OrderEnd
  /** Since when it is to be told; it names the piece of news, together with the order. */
  readonly dueAt: number
}

/** News whose conversation can be told now. */
export interface DueNews extends Pick<OrderNews, 'orderId' | 'dueAt'> {
  readonly conversationId: string
  /** When the order came to its end, in milliseconds since 1970. */
  readonly since: number
}

/** Statuses in which an outcome may still be untold. */
const ENDED = ['done', 'refused', 'undone'] as const

/** News to be told, the oldest first. While a person has the conversation, theirs is the word, and the news waits. */
export async function dueNews(store: Store, limit: number): Promise<DueNews[]> {
  const rows = await store.db
    .selectFrom('orders as o')
    .innerJoin('conversations as c', 'c.id', 'o.conversation_id')
    .select(['o.id', 'o.due_at', 'o.updated_at', 'c.id as conversation_id'])
    .where('o.due_at', '<=', store.now())
    .where('o.status', 'in', ENDED)
    .where('c.owner', '!=', 'human')
    .orderBy('o.due_at')
    .orderBy('o.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    orderId: row.id,
    conversationId: row.conversation_id,
    // The query asks for those that have one.
    dueAt: row.due_at ?? 0,
    since: row.updated_at,
  }))
}

/** What is to be told of an order in a conversation; null where nothing is, any more. */
export async function newsOf(
  store: Store,
  orderId: string,
  conversationId: string,
): Promise<OrderNews | null> {
  const row = await store.db
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ENDED)
    .where('due_at', '<=', store.now())
    .executeTakeFirst()
  if (!row || row.due_at === null) return null
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  if (key === null) return null
  const { id, reference, due_at: dueAt } = row
  return { orderId: id, reference, request: orderRequest(key, row), end: endOf(row), dueAt }
}

/** How an order came out; one that is done with an error beside it could not be taken back. */
function endOf({ status, last_error }: Pick<Selectable<OrdersTable>, 'status' | 'last_error'>): OrderEnd {
  if (status === 'refused' || status === 'undone') return status
  return last_error === null ? 'done' : 'undo-refused'
}

/** Notes that the customer has been told; a turn that comes second is run again, and finds nothing to tell. */
export function newsTold({ orderId, dueAt }: Pick<OrderNews, 'orderId' | 'dueAt'>): Write {
  return async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('orders')
      .set({ due_at: null })
      .where('id', '=', orderId)
      .where('due_at', '=', dueAt)
      .where('status', 'in', ENDED)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new Outdated()
  }
}

/** News that was not told is told later. @param at null: it is not told at all */
export async function putOffNews(
  store: Store,
  { orderId, dueAt }: Pick<DueNews, 'orderId' | 'dueAt'>,
  at: number | null,
): Promise<void> {
  await store.db
    .updateTable('orders')
    .set({ due_at: at })
    .where('id', '=', orderId)
    .where('due_at', '=', dueAt)
    .where('status', 'in', ENDED)
    .execute()
}
