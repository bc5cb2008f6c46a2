import { afterEach, describe, expect, it } from 'vitest'
import { newId, type Store } from '../../../src/conversations/store.ts'
import {
  countsBy,
  countsByEntry,
  filtered,
  hoursOf,
  totalsOf,
} from '../../../src/jobs/questions/question-figures.ts'
import { type QuestionRecords, readQuestions } from '../../../src/jobs/questions/read-questions.ts'
import { type CustomerStore, customerStore } from '../../customers/store.ts'
import { engines } from '../../databases.ts'

/** A decision of the bot, and the word of the customer on it. */
interface Made {
  readonly at: string
  readonly decision: string
  readonly entry?: string
  readonly confidence?: number
  readonly helpful?: boolean
}

let open: CustomerStore | undefined
afterEach(() => open?.close())

/** Writes a conversation with what was decided in it. */
async function write(store: Store, channel: string, language: 'zh' | 'en', made: readonly Made[]) {
  const [subject, id] = [newId(), newId()]
  const key = await store.vault.create(subject)
  const at = Date.parse(made[0]?.at ?? '')
  await store.db.transaction().execute(async (trx) => {
    await trx.insertInto('subjects').values({ id: subject, created_at: at }).execute()
    await trx
      .insertInto('conversations')
      .values({
        ...{ id, channel, subject_id: subject, user_hash: id, owner: 'bot', agent: null },
        ...{ version: 1, last_seq: 0, language, locale: null, queued_at: null, closed_at: null },
        ...{ created_at: at, updated_at: at, customer_id: null, verified_until: null, queue: null },
        ...{ priority: null, answer_due_at: null, value_yuan: null, queue_reason: null },
        ...{ handoff_ended_at: null, shared: 0 },
      })
      .execute()
    for (const [seq, { at, decision, entry = null, confidence = null, helpful }] of made.entries()) {
      const [message, reply] = [newId(), newId()]
      const created_at = Date.parse(at)
      await trx
        .insertInto('decisions')
        .values({
          ...{ id: newId(), conversation_id: id, message_id: message, decision, entry, confidence },
          ...{ language, model: 'test', created_at },
          trace: key.seal('decisions.trace:x', '{}'),
        })
        .execute()
      if (helpful === undefined) continue
      await trx
        .insertInto('messages')
        .values({
          ...{ conversation_id: id, seq: seq + 1, id: reply, role: 'bot', type: 'message' },
          ...{ status: 'none', dedupe: null, reply_to: message, visible: 1, created_at, answered_at: null },
          body: key.seal('messages.body:x', '{}'),
        })
        .execute()
      await trx
        .insertInto('feedback')
        .values({ message_id: reply, conversation_id: id, helpful: helpful ? 1 : 0, created_at })
        .execute()
    }
    await trx
      .insertInto('episodes')
      .values({
        ...{ id: newId(), conversation_id: id, channel, language, started_at: at, ended_at: at },
        ...{ resolution: 'confirmed', ended_by: 'idle', agent: null, questions: 1, failed: 0 },
      })
      .execute()
  })
}

describe.each(engines)('questions on %s', (engine) => {
  it('are counted by what became of them, on the day and at the hour of the company', async () => {
    open = await customerStore(engine)
    const { store } = open
    await write(store, 'directline', 'zh', [
      // 23:30 the day before in Shanghai, and half past midnight.
      { at: '2026-11-01T15:30:00Z', decision: 'answer', entry: 'bill.view', confidence: 0.9, helpful: false },
      { at: '2026-11-01T16:30:00Z', decision: 'answer', entry: 'bill.view', confidence: 0.9, helpful: true },
      { at: '2026-11-01T16:31:00Z', decision: 'dialog', entry: 'plan.change', confidence: 0.8 },
      // A later step of the task, small talk, a word on an answer, and what was not to be done.
      { at: '2026-11-01T16:32:00Z', decision: 'dialog', entry: 'plan.change' },
      { at: '2026-11-01T16:33:00Z', decision: 'answer', entry: 'talk.thanks', confidence: 1 },
      { at: '2026-11-01T16:34:00Z', decision: 'feedback' },
      { at: '2026-11-01T16:35:00Z', decision: 'answer' },
    ])
    await write(store, 'msteams', 'en', [
      { at: '2026-11-02T10:00:00Z', decision: 'decline', confidence: 0.1 },
      { at: '2026-11-02T10:01:00Z', decision: 'ask', entry: 'bill.pay', confidence: 0.4 },
      { at: '2026-11-02T10:02:00Z', decision: 'handoff', entry: 'svc.human' },
    ])
    const read = (from: string, to: string): Promise<QuestionRecords> =>
      readQuestions(store, { from, to, timeZone: 'Asia/Shanghai' })
    const records = await read('2026-11-01', '2026-11-02')
    expect(totalsOf(records)).toEqual({
      ...{ questions: 6, answered: 2, asked: 1, declined: 1, handedOver: 1, dialogs: 1 },
      ...{ helpful: 1, notHelpful: 1, confirmed: 2, episodes: 2 },
    })
    const days = countsBy(records, 'day')
    expect(days.get('2026-11-01')).toMatchObject({ questions: 1, notHelpful: 1, helpful: 0, episodes: 1 })
    expect(days.get('2026-11-02')).toMatchObject({ questions: 5, notHelpful: 0, helpful: 1, episodes: 1 })
    expect(hoursOf(records).flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [0, 2],
      [18, 3],
      [23, 1],
    ])
    const english = filtered(records, { language: 'en' })
    expect(totalsOf(english)).toMatchObject({ questions: 3, answered: 0, helpful: 0, episodes: 1 })
    expect(filtered(records, { channel: 'msteams' })).toEqual(english)
    expect(Object.keys(Object.fromEntries(countsBy(records, 'channel')))).toHaveLength(2)
    const entries = countsByEntry(records)
    expect(entries.get('bill.view')).toMatchObject({ questions: 2, answered: 2, helpful: 1, notHelpful: 1 })
    // What was declined belongs to no entry.
    expect([...entries.keys()].sort()).toEqual(['bill.pay', 'bill.view', 'plan.change', 'svc.human'])
    expect(countsByEntry(records, (id) => id.split('.')[0] ?? '').get('bill')?.questions).toBe(3)
    expect(totalsOf(await read('2026-11-03', '2026-11-04')).questions).toBe(0)
  })

  it('stand at the hour the clock showed on a day with one more', async () => {
    open = await customerStore(engine)
    const { store } = open
    await write(
      store,
      'directline',
      'en',
      // The clocks of London go back at two: one o'clock comes twice.
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T23:30:00Z'].map((at) => ({
        ...{ at, decision: 'answer', entry: 'bill.view', confidence: 0.9 },
      })),
    )
    const period = { from: '2026-10-25', to: '2026-10-25', timeZone: 'Europe/London' }
    const hours = hoursOf(await readQuestions(store, period))
    expect([hours[1], hours[2], hours[23]]).toEqual([2, 0, 1])
  })
})
