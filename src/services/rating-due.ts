/** Finds out whom to ask how a conversation went: closed lately, and on a channel that lets us write. */

import { URGENT } from '../conversations/routing.ts'
import type { Store } from '../conversations/store.ts'

/** Messages of a limited channel that are left for answers to what the customer may still ask. */
const KEPT_MESSAGES = 2

/** A conversation an agent has closed, whose customer has not been asked about it. */
export interface ClosedByAgent {
  readonly episode: string
  readonly conversationId: string
  /** Number of the newest message. */
  readonly seq: number
  /** Code the agent gave; null for none. */
  readonly reason: string | null
}

/** How long after it was closed somebody is still asked, in milliseconds. */
const ASK_WITHIN_MS = 15 * 60_000

/** Conversations agents have closed lately and nobody has written in since, oldest first. */
export async function closedByAgents({ db, now }: Store): Promise<ClosedByAgent[]> {
  const rows = await db
    .selectFrom('episodes')
    .innerJoin('conversations', 'conversations.id', 'episodes.conversation_id')
    .select((e) => [
      'episodes.id',
      'conversation_id',
      'last_seq',
      // Both end in one transaction, at the same moment.
      e
        .selectFrom('handoffs')
        .select('handoffs.reason')
        .whereRef('handoffs.conversation_id', '=', 'episodes.conversation_id')
        .whereRef('handoffs.ended_at', '=', 'episodes.ended_at')
        .limit(1)
        .as('reason'),
    ])
    .where('episodes.ended_at', '>', now() - ASK_WITHIN_MS)
    .where('episodes.ended_by', '=', 'agent')
    .where('conversations.owner', '=', 'closed')
    // Whoever wrote of danger is not asked for stars.
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('handoffs')
            .select('handoffs.id')
            .whereRef('handoffs.conversation_id', '=', 'episodes.conversation_id')
            .whereRef('handoffs.started_at', '>=', 'episodes.started_at')
            .whereRef('handoffs.started_at', '<=', 'episodes.ended_at')
            .where('handoffs.priority', '>=', URGENT),
        ),
      ),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('ratings')
            .select('ratings.id')
            .whereRef('ratings.conversation_id', '=', 'episodes.conversation_id')
            .whereRef('ratings.asked_at', '>=', 'episodes.ended_at'),
        ),
      ),
    )
    .orderBy('episodes.ended_at')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    episode: row.id,
    conversationId: row.conversation_id,
    seq: row.last_seq,
    reason: row.reason,
  }))
}

/** Whether the channel of a conversation lets us write a few more messages. */
export async function mayWriteMore({ db, now }: Store, conversationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('addresses')
    .select(['window_until', 'messages_left'])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (!row) return true
  const isOpen = row.window_until === null || row.window_until > now()
  return isOpen && (row.messages_left === null || row.messages_left > KEPT_MESSAGES)
}
