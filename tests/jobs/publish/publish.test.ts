/** The whole way from a draft to customers over real HTTP: gate, publish, override, rollback, four eyes, two processes. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../../src/accounts/accounts.ts'
import type {
  DifferenceAnswer,
  EntryContent,
  GateAnswer,
  GateState,
  ItemAnswer,
  RevisionsAnswer,
  TryAnswer,
} from '../../../src/console/corpus-types.ts'
import { Desk } from '../../console/desk-client.ts'
import { engines } from '../../databases.ts'
import { type TestServer, testServer } from '../../server.ts'
import { shopFolders } from './shop-corpus.ts'

const BASE = '/api/console/corpus'
const KEY = 'entry:bill.view'
const PASSWORD = 'kuzo-mira-tepa-lodu'

describe.each(engines)('publishing on %s', (engine) => {
  let server: TestServer
  let other: TestServer
  let lead: Desk
  let second: Desk

  beforeAll(async () => {
    const { corpus, company } = await shopFolders()
    const env = { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company }
    server = await testServer({ engine, env })
    other = await testServer({ engine, home: server.home, env: { ...env, CURATION_FOUR_EYES: '1' } })
    for (const name of ['mei', 'li'])
      await addAccount(server.open.store, 'test', { name, role: 'lead', password: PASSWORD })
    lead = await Desk.signIn(server.url, { name: 'mei', password: PASSWORD })
    second = await Desk.signIn(other.url, { name: 'li', password: PASSWORD })
  })
  afterAll(async () => {
    await other.stop()
    await server.close()
  })

  async function get<Answer>(path: string, who = lead): Promise<Answer> {
    const { status, body } = await who.call('GET', `${BASE}/${path}`)
    expect([path, status, body?.error]).toEqual([path, 200, undefined])
    return body
  }
  const post = (path: string, body: object = {}, who = lead) => who.call('POST', `${BASE}/${path}`, body)

  async function edit(change: (entry: EntryContent) => EntryContent, key = KEY): Promise<void> {
    const item = await get<ItemAnswer>(`item?key=${encodeURIComponent(key)}`)
    if (item.content?.kind !== 'entry') throw new Error('It is no entry.')
    const content = { kind: 'entry', entry: change(item.content.entry) }
    const { status } = await lead.call('PUT', `${BASE}/item`, { key, version: item.version, content })
    expect(status).toBe(200)
  }

  async function examined(who = lead): Promise<GateState> {
    expect((await post('gate', {}, who)).status).toBe(202)
    await expect
      .poll(async () => (await get<GateAnswer>('gate', who)).gate?.status, { timeout: 60_000, interval: 200 })
      .not.toBe('running')
    const { gate } = await get<GateAnswer>('gate', who)
    if (!gate) throw new Error('There is no examination.')
    return gate
  }

  /** The revision a process answers with. */
  const running = async (who: Desk) => (await get<RevisionsAnswer>('revisions', who)).running

  it('a draft that passes is live in all processes, and what it replaced is a revision', async () => {
    expect(await get<RevisionsAnswer>('revisions')).toMatchObject({
      revisions: [],
      live: null,
      running: null,
    })
    await edit((entry) => ({
      ...entry,
      phrases: { ...entry.phrases, en: [...entry.phrases.en, 'invoice please'] },
    }))
    const gate = await examined()
    expect(gate).toMatchObject({ status: 'passed', isCurrent: true, report: { verdict: 'pass' } })
    expect(gate.report?.after.questions).toBe(30)
    expect((await get<TryAnswer & { status: number }>('gate')).status).toBeUndefined()
    const tried = await post('try', { text: 'invoice please' })
    expect(tried.body.draft.understanding.candidates[0].intent).toBe('bill.view')
    expect(tried.body.draft.because[0]).toMatchObject({ text: 'invoice please', entry: 'bill.view' })
    const { status, body } = await post('publish', { gate: gate.id, note: 'invoices' })
    expect([status, body]).toEqual([200, { published: 2, submitted: false }])
    for (const who of [lead, second]) await expect.poll(() => running(who), { timeout: 20_000 }).toBe(2)
    const { revisions, live } = await get<RevisionsAnswer>('revisions')
    expect(live).toBe(2)
    expect(revisions).toMatchObject([
      { number: 2, parent: 1, source: 'published', author: 'mei', note: 'invoices' },
      { number: 1, parent: null, source: 'folder' },
    ])
    const { items } = await get<DifferenceAnswer>('difference?from=1&to=2')
    expect(items).toMatchObject([{ key: KEY, change: 'changed' }])
    expect((await get<DifferenceAnswer>('difference')).items).toEqual([])
    // The same again is refused: the draft is empty, and compared with another revision.
    expect((await post('publish', { gate: gate.id, note: 'again' })).body.error.code).toBe('GateOutdated')
  }, 120_000)

  it('a draft that loses questions is refused, and published only with a reason', async () => {
    // The phrases of two entries change places.
    const wrong = await get<ItemAnswer>('item?key=entry:plan.list')
    const plan = wrong.content?.kind === 'entry' ? wrong.content.entry : undefined
    await edit((entry) => ({
      ...entry,
      phrases: plan?.phrases ?? entry.phrases,
      title: { zh: '价目', en: 'Fees' },
    }))
    await edit(
      (entry) => ({
        ...entry,
        title: { zh: '账单题', en: 'bill titles' },
        phrases: {
          zh: entry.phrases.zh.map((text) => text.replace('套餐', '账单')),
          en: entry.phrases.en.map((text) => text.replace('plan', 'bill')),
        },
      }),
      'entry:plan.list',
    )
    const gate = await examined()
    expect(gate.status).toBe('blocked')
    expect(gate.report?.findings).toContainEqual(
      expect.objectContaining({ code: 'gateEntry', severity: 'block' }),
    )
    expect(gate.report?.worse.length).toBeGreaterThan(5)
    const refused = await post('publish', { gate: gate.id, note: 'swap' })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OverrideNeeded'])
    const done = await post('publish', { gate: gate.id, note: 'swap', override: 'a test' })
    expect(done.body).toEqual({ published: 3, submitted: false })
    expect((await get<RevisionsAnswer>('revisions')).revisions[0]).toMatchObject({ overrideReason: 'a test' })
    await expect.poll(() => running(lead), { timeout: 20_000 }).toBe(3)
  }, 120_000)

  it('goes back, with the very model', async () => {
    const before = await server.open.store.db
      .selectFrom('corpus_revisions')
      .select('model_id')
      .where('number', '=', 2)
      .executeTakeFirstOrThrow()
    expect((await post('rollback', { revision: 2, note: 'mistake' })).body.published).toBe(2)
    expect((await post('rollback', { revision: 2, note: 'mistake' })).body.error.code).toBe('RevisionLive')
    expect((await post('rollback', { revision: 99, note: 'mistake' })).status).toBe(404)
    for (const who of [lead, second]) await expect.poll(() => running(who), { timeout: 20_000 }).toBe(2)
    const { live } = (await post('try', { text: 'invoice please' })).body as TryAnswer
    expect(live.understanding.candidates[0]?.intent).toBe('bill.view')
    expect(before.model_id).not.toBeNull()
  }, 60_000)

  it('errors of the corpus cannot be passed over', async () => {
    await edit((entry) => ({ ...entry, answer: { zh: ['{no.such.value}'], en: ['x'] } }))
    const gate = await examined()
    expect(gate.report?.findings).toMatchObject([{ code: 'gateErrors', severity: 'block' }])
    const { status, body } = await post('publish', { gate: gate.id, note: 'n', override: 'please' })
    expect([status, body.error.code]).toEqual([409, 'CorpusInvalid'])
    await post('discard', { keys: [KEY] })
    expect((await get<GateAnswer>('gate')).gate?.isCurrent).toBe(false)
    expect((await post('publish', { gate: gate.id, note: 'n' })).status).toBe(409)
  }, 60_000)

  it('with four eyes somebody else approves, and a changed draft is not what was approved', async () => {
    await edit((entry) => ({ ...entry, tags: ['money'] }))
    const gate = await examined(second)
    expect((await post('publish', { gate: gate.id, note: 'tags' }, second)).body).toEqual({
      published: null,
      submitted: true,
    })
    const own = await post('approve', { gate: gate.id }, second)
    expect([own.status, own.body.error.code]).toEqual([409, 'OwnSubmission'])
    await edit((entry) => ({ ...entry, tags: ['money', 'more'] }))
    expect((await post('approve', { gate: gate.id })).body.error.code).toBe('GateOutdated')
    await edit((entry) => ({ ...entry, tags: ['money'] }))
    const { body } = await post('approve', { gate: gate.id })
    expect(body).toEqual({ published: 4, submitted: false })
    expect((await get<RevisionsAnswer>('revisions')).revisions[0]).toMatchObject({
      author: 'li',
      approvedBy: 'mei',
    })
  }, 60_000)

  it('one examination at a time, which can be stopped from the other process', async () => {
    await edit((entry) => ({
      ...entry,
      phrases: { ...entry.phrases, zh: [...entry.phrases.zh, '发票在哪里'] },
    }))
    const begun = await post('gate')
    expect(begun.status).toBe(202)
    const again = await post('gate', {}, second)
    expect([202, 409]).toContain(again.status)
    await post('gate/cancel', {}, second)
    await expect
      .poll(async () => (await get<GateAnswer>('gate')).gate?.status, { timeout: 20_000 })
      .not.toBe('running')
  }, 60_000)
})
