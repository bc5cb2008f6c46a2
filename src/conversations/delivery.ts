/** Which messages are carried by the outbox, how they are put on it, and how far they have come. */

import type { Kysely } from 'kysely'
import { constant } from '../storage/constant.ts'
import { prepare } from '../storage/prepared.ts'
import type { ConversationsTable, OutboxStatus, OutboxTable, Schema } from '../storage/schema.ts'
import { newId, type Store } from './store.ts'

/** Channels whose clients fetch their messages; all others are delivered through the outbox. */
const FETCHED_CHANNELS: ReadonlySet<string> = new Set(['directline', 'terminal'])

/** Whether messages of a channel go through the outbox. */
export function needsDelivery(channel: string): boolean {
  return !FETCHED_CHANNELS.has(channel)
}

/** Channels that let us write only for a while after the customer did. */
const WINDOWED_CHANNELS: ReadonlySet<string> = new Set(['wechat'])

/** Whether a channel takes messages only for a while after the customer wrote. */
export function hasWindow(channel: string): boolean {
  return WINDOWED_CHANNELS.has(channel)
}

/** Channels without buttons: choices are shown with numbers, and a number written back is a choice. */
const NUMBERED_CHANNELS: ReadonlySet<string> = new Set(['wechat'])

/** Whether choices are shown with numbers on a channel. */
export function showsNumbers(channel: string): boolean {
  return NUMBERED_CHANNELS.has(channel)
}

/**
 * How long replies to a message are left to the request that brought it, which may answer them in place
 * (WeChat's passive reply): as long as that request can wait, and a little more. Milliseconds.
 */
export const IN_PLACE_MS = 6_000

/** Marks an inbound activity whose request waits for the answer; in `channelData`. */
export const ANSWERED_IN_PLACE = 'answeredInPlace'

/** Rows of the outbox for messages of a conversation. @param afterMs how long until they are due */
export function outboxRows(
  conversation: Pick<ConversationsTable, 'id' | 'channel'>,
  messages: readonly { readonly id: string; readonly seq: number }[],
  now: number,
  afterMs = 0,
): Omit<OutboxTable, 'attempts' | 'parts_sent'>[] {
  return messages.map(({ id, seq }) => ({
    id: newId(),
    conversation_id: conversation.id,
    message_id: id,
    seq,
    channel: conversation.channel,
    status: 'pending',
    due_at: now + afterMs,
    lease_until: null,
    last_error: null,
    created_at: now,
    sent_at: null,
    external_id: null,
  }))
}

/** The customer has written again: what the channel did not take before may go out now. */
export async function releaseHeld(
  store: Store,
  conversationId: string,
  db: Kysely<Schema> = store.db,
): Promise<void> {
  await release(db, { conversationId, now: store.now() })
}

const release = prepare((db, { conversationId, now }: { conversationId: string; now: number }) =>
  db
    .updateTable('outbox')
    .set({ status: 'pending', due_at: now })
    .where('conversation_id', '=', conversationId)
    .where('status', '=', constant('held')),
)

/** How far a message of ours has come on its way to the customer. */
export interface DeliveryState {
  readonly status: OutboxStatus
  /** What the channel said, in its or our words; null while nothing went wrong. */
  readonly problem: string | null
}

/** How far the messages of a conversation have come, by message; empty where clients fetch them. */
export async function deliveriesOf(
  store: Store,
  conversationId: string,
): Promise<ReadonlyMap<string, DeliveryState>> {
  const rows = await store.db
    .selectFrom('outbox')
    .select(['message_id', 'status', 'last_error'])
    .where('conversation_id', '=', conversationId)
    .execute()
  return new Map(rows.map((row) => [row.message_id, { status: row.status, problem: row.last_error }]))
}
