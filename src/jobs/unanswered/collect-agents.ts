/** Finds what our people answered in place of the bot. */

import type { Store } from '../../conversations/store.ts'
import type { Corpus } from '../../corpus/types.ts'
import { answeredBefore } from './answered.ts'
import { keepQuestion } from './keep.ts'
import type { Window } from './window.ts'

/** A first answer comes at most this long after the hand-over began, in milliseconds. */
const ANSWERED_WITHIN_MS = 24 * 3_600_000
/** Questions this long before a hand-over are what it was about. */
const ASKED_WITHIN_MS = 30 * 60_000
/** What stands for a rule where the hand-over was asked for by the API. */
const PROGRAM = 'api.request'

/**
 * First answers of agents: they answer the questions before them. Whoever answers where the bot just had, corrects it:
 * they took the conversation over, or customer or rules asked for them because of that answer.
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
    const asked = { from: Number(started_at) - ASKED_WITHIN_MS, to: Number(first_reply_at) }
    // Why a program of the company brought a person is not known.
    const found = rule === PROGRAM ? undefined : await answeredBefore(store, conversation_id, asked)
    if (found && (await keepQuestion(store, corpus, found))) changed++
    changed += await noteAnswer(store, conversation_id, asked)
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
