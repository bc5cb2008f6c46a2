/** Which messages are carried by the outbox, and how they are put on it. */

import type { ConversationsTable, OutboxTable } from '../storage/schema.ts'
import { newId } from './store.ts'

/** Channels whose clients fetch their messages; all others are delivered through the outbox. */
const FETCHED_CHANNELS: ReadonlySet<string> = new Set(['directline', 'terminal'])

/** Whether messages of a channel go through the outbox. */
export function needsDelivery(channel: string): boolean {
  return !FETCHED_CHANNELS.has(channel)
}

/** Rows of the outbox for messages of a conversation, due at once. */
export function outboxRows(
  conversation: Pick<ConversationsTable, 'id' | 'channel'>,
  messages: readonly { readonly id: string; readonly seq: number }[],
  now: number,
): Omit<OutboxTable, 'attempts'>[] {
  return messages.map(({ id, seq }) => ({
    id: newId(),
    conversation_id: conversation.id,
    message_id: id,
    seq,
    channel: conversation.channel,
    status: 'pending',
    due_at: now,
    lease_until: null,
    last_error: null,
    created_at: now,
    sent_at: null,
  }))
}
