/** Puts events down for those webhooks that want them, numbered in the order in which each is told. */

import { newId, type Trx } from '../../conversations/store.ts'
import type { WebhookDeliveriesTable } from '../../storage/schema.ts'
import type { EventType, WebhookEvent } from './event-types.ts'

/** A webhook as the reader sees it. */
export interface Subscriber {
  readonly id: string
  readonly events: ReadonlySet<EventType>
  /** What happened earlier is not told. */
  readonly since: number
}

/** Rows put into one statement. */
const BATCH = 100

/** @returns how many deliveries were written */
export async function insertDeliveries(
  trx: Trx,
  subscribers: readonly Subscriber[],
  events: readonly WebhookEvent[],
  now: number,
): Promise<number> {
  let written = 0
  for (const { id, events: wanted, since } of subscribers) {
    const told = events.filter(({ type, at }) => wanted.has(type) && at >= since)
    if (told.length === 0) continue
    // Nothing comes back for a webhook that was taken away meanwhile.
    const numbered = await trx
      .updateTable('webhooks')
      .set((e) => ({ last_seq: e('last_seq', '+', told.length) }))
      .where('id', '=', id)
      .returning('last_seq')
      .executeTakeFirst()
    if (!numbered) continue
    const rows = told.map((event, at) => rowOf(event, id, numbered.last_seq - told.length + 1 + at, now))
    for (let from = 0; from < rows.length; from += BATCH)
      await trx
        .insertInto('webhook_deliveries')
        .values(rows.slice(from, from + BATCH))
        .execute()
    written += rows.length
  }
  return written
}

function rowOf(
  { type, at, conversation, customer, data }: WebhookEvent,
  webhook: string,
  seq: number,
  now: number,
): Omit<WebhookDeliveriesTable, 'attempts'> {
  return {
    webhook_id: webhook,
    seq,
    id: `evt_${newId()}`,
    type,
    occurred_at: at,
    conversation_id: conversation,
    customer_id: customer,
    data: JSON.stringify(data),
    status: 'pending',
    due_at: now,
    lease_until: null,
    first_tried_at: null,
    last_status: null,
    last_error: null,
    created_at: now,
    settled_at: null,
  }
}
