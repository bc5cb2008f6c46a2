/** What customers make of a message we wrote first: they answer, or stop us. */

import type { Store } from '../../conversations/store.ts'
import type { Write } from '../../conversations/turn.ts'
import { constant } from '../../storage/constant.ts'
import { tellOf } from './item.ts'

/** The customer wrote again where we wrote to them: it counts as answered. Nothing where we did not. */
export function answeredIn(store: Store, conversationId: string): Write {
  return async (trx) => {
    const answered = await trx
      .updateTable('contacts')
      .set({ state: 'answered', answered_at: store.now() })
      .where('conversation_id', '=', conversationId)
      .where('state', '=', 'sent')
      .returning(['item_id', 'customer_id'])
      .execute()
    for (const { item_id, customer_id } of answered)
      await store.audit.append(trx, {
        actor: 'bot',
        action: 'retention.answered',
        target: `retention:${item_id}`,
        detail: { customer: customer_id, conversation: conversationId },
      })
  }
}

/** Marks as answered what a turn did not, because a colleague had the conversation when the customer wrote. */
export async function markAnswered(store: Store): Promise<void> {
  const rows = await store.db
    .selectFrom('contacts as k')
    .select(['k.conversation_id', 'k.item_id'])
    .where('k.state', '=', constant('sent'))
    .where('k.sent_at', '>', store.now() - ANSWERED_WITHIN_MS)
    .where((e) =>
      e.exists(
        e
          .selectFrom('messages as m')
          .select('m.id')
          .whereRef('m.conversation_id', '=', 'k.conversation_id')
          .whereRef('m.created_at', '>', 'k.sent_at')
          .where('m.role', '=', 'user'),
      ),
    )
    .execute()
  for (const { conversation_id, item_id } of rows) {
    await store.db.transaction().execute(answeredIn(store, conversation_id))
    tellOf(store, item_id)
  }
}

/** What comes later is another matter. In milliseconds. */
const ANSWERED_WITHIN_MS = 14 * 86_400_000

/** Whom we wrote to in a conversation within some days, newest first; null where we did not. */
export async function contactedIn(store: Store, conversationId: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('contacts')
    .select('customer_id')
    .where('conversation_id', '=', conversationId)
    .where('state', 'in', ['sent', 'answered'])
    .where('created_at', '>', store.now() - STOPPABLE_FOR_MS)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return row?.customer_id ?? null
}

/** For this long STOP needs no proof of who says it, in milliseconds. */
const STOPPABLE_FOR_MS = 90 * 86_400_000
