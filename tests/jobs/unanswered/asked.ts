/** Puts what customers asked, and what the bot decided, into a store, as turns leave it. */

import { newId, type Store, sealBody } from '../../../src/conversations/store.ts'

/** Something that was said, with what the bot decided on it; `bot` and `agent` wrote without being asked. */
export interface Step {
  readonly text: string
  readonly by?: 'user' | 'agent'
  readonly decision?: 'answer' | 'ask' | 'decline' | 'dialog' | 'handoff'
  readonly entry?: string
  readonly confidence?: number
  readonly understanding?: object
  readonly risk?: 'low' | 'medium' | 'high'
  /** What the handoff rules saw besides. */
  readonly facts?: { readonly intent?: string | null; readonly wants_person?: boolean }
  /** What the customer clicked below the answer. */
  readonly helpful?: boolean
}

/** A conversation, one step a second from a moment on. */
export async function conversation(
  store: Store,
  from: number,
  steps: readonly Step[],
): Promise<{ readonly id: string; readonly subject: string; readonly messages: readonly string[] }> {
  const [subject, id] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const messages = steps.map(() => newId())
  await store.db.transaction().execute(async (trx) => {
    await trx.insertInto('subjects').values({ id: subject, created_at: from }).execute()
    await trx
      .insertInto('conversations')
      .values({
        ...{ id, channel: 'directline', subject_id: subject, user_hash: id, owner: 'bot', agent: null },
        ...{ version: 1, last_seq: steps.length * 2, language: 'zh', locale: null, queued_at: null },
        ...{ closed_at: null, created_at: from, updated_at: from, customer_id: null, shared: 0 },
        ...{ verified_until: null, queue: null, priority: null, answer_due_at: null, value_yuan: null },
        ...{ queue_reason: null, handoff_ended_at: null },
      })
      .execute()
    for (const [at, step] of steps.entries()) {
      const [messageId = '', time] = [messages[at], from + at * 1_000]
      const message = { conversation_id: id, type: 'message', dedupe: null, visible: 1, created_at: time }
      await trx
        .insertInto('messages')
        .values({
          ...{ ...message, seq: at * 2 + 1, id: messageId, role: step.by ?? 'user', status: 'answered' },
          ...{ reply_to: null, answered_at: time },
          body: sealBody(key, messageId, { type: 'message', text: step.text }),
        })
        .execute()
      if (step.decision === undefined) continue
      const [decision, reply] = [newId(), newId()]
      const trace = {
        understanding: step.understanding ?? { candidates: [{ intent: 'bill.view', probability: 0.3 }] },
        handoff: { facts: { risk_band: step.risk ?? null, ...step.facts } },
      }
      await trx
        .insertInto('decisions')
        .values({
          ...{ id: decision, conversation_id: id, message_id: messageId, decision: step.decision },
          ...{ entry: step.entry ?? null, confidence: step.confidence ?? null, language: 'zh', model: 'm' },
          ...{ created_at: time, trace: key.seal(`decisions.trace:${decision}`, JSON.stringify(trace)) },
        })
        .execute()
      if (step.helpful === undefined) continue
      await trx
        .insertInto('messages')
        .values({
          ...{ ...message, seq: at * 2 + 2, id: reply, role: 'bot', status: 'none', reply_to: messageId },
          ...{ answered_at: null, body: sealBody(key, reply, { type: 'message', text: 'answer' }) },
        })
        .execute()
      await trx
        .insertInto('feedback')
        .values({
          ...{ message_id: reply, conversation_id: id, created_at: time },
          helpful: step.helpful ? 1 : 0,
        })
        .execute()
    }
  })
  return { id, subject, messages }
}

/** A hand-over that an agent answered. */
export async function handoff(
  store: Store,
  conversationId: string,
  {
    rule,
    startedAt,
    answeredAt,
  }: { readonly rule: string | null; readonly startedAt: number; readonly answeredAt: number },
): Promise<void> {
  await store.db
    .insertInto('handoffs')
    .values({
      ...{ id: newId(), conversation_id: conversationId, customer_id: null, channel: 'directline' },
      ...{ language: 'zh', queue: null, priority: null, rule, risk_band: null, value_yuan: null },
      ...{ started_at: startedAt, due_at: null, claimed_at: startedAt, claimed_by: 'lin' },
      ...{ first_reply_at: answeredAt, ended_at: null, ended_by: null, outcome: null, reason: null },
      ...{ verdict: null, verdict_by: null, verdict_at: null },
    })
    .execute()
}
