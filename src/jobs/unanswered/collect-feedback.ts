/** Finds questions whose answer the customer marked as not helpful. */

import type { Store } from '../../conversations/store.ts'
import type { Corpus } from '../../corpus/types.ts'
import { decidedOn } from './answered.ts'
import { keepQuestion } from './keep.ts'
import type { Window } from './window.ts'

/** @returns how many questions are new or came to something else */
export async function readFeedback(
  store: Store,
  corpus: Pick<Corpus, 'commands'>,
  { from, to }: Window,
): Promise<number> {
  const rows = await store.db
    .selectFrom('feedback')
    .innerJoin('messages', 'messages.id', 'feedback.message_id')
    .select(['feedback.helpful', 'messages.reply_to'])
    .where('feedback.created_at', '>', from)
    .where('feedback.created_at', '<=', to)
    .execute()
  let changed = 0
  for (const { helpful, reply_to } of rows) {
    if (reply_to === null) continue
    if (helpful === 1) changed += await takeBack(store, reply_to)
    else {
      const found = await decidedOn(store, reply_to, 'not-helpful')
      if (found && (await keepQuestion(store, corpus, found))) changed++
    }
  }
  return changed
}

/** They changed their mind: it did help. */
async function takeBack({ db }: Store, messageId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('unanswered')
    .where('message_id', '=', messageId)
    .where('reason', '=', 'not-helpful')
    .where('status', '=', 'new')
    .executeTakeFirst()
  return Number(numDeletedRows)
}
