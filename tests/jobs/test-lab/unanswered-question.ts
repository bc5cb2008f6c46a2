/** Puts a question that was not answered well where collecting leaves it. */

import { newId, type Store } from '../../../src/conversations/store.ts'

/** @param probabilities of `bill.view` and `pay.refund`. @returns its id, and whose it is */
export async function unansweredQuestion(
  store: Store,
  text: string,
  language: 'zh' | 'en',
  probabilities: readonly number[],
): Promise<{ readonly id: string; readonly subject: string }> {
  const [id, subject] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const candidates = probabilities.map((probability, at) => ({
    intent: ['bill.view', 'pay.refund'][at] ?? '',
    probability,
  }))
  await store.db.insertInto('subjects').values({ id: subject, created_at: 0 }).execute()
  await store.db
    .insertInto('unanswered')
    .values({
      ...{ id, message_id: id, conversation_id: 'c', subject_id: subject, customer_id: null },
      ...{ channel: 'directline', language, reason: 'asked', phrase_hash: id, entry: null },
      ...{ right_entry: null, confidence: 0.4, risk_band: null, agent_message_id: null },
      ...{ asked_at: store.now(), collected_at: store.now(), cluster_id: null },
      body: key.seal(`unanswered.body:${id}`, JSON.stringify({ text, candidates })),
    })
    .execute()
  return { id, subject }
}
