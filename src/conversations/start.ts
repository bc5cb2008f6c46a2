/** Begins conversations, and finds or makes the subject behind a channel's user id. */

import type { ConversationsTable } from '../storage/schema.ts'
import { newId, type Store } from './store.ts'

/** Who starts a conversation, and where. */
export interface ConversationStart {
  readonly id: string
  readonly channel: string
  /** The channel's id of the user; stored only as a keyed hash. */
  readonly userId: string
  readonly locale: string | null
  /** Whether others read along: a group, a channel of a team. */
  readonly shared?: boolean
}

/** The hash under which a channel's user is found. */
export function userHash(store: Store, channel: string, userId: string): string {
  return store.vault.hash(`identities.user:${channel}`, userId)
}

/**
 * Starts a conversation, or finds it when it has been started before.
 * @returns the conversation, and whether it is new
 */
export async function startConversation(
  store: Store,
  start: ConversationStart,
): Promise<{ conversation: ConversationsTable; fresh: boolean }> {
  const existing = await findConversation(store, start.id)
  if (existing) return { conversation: existing, fresh: false }
  const hash = userHash(store, start.channel, start.userId)
  const subjectId = await subjectOf(store, start.channel, hash)
  const now = store.now()
  const conversation: ConversationsTable = {
    id: start.id,
    channel: start.channel,
    subject_id: subjectId,
    user_hash: hash,
    owner: 'bot',
    agent: null,
    version: 0,
    last_seq: 0,
    language: null,
    locale: start.locale,
    queued_at: null,
    closed_at: null,
    created_at: now,
    updated_at: now,
    customer_id: null,
    verified_until: null,
    queue: null,
    priority: null,
    answer_due_at: null,
    value_yuan: null,
    queue_reason: null,
    handoff_ended_at: null,
    shared: start.shared ? 1 : 0,
    handoff_id: null,
    waiting_since: null,
    offered_to: null,
    offered_until: null,
    choose_until: null,
    snoozed_until: null,
    customer_read_seq: null,
    agent_read_seq: null,
    indexed_seq: null,
    active_at: now,
  }
  const inserted = await store.db
    .insertInto('conversations')
    .values(conversation)
    .onConflict((c) => c.column('id').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return { conversation, fresh: true }
  const other = await findConversation(store, start.id)
  return { conversation: other ?? conversation, fresh: false }
}

/** A conversation by its id. */
export function findConversation(store: Store, id: string): Promise<ConversationsTable | undefined> {
  return store.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The subject of a channel's user, by {@link userHash}; a new one gets its key before anything refers to it. */
export async function subjectOf(store: Store, channel: string, hash: string): Promise<string> {
  const find = () =>
    store.db
      .selectFrom('identities')
      .select('subject_id')
      .where('channel', '=', channel)
      .where('user_hash', '=', hash)
      .executeTakeFirst()
  const known = await find()
  if (known) return known.subject_id
  const id = newId()
  await store.vault.create(id)
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    await trx.insertInto('subjects').values({ id, created_at: now }).execute()
    await trx
      .insertInto('identities')
      .values({ channel, user_hash: hash, subject_id: id, created_at: now })
      .onConflict((c) => c.columns(['channel', 'user_hash']).doNothing())
      .execute()
  })
  return (await find())?.subject_id ?? id
}
