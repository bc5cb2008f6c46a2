/** Adds messages that no turn made: of agents, of the system, and of the bot when it writes first. */

import type { ConversationsTable } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { needsDelivery, outboxRows } from './delivery.ts'
import { newId, type Store, sealBody, type Trx } from './store.ts'

/**
 * Runs `guard` and appends messages in one transaction.
 * @param dedupe keyed hash by which a repeat of the (single) message is known
 * @returns their ids
 */
export async function append(
  store: Store,
  conversation: ConversationsTable,
  activities: readonly StoredActivity[],
  role: 'agent' | 'system' | 'bot',
  guard: (trx: Trx) => Promise<void>,
  dedupe: string | null = null,
): Promise<string[]> {
  const key = await store.vault.keyOf(conversation.subject_id)
  const now = store.now()
  const messages = activities.map((activity) => {
    const id = newId()
    const stamped: StoredActivity = {
      ...activity,
      id,
      timestamp: new Date(now).toISOString(),
      channelId: conversation.channel,
      conversation: { id: conversation.id },
    }
    return { id, type: activity.type, body: sealBody(key, id, stamped) }
  })
  await store.db.transaction().execute(async (trx) => {
    await guard(trx)
    if (messages.length === 0) return
    const { last_seq } = await trx
      .updateTable('conversations')
      .set((e) => ({ last_seq: e('last_seq', '+', messages.length) }))
      .where('id', '=', conversation.id)
      .returning('last_seq')
      .executeTakeFirstOrThrow()
    const first = last_seq - messages.length + 1
    await trx
      .insertInto('messages')
      .values(
        messages.map((message, at) => ({
          ...message,
          conversation_id: conversation.id,
          seq: first + at,
          role,
          status: 'none' as const,
          dedupe,
          reply_to: null,
          visible: 1,
          created_at: now,
          answered_at: null,
        })),
      )
      .execute()
    if (!needsDelivery(conversation.channel)) return
    const numbered = messages.map(({ id }, at) => ({ id, seq: first + at }))
    await trx
      .insertInto('outbox')
      .values(outboxRows(conversation, numbered, now))
      .execute()
  })
  store.live.changed(conversation.id)
  return messages.map((message) => message.id)
}
