import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadCorpus } from '../../../src/corpus/load.ts'
import type { Corpus } from '../../../src/corpus/types.ts'
import { collectAll } from '../../../src/jobs/unanswered/collect.ts'
import { openQuestion } from '../../../src/jobs/unanswered/questions.ts'
import { rankOf } from '../../../src/jobs/unanswered/rank.ts'
import { onDisk, smallCompany, smallCorpus } from '../../corpus/small-corpus.ts'
import { openedStore } from '../../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { conversation, handoff, type Step } from './asked.ts'

const NOW = Date.parse('2026-11-22T05:00:00Z')
const HOUR = 3_600_000
const FROM = NOW - HOUR

describe.each(engines)('collecting on %s', (engine) => {
  let home: TestHome
  let opened: Awaited<ReturnType<typeof openedStore>>
  let corpus: Corpus

  beforeAll(async () => {
    home = await testHome(engine)
    opened = await openedStore(home, engine, () => NOW)
    corpus = await loadCorpus(await onDisk(await smallCorpus()), await onDisk(smallCompany))
  })
  afterAll(async () => {
    await opened.close()
    await home.remove()
  })
  beforeEach(async () => {
    for (const table of [
      'unanswered',
      'unanswered_feed',
      'clusters',
      'settled_phrases',
      'decisions',
      'handoffs',
      'feedback',
    ] as const)
      await opened.store.db.deleteFrom(table).execute()
  })

  const collect = () => collectAll({ store: opened.store, corpus: () => corpus })
  const rows = () => opened.store.db.selectFrom('unanswered').selectAll().orderBy('asked_at').execute()
  const of = async (messages: readonly string[]) =>
    (await rows()).filter(({ message_id }) => messages.includes(message_id))

  it('takes what was declined, masked and sealed, and each question once', async () => {
    const { messages, subject } = await conversation(opened.store, FROM, [
      { text: '我的号码13812345678能养狗吗', decision: 'decline', confidence: 0.2, risk: 'high' },
      { text: '5', decision: 'decline', confidence: 0 },
      { text: '？', decision: 'decline', confidence: 0 },
      { text: '取消', decision: 'decline', confidence: 0 },
      { text: '你好', decision: 'answer', entry: 'talk.hello', confidence: 0.9 },
      { text: '账单怎么看', decision: 'answer', entry: 'bill.view', confidence: 0.9 },
    ])
    const [first, second] = await Promise.all([collect(), collect()])
    expect(first + second).toBe(1)
    const [row, ...others] = await rows()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      ...{ message_id: messages[0], subject_id: subject, reason: 'declined', status: 'new', language: 'zh' },
      ...{ risk_band: 'high', confidence: 0.2, entry: null },
    })
    expect(row && (await openQuestion(opened.store, row))).toEqual({
      text: '我的号码〔手机号〕能养狗吗',
      candidates: [{ intent: 'bill.view', probability: 0.3 }],
    })
    expect(await collect()).toBe(0)
  })

  it('tells a question that was asked back about from one whose meaning was chosen, and from none of these', async () => {
    const open = await conversation(opened.store, FROM, [
      { text: '那个东西怎么弄', decision: 'ask', entry: 'bill.view', confidence: 0.4 },
    ])
    const chosen = await conversation(opened.store, FROM, [
      { text: '套餐那个怎么看', decision: 'ask', entry: 'bill.view', confidence: 0.4 },
      {
        text: '套餐',
        decision: 'answer',
        entry: 'plan.list',
        confidence: 1,
        understanding: { chosen: 'plan.list' },
      },
    ])
    const none = await conversation(opened.store, FROM, [
      { text: '狗粮套餐有吗', decision: 'ask', entry: 'plan.list', confidence: 0.4 },
      { text: '都不是', decision: 'decline', understanding: { reason: 'none of these' } },
    ])
    await collect()
    expect(await of(open.messages)).toMatchObject([{ reason: 'asked', status: 'new' }])
    const [label] = await of(chosen.messages)
    expect(label).toMatchObject({ status: 'labelled', right_entry: 'plan.list' })
    expect(await of(none.messages)).toMatchObject([{ message_id: none.messages[0], reason: 'none-of-these' }])
    const clusters = await opened.store.db.selectFrom('clusters').selectAll().execute()
    expect(clusters).toMatchObject([
      { id: label?.cluster_id, status: 'labelled', entry: 'plan.list', questions: 1 },
    ])
  })

  it('takes what was not helpful, unless they changed their mind', async () => {
    const steps = { text: '账单为什么贵', decision: 'answer', entry: 'bill.view', confidence: 0.9 } as const
    const { messages } = await conversation(opened.store, FROM, [{ ...steps, helpful: false }])
    await conversation(opened.store, FROM, [{ ...steps, helpful: true }])
    await collect()
    expect(await rows()).toMatchObject([
      { message_id: messages[0], reason: 'not-helpful', entry: 'bill.view' },
    ])
    await opened.store.db.updateTable('feedback').set({ helpful: 1, created_at: NOW }).execute()
    await collect()
    expect(await rows()).toEqual([])
  })

  it('takes what was handed over after a failure, with what the agent answered, and what an agent corrected', async () => {
    const failed = await conversation(opened.store, FROM, [
      { text: '能不能给狗办卡', decision: 'decline', confidence: 0.1 },
      { text: '转人工', decision: 'handoff', entry: 'svc.human', confidence: 0.9, risk: 'medium' },
      { text: '可以，到营业厅办', by: 'agent' },
    ])
    await handoff(opened.store, failed.id, {
      rule: 'fixed.person',
      startedAt: FROM + 1_000,
      answeredAt: FROM + 2_000,
    })
    const corrected = await conversation(opened.store, FROM, [
      { text: '账单里那个是什么', decision: 'answer', entry: 'bill.view', confidence: 0.8 },
      { text: '那是漫游费', by: 'agent' },
    ])
    await handoff(opened.store, corrected.id, { rule: null, startedAt: FROM + 500, answeredAt: FROM + 1_000 })
    await collect()
    expect(await of(failed.messages)).toMatchObject([
      {
        message_id: failed.messages[0],
        reason: 'handed-over',
        risk_band: 'medium',
        agent_message_id: failed.messages[2],
      },
    ])
    expect(await of(corrected.messages)).toMatchObject([
      {
        message_id: corrected.messages[0],
        reason: 'corrected',
        agent_message_id: corrected.messages[1],
        entry: 'bill.view',
      },
    ])
  })

  it('takes what an agent corrected where customer or rules asked for them because of the answer, and only then', async () => {
    const answered: Step = {
      text: '账单里那个是什么',
      decision: 'answer',
      entry: 'bill.view',
      confidence: 0.8,
    }
    const agent: Step = { text: '那是漫游费', by: 'agent' }
    const wish = (facts: Step['facts'] = {}): Step => ({
      ...{ text: '转人工吧', decision: 'handoff', entry: 'svc.human' },
      facts: { intent: 'svc.human', wants_person: true, ...facts },
    })
    const thanks: Step = { text: '谢谢你', decision: 'answer', entry: 'talk.thanks', confidence: 0.9 }
    const cases: readonly [steps: readonly Step[], rule: string | null, isCorrected: boolean][] = [
      [[answered, wish(), agent], 'fixed.person', true],
      [[answered, wish(), wish(), agent], 'fixed.person', true],
      // The same again, or in anger: the rules bring somebody.
      [[answered, wish({ intent: 'bill.view', wants_person: false }), agent], 'repeated', true],
      [[answered, wish({ intent: 'talk.angry', wants_person: false }), agent], 'angry', true],
      // Answered while they waited, and they stayed.
      [[wish(), answered, agent], 'fixed.person', true],
      [[{ ...answered, helpful: true }, wish(), agent], 'fixed.person', false],
      [[answered, thanks, wish(), agent], 'fixed.person', false],
      [[answered, wish({ intent: 'svc.complaint' }), agent], 'fixed.person', false],
      [[answered, wish({ intent: null, wants_person: false }), agent], 'fallback', false],
      [[answered, agent], 'api.request', false],
    ]
    for (const [steps, rule, isCorrected] of cases) {
      const { id, messages } = await conversation(opened.store, FROM, steps)
      const [startedAt, answeredAt] = [FROM + 500, FROM + (steps.length - 1) * 1_000]
      await handoff(opened.store, id, { rule, startedAt, answeredAt })
      await opened.store.db.deleteFrom('unanswered_feed').execute()
      await collect()
      const corrected = (await of(messages)).filter(({ reason }) => reason === 'corrected')
      const expected = { message_id: messages[steps.indexOf(answered)], agent_message_id: messages.at(-1) }
      expect(corrected, JSON.stringify([steps, rule])).toMatchObject(isCorrected ? [expected] : [])
    }
  })

  it('takes the question, not the choice, where what was chosen did not help', async () => {
    const choice = { text: '查看账单', decision: 'answer', entry: 'bill.view', confidence: 1 } as const
    const { messages } = await conversation(opened.store, FROM, [
      { text: '那个账怎么弄', decision: 'ask', entry: 'bill.view', confidence: 0.4 },
      { ...choice, understanding: { chosen: 'bill.view' }, helpful: false },
    ])
    await collect()
    expect(await rows()).toMatchObject([
      { message_id: messages[0], reason: 'not-helpful', status: 'labelled', right_entry: 'bill.view' },
    ])
  })

  it('sees what is committed up to a minute late', async () => {
    await collect()
    await conversation(opened.store, NOW - 30_000, [
      { text: '能养狗吗', decision: 'decline', confidence: 0.2 },
    ])
    expect(await collect()).toBe(1)
  })

  it('leaves out whoever is erased', async () => {
    const { subject } = await conversation(opened.store, FROM, [
      { text: '能养狗吗', decision: 'decline', confidence: 0.2 },
    ])
    await opened.store.vault.destroy(subject)
    expect(await collect()).toBe(0)
  })
})

describe('the rank', () => {
  const DAY = 86_400_000
  it('counts customers, not questions, by risk and by how long ago they asked', () => {
    const at = NOW
    expect(rankOf([], NOW)).toBe(0)
    expect(
      rankOf(
        [
          { person: 'a', risk: null, at },
          { person: 'a', risk: 'low', at: NOW - DAY },
        ],
        NOW,
      ),
    ).toBe(1)
    expect(
      rankOf(
        [
          { person: 'a', risk: 'high', at },
          { person: 'b', risk: 'medium', at },
        ],
        NOW,
      ),
    ).toBe(5)
    expect(rankOf([{ person: 'a', risk: null, at: NOW - 14 * DAY }], NOW)).toBeCloseTo(0.5)
  })
})
