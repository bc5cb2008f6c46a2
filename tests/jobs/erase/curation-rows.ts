/** Something of a customer in every table of curation. */

import { newId, type Store } from '../../../src/conversations/store.ts'
import { rememberLearned } from '../../../src/corpus/unanswered/learned.ts'

/** Adds it to a conversation of a customer. @returns id of the question */
export async function addCurationRows(
  store: Store,
  customer: { readonly id: string },
  chat: { readonly id: string; readonly subjectId: string },
  text: string,
): Promise<string> {
  const id = newId()
  const key = await store.vault.keyOf(chat.subjectId)
  await store.db
    .insertInto('unanswered')
    .values({
      ...{ id, message_id: newId(), conversation_id: chat.id, subject_id: chat.subjectId },
      ...{ customer_id: customer.id, channel: 'teams', language: 'zh', reason: 'declined', entry: null },
      ...{ phrase_hash: store.vault.hash('unanswered.phrase_hash', text), right_entry: null },
      ...{ confidence: 0.2, risk_band: 'high', agent_message_id: null, cluster_id: null },
      ...{ asked_at: store.now(), collected_at: store.now() },
      body: key.seal(`unanswered.body:${id}`, JSON.stringify({ text, candidates: [] })),
    })
    .execute()
  await store.db.transaction().execute((trx) =>
    rememberLearned(store, trx, {
      ...{ key: 'entry:bill.due-date', language: 'zh', text },
      ...{ subjectId: chat.subjectId, unansweredId: id },
    }),
  )
  return id
}
