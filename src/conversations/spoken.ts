/** Tells whether somebody other than the bot's dialogs has written to a customer. */

import { prepare } from '../storage/prepared.ts'
import type { Store } from './store.ts'

/** What no customer wrote, newest first; answers of the bot name the message they answer. */
const selectNewest = prepare((db, { id }: { readonly id: string }) =>
  db
    .selectFrom('messages')
    .select(['created_at', 'reply_to'])
    .where('conversation_id', '=', id)
    .where('type', '=', 'message')
    .where('visible', '=', 1)
    .where('role', 'in', ['agent', 'system', 'bot'])
    .orderBy('seq', 'desc')
    .limit(1),
)

/**
 * Whether the newest message that is not the customer's came from a person or a system, at or after a moment.
 * @param at milliseconds since 1970
 */
export async function spokenSince(store: Store, conversationId: string, at: number): Promise<boolean> {
  const [newest] = (await selectNewest(store.db, { id: conversationId })).rows
  return newest !== undefined && newest.reply_to === null && Number(newest.created_at) >= at
}
