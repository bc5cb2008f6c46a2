/** Finds what our people answered in place of the bot. */

import type { Store } from '../../conversations/store.ts'
import type { Corpus } from '../../corpus/types.ts'
import { answeredBefore } from './collect-decisions.ts'
import { keepQuestion } from './keep.ts'
import type { Window } from './window.ts'

/** A first answer comes at most this long after the hand-over began, in milliseconds. */
const ANSWERED_WITHIN_MS = 24 * 3_600_000
/** Questions this long before a hand-over are what it was about. */
const ASKED_WITHIN_MS = 30 * 60_000

/**
 * First answers of agents: they answer the questions before the hand-over. Whoever takes a conversation over that did not
 * wait, and answers, corrects what the bot had just answered.
 * @returns how many questions are new or came to something else
 */
export async function readAgents(
  store: Store,
  corpus: Pick<Corpus, 'commands'>,
  { from, to }: Window,
): Promise<number> {
  const handoffs = await store.db
    .selectFrom('handoffs')
    .select(['conversation_id', 'rule', 'started_at', 'first_reply_at'])
    .where('started_at', '>', from - ANSWERED_WITHIN_MS)
    .where('started_at', '<=', to)
    .where('first_reply_at', '>', from)
    .where('first_reply_at', '<=', to)
    .execute()
  let changed = 0
  for (const { conversation_id, rule, started_at, first_reply_at } of handoffs) {
    const since = Number(started_at) - ASKED_WITHIN_MS
    if (rule === null) {
      const found = await answeredBefore(store, conversation_id, { from: since, to: Number(started_at) })
      if (found && (await keepQuestion(store, corpus, found))) changed++
    }
    changed += await noteAnswer(store, conversation_id, { from: since, to: Number(first_reply_at) })
  }
  return changed
}

async function noteAnswer({ db }: Store, conversationId: string, { from, to }: Window): Promise<number> {
  const answer = await db
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('role', '=', 'agent')
    .where('type', '=', 'message')
    .where('created_at', '>=', to)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (!answer) return 0
  const { numUpdatedRows } = await db
    .updateTable('unanswered')
    .set({ agent_message_id: answer.id })
    .where('conversation_id', '=', conversationId)
    .where('agent_message_id', 'is', null)
    .where('asked_at', '>', from)
    .where('asked_at', '<=', to)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
