/** Puts conversations that were held already into a store, sealed as turns leave them. */

import { newId, type Store, sealBody } from '../../../src/conversations/store.ts'

/** Something a customer wrote, and what it was understood as. */
export interface Said {
  readonly text: string
  readonly entry?: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A conversation of somebody of their own. @returns the subject */
export async function writeConversation(
  store: Store,
  said: readonly Said[],
  customerId: string | null = null,
): Promise<string> {
  const [subject, id] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const at = said[0]?.at ?? store.now()
  await store.db.insertInto('subjects').values({ id: subject, created_at: at }).execute()
  await store.db
    .insertInto('conversations')
    .values({
      ...{ id, channel: 'directline', subject_id: subject, user_hash: id, owner: 'bot', agent: null },
      ...{
        version: 1,
        last_seq: said.length,
        language: 'zh',
        locale: null,
        queued_at: null,
        closed_at: null,
      },
      ...{ created_at: at, updated_at: at, customer_id: customerId, verified_until: null, queue: null },
      ...{ priority: null, answer_due_at: null, value_yuan: null, queue_reason: null },
      ...{ handoff_ended_at: null, shared: 0 },
    })
    .execute()
  const rows = said.map((one) => ({ ...one, id: newId() }))
  await store.db
    .insertInto('messages')
    .values(
      rows.map((row, place) => ({
        ...{ conversation_id: id, seq: place + 1, id: row.id, role: 'user' as const, type: 'message' },
        ...{ status: 'answered' as const, dedupe: null, reply_to: null, visible: 1, created_at: row.at },
        ...{ body: sealBody(key, row.id, { type: 'message', text: row.text }), answered_at: row.at },
      })),
    )
    .execute()
  const decided = rows.filter(({ entry }) => entry !== undefined)
  if (decided.length > 0)
    await store.db
      .insertInto('decisions')
      .values(
        decided.map((row) => ({
          ...{ id: newId(), conversation_id: id, message_id: row.id, decision: 'answer' },
          ...{ entry: row.entry ?? null, confidence: 0.9, language: 'zh', model: 'test', created_at: row.at },
          trace: key.seal('decisions.trace', '{}'),
        })),
      )
      .execute()
  return subject
}
