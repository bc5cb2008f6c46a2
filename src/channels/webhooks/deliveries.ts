/** What became of deliveries, sending them again, and forgetting them after a while. */

import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { WebhookDeliveryStatus } from '../../storage/schema.ts'

/** A delivery as it is listed. Moments in milliseconds since 1970. */
export interface ListedDelivery {
  readonly id: string
  readonly seq: number
  readonly type: string
  readonly status: WebhookDeliveryStatus
  readonly attempts: number
  readonly occurredAt: number
  /** When it is tried next; null when it is settled. */
  readonly dueAt: number | null
  readonly settledAt: number | null
  /** HTTP status of the last answer. */
  readonly lastStatus: number | null
  readonly lastError: string | null
}

const DAY_MS = 24 * 60 * 60_000
/** How long what arrived, and what was given up, is kept, in milliseconds. */
const KEPT_MS = { sent: 7 * DAY_MS, dead: 30 * DAY_MS } as const

/**
 * Deliveries of a webhook, newest first.
 * @param before only those with a smaller number
 */
export async function listDeliveries(
  store: Store,
  webhookId: string,
  {
    status,
    before,
    limit,
  }: { status?: WebhookDeliveryStatus | undefined; before: number | null; limit: number },
): Promise<ListedDelivery[]> {
  let query = store.db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (status !== undefined) query = query.where('status', '=', status)
  if (before !== null) query = query.where('seq', '<', before)
  return (await query.execute()).map((row) => ({
    id: row.id,
    seq: row.seq,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    occurredAt: row.occurred_at,
    dueAt: row.settled_at === null ? row.due_at : null,
    settledAt: row.settled_at,
    lastStatus: row.last_status,
    lastError: row.last_error,
  }))
}

/**
 * Has settled deliveries sent again, with their ids, before what is newer.
 * @param id one of them; null: all that were given up
 * @param from what one of them may be
 * @returns how many
 * @throws LiukeError `delivery_unknown`, `delivery_open`
 */
export async function resend(
  store: Store,
  actor: string,
  webhookId: string,
  id: string | null,
  from: readonly ('sent' | 'dead')[] = ['sent', 'dead'],
): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    const now = store.now()
    let query = trx
      .updateTable('webhook_deliveries')
      .set({ status: 'pending', due_at: now, attempts: 0, first_tried_at: null, settled_at: null })
      .where('webhook_id', '=', webhookId)
    query =
      id === null
        ? query.where('status', '=', 'dead')
        : query.where('id', '=', id).where('status', 'in', from)
    const { numUpdatedRows } = await query.executeTakeFirst()
    const count = Number(numUpdatedRows)
    if (count === 0 && id !== null) {
      const known = await trx
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('webhook_id', '=', webhookId)
        .where('id', '=', id)
        .executeTakeFirst()
      throw known
        ? new LiukeError('delivery_open', 'It is still being tried.', 'Wait until it is sent or given up.')
        : new LiukeError('delivery_unknown', 'There is no such delivery.', 'Read the list again.')
    }
    if (count > 0)
      await store.audit.append(trx, {
        actor,
        action: 'webhook.resend',
        target: `webhook:${webhookId}`,
        detail: { delivery: id, count },
      })
    return count
  })
}

/** Forgets what was settled long ago. */
export async function tidyDeliveries(store: Store): Promise<void> {
  const now = store.now()
  for (const [status, kept] of Object.entries(KEPT_MS))
    await store.db
      .deleteFrom('webhook_deliveries')
      .where('settled_at', '<', now - kept)
      // The keys are statuses.
      .where('status', '=', status as keyof typeof KEPT_MS)
      .execute()
}
