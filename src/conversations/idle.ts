/** Finds conversations in which nothing is written any more, and closes those where nothing is to be said. */

import type { ConversationsTable } from '../storage/schema.ts'
import { endEpisode, newestEpisode } from './episodes.ts'
import { URGENT } from './routing.ts'
import type { Store } from './store.ts'

/** Messages that are looked back at for who wrote last. */
const LOOKED_BACK = 20
/** A message of ours that is newer than this may still be answered, in milliseconds. */
const CONTACT_MS = 7 * 86_400_000

/**
 * Conversations the bot has in which nothing happened since a moment, in no order; without those whose customers nobody
 * came to in time, and were told that somebody will write here.
 */
export function idleWithBot(store: Store, since: number, limit: number): Promise<ConversationsTable[]> {
  return store.db
    .selectFrom('conversations')
    .selectAll()
    .where('owner', '=', 'bot')
    .where('updated_at', '<', since)
    .where((e) =>
      e(
        'conversations.id',
        'not in',
        e
          .selectFrom('tasks')
          .innerJoin('handoffs', 'handoffs.conversation_id', 'tasks.conversation_id')
          .select((t) => t.ref('handoffs.conversation_id').as('id'))
          .where('tasks.status', '=', 'open')
          .where('tasks.kind', '=', 'follow-up')
          .where('handoffs.outcome', '=', 'timed-out')
          // Noted by the turn that gave up.
          .whereRef('tasks.created_at', '>=', 'handoffs.started_at')
          .whereRef('tasks.created_at', '<=', 'handoffs.ended_at'),
      ),
    )
    .limit(limit)
    .execute()
}

/**
 * Conversations agents have whose customers have not answered them since a moment, and which are not put aside.
 * Counted from the newest message, whatever else was done in them.
 */
export async function idleWithPeople(store: Store, since: number): Promise<ConversationsTable[]> {
  const held = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('owner', '=', 'human')
    .where('created_at', '<', since)
    .where((e) => e.or([e('snoozed_until', 'is', null), e('snoozed_until', '<=', store.now())]))
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('messages')
            .select('messages.seq')
            .whereRef('messages.conversation_id', '=', 'conversations.id')
            .whereRef('messages.seq', '>', e('conversations.last_seq', '-', LOOKED_BACK))
            .where('messages.created_at', '>=', since),
        ),
      ),
    )
    .execute()
  const left: ConversationsTable[] = []
  for (const conversation of held) if (await agentWroteLast(store, conversation)) left.push(conversation)
  return left
}

/** Whoever waits for an answer of an agent has not left. */
async function agentWroteLast({ db }: Store, { id, last_seq }: ConversationsTable): Promise<boolean> {
  const newest = await db
    .selectFrom('messages')
    .select('role')
    .where('conversation_id', '=', id)
    .where('seq', '>', last_seq - LOOKED_BACK)
    .where('type', '=', 'message')
    .where('role', 'in', ['user', 'agent'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.role === 'agent'
}

/** Whether the customer has asked something since the last closing: others do not miss us. */
export async function hasAsked({ db }: Store, conversationId: string): Promise<boolean> {
  const since = (await newestEpisode(db, conversationId))?.ended_at ?? 0
  const asked = await db
    .selectFrom('decisions')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('created_at', '>', since)
    .where((e) =>
      e.or([
        e('decision', 'in', ['answer', 'ask', 'decline']),
        e.and([e('decision', '=', 'dialog'), e('entry', 'is not', null)]),
      ]),
    )
    .where((e) => e.or([e('entry', 'is', null), e('entry', 'not like', 'talk.%')]))
    .limit(1)
    .executeTakeFirst()
  return asked !== undefined
}

/** Whether people of ours came, or were called, because of danger since the last closing. */
export async function wasInDanger({ db }: Store, conversationId: string): Promise<boolean> {
  const since = (await newestEpisode(db, conversationId))?.ended_at ?? 0
  const handoff = await db
    .selectFrom('handoffs')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('started_at', '>', since)
    .where('priority', '>=', URGENT)
    .limit(1)
    .executeTakeFirst()
  return handoff !== undefined
}

/** Whether we have written to the customer first here, or are about to, and they have not answered. */
export async function isContacted({ db, now }: Store, conversationId: string): Promise<boolean> {
  const contact = await db
    .selectFrom('contacts')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('created_at', '>', now() - CONTACT_MS)
    .where('state', 'in', ['pending', 'sent'])
    .limit(1)
    .executeTakeFirst()
  return contact !== undefined
}

/**
 * Closes a conversation of the bot without a word, as of when something happened in it last.
 * @param conversation as it was found; where something has happened since, it stays open
 * @returns whether it was closed
 */
export function closeSilently(store: Store, conversation: ConversationsTable): Promise<boolean> {
  const { id, updated_at, last_seq } = conversation
  return store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('conversations')
      .set((e) => ({ owner: 'closed', closed_at: store.now(), version: e('version', '+', 1) }))
      .where('id', '=', id)
      .where('owner', '=', 'bot')
      .where('updated_at', '=', updated_at)
      .where('last_seq', '=', last_seq)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) return false
    await endEpisode(trx, conversation, { by: 'idle', agent: null, resolution: null }, updated_at)
    return true
  })
}
