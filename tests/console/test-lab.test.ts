/** The test lab over real HTTP: the live model is measured, and held-out questions are edited in the draft. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HeldOutAnswer, HeldOutDeed, TestLabAnswer } from '../../src/console/test-lab-types.ts'
import { learnedHash } from '../../src/corpus/unanswered/learned.ts'
import { unansweredQuestion } from '../jobs/test-lab/unanswered-question.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/test-lab'
let server: TestServer
let lead: Desk

beforeAll(async () => {
  server = await testServer()
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
})
afterAll(() => server.close())

const find = async (query: Readonly<Record<string, string>>): Promise<HeldOutAnswer> =>
  (await lead.call('GET', `${BASE}/questions?${new URLSearchParams(query)}`)).body as HeldOutAnswer
const change = (deed: HeldOutDeed) => lead.call('POST', `${BASE}/questions`, deed)
const undo = (changes: readonly string[]) => lead.call('POST', `${BASE}/undo`, { changes })

it('tells how the model in force does on questions it has not learned', async () => {
  const answer = (await lead.call('GET', BASE)).body as TestLabAnswer
  expect(answer.questions).toBeGreaterThan(1_000)
  expect(answer.accuracy.all).toBeGreaterThan(0.9)
  expect(answer.entries.reduce((sum, { questions }) => sum + questions, 0)).toBe(answer.questions)
  const right = answer.entries.reduce((sum, one) => sum + one.right, 0)
  expect(right / answer.questions).toBeCloseTo(answer.accuracy.all ?? 0)
  const wrong = answer.confusions
    .filter(({ expected }) => expected !== '')
    .reduce((sum, { count }) => sum + count, 0)
  expect(wrong).toBe(answer.questions - right)
  expect(answer.pairs[0]?.similarity).toBeGreaterThan(0.5)
  expect(answer).toMatchObject({ revision: null, history: [] })
})

it('adds, changes, moves and removes questions in the draft, and takes each back', async () => {
  const text = '这个月账单怎么还没有出来呢亲'
  const before = await find({ entry: 'bill.view' })
  expect(before.total).toBeGreaterThan(3)
  const added = await change({ deed: 'add', label: 'bill.view', language: 'zh', text })
  expect(added.status).toBe(200)
  const [question, ...others] = (await find({ q: text })).questions
  expect(others).toEqual([])
  expect(question).toMatchObject({ labels: ['bill.view'], language: 'zh', text })
  const key = question?.key ?? ''

  // Nothing is held out twice, and nothing that was learned.
  const known = server.open.store && (await find({ entry: 'bill.view' })).questions[0]?.text
  for (const twin of [`${text}？`, known ?? ''])
    expect(await change({ deed: 'add', label: 'pay.refund', language: 'zh', text: twin })).toMatchObject({
      status: 409,
      body: { error: { code: 'QuestionKnown' } },
    })

  const to = { language: 'mixed', text: '这个月 bill 怎么还没有出来' } as const
  expect((await change({ deed: 'change', key, language: 'zh', text, to })).status).toBe(200)
  expect((await find({ q: to.text })).questions).toMatchObject([{ key, ...to }])
  // Somebody else still sees the old one.
  expect(await change({ deed: 'remove', key, language: 'zh', text })).toMatchObject({
    status: 409,
    body: { error: { code: 'QuestionGone' } },
  })

  const moved = await change({ deed: 'move', key, label: 'pay.refund', ...to })
  expect((await find({ q: to.text })).questions).toMatchObject([{ labels: ['pay.refund'], ...to }])
  expect((await undo(moved.body.changes)).status).toBe(200)
  expect((await find({ q: to.text })).questions).toMatchObject([{ labels: ['bill.view'], key }])

  const removed = await change({ deed: 'remove', key, ...to })
  expect(await find({ q: to.text })).toMatchObject({ total: 0 })
  expect((await undo(removed.body.changes)).status).toBe(200)
  expect(await find({ q: to.text })).toMatchObject({ total: 1, changed: 1 })
  // Taken back once only.
  expect((await undo(removed.body.changes)).status).toBe(409)
})

it('offers the least certain live questions, and labels them once', async () => {
  const sure = await unansweredQuestion(
    server.open.store,
    'qingchuan bill please explain it',
    'en',
    [0.8, 0.1],
  )
  const torn = await unansweredQuestion(server.open.store, '钱扣了两遍是退还是算在账单里', 'zh', [0.41, 0.4])
  const masked = await unansweredQuestion(server.open.store, '我叫〔姓名〕账单在哪', 'zh', [0.6, 0.3])
  const list = async (): Promise<string[]> =>
    (await lead.call('GET', `${BASE}/uncertain?days=7`)).body.questions.map(({ id }: { id: string }) => id)
  expect(await list()).toEqual([torn.id, masked.id, sure.id])
  const label = (id: string, entry: string | null, as: 'phrase' | 'test') =>
    lead.call('POST', `${BASE}/label`, { id, entry, as })

  const learned = await label(torn.id, 'pay.refund', 'phrase')
  expect(learned.status).toBe(200)
  expect((await label(torn.id, 'bill.view', 'phrase')).status).toBe(409)
  const { store } = server.open
  // Whoever said it can have it taken out of the corpus again.
  const origins = () =>
    store.db.selectFrom('learned_phrases').select(['key', 'subject_id', 'text_hash']).execute()
  expect(await origins()).toEqual([
    {
      ...{ key: 'entry:pay.refund', subject_id: torn.subject },
      text_hash: learnedHash(store, '钱扣了两遍是退还是算在账单里'),
    },
  ])
  expect((await label(masked.id, 'bill.view', 'test')).body.error.code).toBe('QuestionMasked')
  expect((await label(sure.id, null, 'phrase')).status).toBe(200)
  expect(await list()).toEqual([masked.id])

  const back = { id: torn.id, change: learned.body.change }
  expect((await lead.call('POST', `${BASE}/label/undo`, back)).status).toBe(200)
  expect(await list()).toEqual([torn.id, masked.id])
  // Of both: the history of the draft has the first still.
  expect((await origins()).map(({ key }) => key)).toEqual([
    'entry:pay.refund',
    'file:lexicon/background.yaml',
  ])
  const draft = await store.db.selectFrom('draft_items').select(['key', 'source']).execute()
  const background = draft.find(({ key }) => key === 'file:lexicon/background.yaml')?.source
  expect(background).toContain('qingchuan bill please explain it')
  expect(draft.find(({ key }) => key === 'entry:pay.refund')).toBeUndefined()
})

it('refuses what is no deed', async () => {
  const text = 'where is my bill hiding'
  for (const [deed, status] of [
    [{ deed: 'add', label: 'no.such', language: 'en', text }, 404],
    [{ deed: 'add', label: 'bill.view', language: 'fr', text }, 400],
    [{ deed: 'add', label: 'bill.view', language: 'en', text: ' ' }, 400],
    [{ deed: 'remove', key: 'entry:bill.view', language: 'en', text }, 400],
    [{ deed: 'remove', key: 'test:tests/none.yaml#bill.view', language: 'en', text }, 409],
  ] as const)
    expect((await lead.call('POST', `${BASE}/questions`, deed)).status, JSON.stringify(deed)).toBe(status)
})
