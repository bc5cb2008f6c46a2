/** Puts decisions that were made already into a store, sealed as turns leave them. */

import { v7 } from 'uuid'
import { newId, type Store } from '../../src/conversations/store.ts'

/** What the rules looked at in one turn; undefined where none were asked. */
export interface MadeDecision {
  readonly facts: object | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A conversation with its decisions, oldest first; all in one transaction each. @returns its id and subject */
export async function writeDecisions(
  store: Store,
  made: readonly MadeDecision[],
): Promise<{ readonly id: string; readonly subject: string }> {
  const [subject, id] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const at = made[0]?.at ?? store.now()
  const rows = made.map((one) => ({ ...one, id: v7({ msecs: one.at }) }))
  await store.db.transaction().execute(async (trx) => {
    await trx.insertInto('subjects').values({ id: subject, created_at: at }).execute()
    await trx
      .insertInto('conversations')
      .values({
        ...{ id, channel: 'directline', subject_id: subject, user_hash: id, owner: 'bot', agent: null },
        ...{ version: 1, last_seq: 0, language: 'zh', locale: null, queued_at: null, closed_at: null },
        ...{ created_at: at, updated_at: at, customer_id: null, verified_until: null, queue: null },
        ...{ priority: null, answer_due_at: null, value_yuan: null, queue_reason: null },
        ...{ handoff_ended_at: null, shared: 0 },
      })
      .execute()
    for (const row of rows)
      await trx
        .insertInto('decisions')
        .values({
          ...{ id: row.id, conversation_id: id, message_id: row.id, decision: 'answer', entry: null },
          ...{ confidence: 0.9, language: 'zh', model: 'test', created_at: row.at },
          trace: key.seal(
            `decisions.trace:${row.id}`,
            JSON.stringify({ understanding: [], ...(row.facts && { handoff: { facts: row.facts } }) }),
          ),
        })
        .execute()
  })
  return { id, subject }
}
