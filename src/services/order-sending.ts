/** Orders on their way to a system elsewhere: leased by one process, settled by what came of sending them. */

import type { Selectable } from 'kysely'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import { lockCustomer } from '../customers/records.ts'
import { constant } from '../storage/constant.ts'
import type { OrdersTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import type { NextStep } from './order-attempt.ts'

/** An order one process is sending. */
export interface LeasedOrder {
  readonly row: Selectable<OrdersTable>
  /** Tells this lease from a later one. */
  readonly leaseUntil: number
}

/** How long a lease holds: longer than any request takes, in milliseconds. */
const LEASE_MS = 120_000

/** Orders that are to be sent now, the longest due first. */
export function dueOrders(store: Store, limit: number): Promise<Selectable<OrdersTable>[]> {
  const now = store.now()
  return store.db
    .selectFrom('orders')
    .selectAll()
    .where('due_at', '<=', now)
    .where('status', 'in', [constant('accepted'), constant('undoing')])
    .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<=', now)]))
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Takes an order for this process; null where another has it, or another order of its customer is being sent. */
export async function leaseOrder(store: Store, row: Selectable<OrdersTable>): Promise<LeasedOrder | null> {
  const now = store.now()
  const leaseUntil = now + LEASE_MS
  const leased = await store.db.transaction().execute(async (trx) => {
    await lockCustomer(store, trx, row.customer_id)
    return (
      trx
        .updateTable('orders')
        .set({ lease_until: leaseUntil, attempts: row.attempts + 1 })
        .where('id', '=', row.id)
        .where('status', '=', row.status)
        .where('attempts', '=', row.attempts)
        .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<=', now)]))
        // One after the other: what is blocked and unblocked shall arrive in this order.
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('orders as other')
                .select('other.id')
                .where('other.customer_id', '=', row.customer_id)
                .where('other.lease_until', '>', now),
            ),
          ),
        )
        .returningAll()
        .executeTakeFirst()
    )
  })
  return leased ? { row: leased, leaseUntil } : null
}

/**
 * Writes how an order goes on. What has come to an end is on record, and to be told; what was refused is a task for a
 * person.
 * @param key of its subject
 * @param keep takes into our own records what was done or undone, in the same transaction
 * @returns false where it has been replaced or taken back meanwhile: only the lease is given back then
 */
export async function settleOrder(
  store: Store,
  { row, leaseUntil }: LeasedOrder,
  key: SubjectKey,
  next: NextStep,
  keep: (trx: Trx) => Promise<void>,
): Promise<boolean> {
  const now = store.now()
  const settled = await store.db.transaction().execute(async (trx) => {
    await lockCustomer(store, trx, row.customer_id)
    const { numUpdatedRows } = await trx
      .updateTable('orders')
      .set({
        status: next.status,
        last_error: next.lastError,
        lease_until: null,
        // Nobody is told where there is no conversation to tell them in.
        due_at: next.end !== null && row.conversation_id === null ? null : next.dueAt,
        ...(next.end === null ? {} : { updated_at: now }),
        ...(next.end === 'refused' || next.end === 'undone' ? { slot: null } : {}),
      })
      .where('id', '=', row.id)
      .where('status', '=', row.status)
      .where('lease_until', '=', leaseUntil)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) return false
    if (next.end !== null) await record(store, trx, row, next.end, next.lastError)
    if (next.end === 'done' || next.end === 'undone') await keep(trx)
    if (next.end === 'refused' || next.end === 'undo-refused')
      await leaveTask(store, trx, row, key, next.lastError)
    return true
  })
  if (!settled) await giveBack(store, { row, leaseUntil })
  else if (next.end !== null) store.live.changed(row.conversation_id ?? row.id)
  return settled
}

/** Ends a lease and changes nothing else. */
async function giveBack(store: Store, { row, leaseUntil }: LeasedOrder): Promise<void> {
  await store.db
    .updateTable('orders')
    .set({ lease_until: null })
    .where('id', '=', row.id)
    .where('lease_until', '=', leaseUntil)
    .execute()
}

/** An order whose customer was erased is not sent any more. */
export async function dropOrder(store: Store, { row }: LeasedOrder): Promise<void> {
  await store.db
    .updateTable('orders')
    .set({ due_at: null, lease_until: null })
    .where('id', '=', row.id)
    .execute()
}

async function record(
  store: Store,
  trx: Trx,
  { id, kind, reference, customer_id, conversation_id: conversation }: Selectable<OrdersTable>,
  end: NonNullable<NextStep['end']>,
  code: string | null,
): Promise<void> {
  // A record that something happened to is scored anew.
  await trx
    .updateTable('customer_records')
    .set({ updated_at: store.now() })
    .where('id', '=', customer_id)
    .execute()
  await store.audit.append(trx, {
    actor: 'system',
    action: `order.${end}`,
    target: `customer:${customer_id}`,
    detail: { order: id, kind, reference, conversation, ...(code === null ? {} : { code }) },
  })
}

async function leaveTask(
  store: Store,
  trx: Trx,
  { id: order, kind, reference, status, customer_id, conversation_id, subject_id }: Selectable<OrdersTable>,
  key: SubjectKey,
  code: string | null,
): Promise<void> {
  const id = newId()
  const now = store.now()
  const content = { reference, kind, code, undo: status === 'undoing' }
  await trx
    .insertInto('tasks')
    .values({
      id,
      kind: 'order',
      customer_id,
      conversation_id,
      subject_id,
      status: 'open',
      due_at: now,
      body: key.seal(`tasks.body:${id}`, JSON.stringify(content)),
      created_at: now,
      updated_at: now,
    })
    .execute()
  await store.audit.append(trx, {
    actor: 'system',
    action: 'task.create',
    target: `task:${id}`,
    detail: { kind: 'order', order, customer: customer_id, conversation: conversation_id },
  })
}
