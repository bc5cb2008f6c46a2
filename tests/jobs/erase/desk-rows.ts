/** Something of a customer in every table of the desk. */

import { newId, type Store } from '../../../src/conversations/store.ts'
import { block } from '../../../src/services/blocks.ts'
import { addNote } from '../../../src/services/notes.ts'
import { Presence } from '../../../src/services/presence.ts'
import { setTags } from '../../../src/services/tags.ts'

/** What is written where the person's own words may stand. */
export interface DeskWords {
  readonly note: string
  readonly comment: string
}

/** Adds it to a conversation of a customer. */
export async function addDeskRows(
  store: Store,
  customer: { readonly id: string },
  chat: { readonly id: string; readonly subjectId: string },
  words: DeskWords,
): Promise<void> {
  const conversation_id = chat.id
  await addNote(store, 'wang', chat.id, words.note)
  await setTags(store, 'wang', chat.id, ['vip'], new Set(['vip']))
  await new Presence(store).seen('wang', chat.id, { writing: false, seenSeq: 1 })
  const by = { account: 'wang', maxHours: 24, mayLift: false }
  await block(store, by, chat.id, { hours: 1, reason: 'other' }, () => [])
  const at = store.now()
  const [handoff, episode, rating] = [newId(), newId(), newId()]
  const about = { conversation_id, channel: 'teams', language: 'zh' as const }
  const { db } = store
  await db.insertInto('conversation_words').values({ word: 'x', conversation_id, seq: 1 }).execute()
  await db
    .insertInto('handoffs')
    .values({
      ...{ id: handoff, ...about, customer_id: customer.id, queue: 'general', priority: 50 },
      ...{ rule: 'fixed.person', risk_band: 'high', value_yuan: 12, started_at: at, due_at: at },
      ...{ claimed_at: at, claimed_by: 'wang', first_reply_at: at, ended_at: at, ended_by: 'wang' },
      ...{ outcome: 'closed', reason: 'solved', verdict: 'right', verdict_by: 'wang', verdict_at: at },
    })
    .execute()
  await db
    .insertInto('episodes')
    .values({
      ...{ id: episode, ...about, started_at: at, ended_at: at, resolution: 'escalated' },
      ...{ ended_by: 'agent', agent: 'wang', questions: 1, failed: 0 },
    })
    .execute()
  const key = await store.vault.keyOf(chat.subjectId)
  await db
    .insertInto('ratings')
    .values({
      ...{ id: rating, ...about, subject_id: chat.subjectId, episode_id: episode, handoff_id: handoff },
      ...{ agent: 'wang', asked_at: at, expires_at: at, score: 2, answered_at: at, task_id: null },
      comment: key.seal(`ratings.comment:${rating}`, words.comment),
    })
    .execute()
  await db
    .insertInto('team_notices')
    .values({
      ...{ id: newId(), way: 'mail', event: 'waiting', conversation_id, dedupe: newId(), body: '{}' },
      ...{ status: 'sent', due_at: at, lease_until: null, last_error: null, created_at: at, sent_at: at },
    })
    .execute()
}
