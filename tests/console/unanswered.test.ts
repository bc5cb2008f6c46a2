/** What the bot did not know over real HTTP: from customers' questions to clusters, decisions, the draft, and back. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type {
  ClusterAnswer,
  ClustersAnswer,
  DeedAnswer,
  DeedsAnswer,
} from '../../src/console/unanswered-types.ts'
import { learnedHash } from '../../src/corpus/unanswered/learned.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/unanswered'
let server: TestServer
let lead: Desk

beforeAll(async () => {
  server = await testServer()
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
})
afterAll(() => server.close())

const list = async (query = ''): Promise<ClustersAnswer> =>
  (await lead.call('GET', `${BASE}?${query}`)).body as ClustersAnswer
const read = async (id: string): Promise<ClusterAnswer> =>
  (await lead.call('GET', `${BASE}/${id}`)).body as ClusterAnswer
const act = (id: string, deed: object) => lead.call('POST', `${BASE}/${id}/deed`, deed)
const undo = (deed: string) => lead.call('POST', `${BASE}/undo`, { deed })
/** As the draft has it; empty where it is what is live. */
const itemOf = async (key: string): Promise<string> => {
  const draft = server.open.store.db.selectFrom('draft_items').select('source')
  return (await draft.where('key', '=', key).executeTakeFirst())?.source ?? ''
}

/** Clusters what was asked, however long the process takes. */
async function clustered(): Promise<ClustersAnswer> {
  const before = (await list()).clusteredAt
  expect((await lead.call('POST', `${BASE}/cluster`)).status).toBe(202)
  await vi.waitFor(
    async () => {
      const { clusteredAt, run } = await list()
      expect([clusteredAt !== before, run]).toEqual([true, null])
    },
    { timeout: 60_000, interval: 200 },
  )
  return list()
}

const PARKING = ['停车场可以免费停车吗', '停车场能免费停车吗', '停车场停车要钱吗', '请问停车场停车是免费的吗']

const PANDAS = '熊猫基地的门票怎么抢呀'

it('finds what several customers ask and the bot does not know, masked', async () => {
  for (const text of PARKING) await (await Customer.start(server.url)).ask(text)
  await (await Customer.start(server.url)).ask('我叫王小明，宠物 13812345678 能寄养吗')
  await (await Customer.start(server.url)).ask(PANDAS)
  const { clusters, counts, waiting } = await clustered()
  expect(waiting).toBe(0)
  expect(counts.new).toBe(clusters.length)
  const [first] = clusters
  expect(first).toMatchObject({
    status: 'new',
    questions: 4,
    customers: 4,
    zh: 4,
    en: 0,
    rank: expect.closeTo(4, 1),
  })
  expect(first?.title).toContain('停车')
  expect(first?.trend.at(-1)).toBe(4)
  const cluster = await read(first?.id ?? '')
  expect(cluster.examples.map(({ text }) => text).sort()).toEqual([...PARKING].sort())
  expect(cluster.examples[0]).toMatchObject({ channel: 'directline', conversation: expect.any(String) })
  const pets = clusters.find(({ title }) => title.includes('宠物'))
  expect(pets?.title).toBe('我叫〔姓名〕，宠物 〔手机号〕 能寄养吗')
}, 90_000)

it('puts questions into an entry of the draft, and takes that back', async () => {
  const [cluster] = (await list()).clusters
  const id = cluster?.id ?? ''
  const accepted = (await act(id, { deed: 'accept', entry: 'bill.view' })).body as DeedAnswer
  expect(accepted).toMatchObject({ questions: 4, phrases: 4, passed: [] })
  expect(await itemOf('entry:bill.view')).toContain(PARKING[0])
  expect((await list('status=accepted')).clusters).toMatchObject([{ id, entry: 'bill.view', questions: 4 }])
  const { db, vault } = server.open.store
  const learned = await db.selectFrom('learned_phrases').select(['key', 'text_hash']).execute()
  expect(learned).toContainEqual({
    key: 'entry:bill.view',
    text_hash: learnedHash({ vault }, PARKING[0] ?? ''),
  })
  expect(await act(id, { deed: 'dismiss' })).toMatchObject({
    status: 409,
    body: { error: { code: 'QuestionGone' } },
  })

  const past = async () => ((await lead.call('GET', `${BASE}/deeds`)).body as DeedsAnswer).deeds
  const title = expect.stringContaining('停车')
  expect(await past()).toEqual([{ deed: accepted.deed, cluster: id, title }])
  expect((await undo(accepted.deed)).status).toBe(200)
  expect((await undo(accepted.deed)).status).toBe(404)
  expect(await past()).toEqual([])
  expect(await itemOf('entry:bill.view')).not.toContain(PARKING[0])
  expect((await list('status=new')).clusters[0]).toMatchObject({ id, questions: 4, entry: null })
  // The history of the draft still has them: whoever is erased has to be found in it.
  expect(await db.selectFrom('learned_phrases').select('id').execute()).toHaveLength(4)
})

it('says nothing where nothing has changed since it was asked, and only counts where something has', async () => {
  const { version, clusters, ...head } = await list('status=new')
  const since = `${BASE}?status=new&since=${version}`
  expect(await lead.call('GET', since)).toMatchObject({ status: 204, body: null })
  const dismissed = (await act(clusters[0]?.id ?? '', { deed: 'dismiss' })).body as DeedAnswer
  const { body } = await lead.call('GET', since)
  expect(body).toMatchObject({ total: head.total - 1, clusters: [], next: null })
  expect((body as ClustersAnswer).version).not.toBe(version)
  await undo(dismissed.deed)
  expect((await lead.call('GET', since)).status).toBe(204)
})

it('says so where the draft was changed since, and undoes nothing', async () => {
  const [cluster] = (await list()).clusters
  const id = cluster?.id ?? ''
  const first = (
    await act(id, { deed: 'accept', entry: 'bill.view', questions: [(await read(id)).examples[0]?.id] })
  ).body as DeedAnswer
  expect(first).toMatchObject({ questions: 1, phrases: 1 })
  const second = (await act(id, { deed: 'accept', entry: 'bill.view' })).body as DeedAnswer
  expect(second).toMatchObject({ questions: 3, phrases: 3 })
  expect(await undo(first.deed)).toMatchObject({
    status: 409,
    body: { error: { code: 'DraftChangedSince' } },
  })
  expect((await undo(second.deed)).status).toBe(200)
  const { clusters } = await list('status=new')
  expect(clusters.find((one) => one.id === id)?.questions).toBe(3)
})

it('makes entries, adds to the background list, splits', async () => {
  const clusters = (await list('status=new')).clusters
  const parking = clusters.find(({ title }) => title.includes('停车'))?.id ?? ''
  const { examples } = await read(parking)
  const split = (await act(parking, { deed: 'split', questions: [examples[0]?.id] })).body as DeedAnswer
  expect((await read(parking)).questions).toBe(2)
  // What a lead has taken apart stays apart.
  expect((await clustered()).clusters.find(({ id }) => id === parking)?.questions).toBe(2)
  expect((await undo(split.deed)).status).toBe(200)
  expect((await read(parking)).questions).toBe(3)
  expect((await act(parking, { deed: 'split', questions: examples.map(({ id }) => id) })).status).toBe(400)

  const titles = { title: { zh: '停车', en: 'Parking' }, answer: { zh: '可以。', en: 'Yes.' } }
  expect((await act(parking, { deed: 'create', id: 'bill.view', ...titles })).status).toBe(409)
  const made = (await act(parking, { deed: 'create', id: 'shop.parking', ...titles })).body as DeedAnswer
  expect(made.phrases).toBe(3)
  expect(await itemOf('entry:shop.parking')).toContain('Parking')
  expect((await undo(made.deed)).status).toBe(200)

  const out = (await act(parking, { deed: 'out-of-scope' })).body as DeedAnswer
  expect(out.phrases).toBe(3)
  expect(await itemOf('file:lexicon/background.yaml')).toContain(examples[0]?.text)
}, 60_000)

it('never brings back what was dismissed', async () => {
  const pandas = (await list()).clusters.find(({ title }) => title.includes('熊猫'))
  expect((await act(pandas?.id ?? '', { deed: 'dismiss' })).status).toBe(200)
  for (const text of [PANDAS, `${PANDAS}？？`]) await (await Customer.start(server.url)).ask(text)
  const { clusters } = await clustered()
  expect(clusters.filter(({ title }) => title.includes('熊猫'))).toEqual([])
}, 90_000)
