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
  /** The first lead, signed in to the other server. */
  let elsewhere: Desk

  beforeAll(async () => {
    const { corpus, company } = await shopFolders()
    const env = { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company }
    server = await testServer({ engine, env })
    other = await testServer({ engine, home: server.home, env: { ...env, CURATION_FOUR_EYES: '1' } })
    for (const name of ['mei', 'li'])
      await addAccount(server.open.store, 'test', { name, role: 'lead', password: PASSWORD })
    lead = await Desk.signIn(server.url, { name: 'mei', password: PASSWORD })
    second = await Desk.signIn(other.url, { name: 'li', password: PASSWORD })
    elsewhere = await Desk.signIn(other.url, { name: 'mei', password: PASSWORD })
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

  /** What came of a call, in short. */
  const outcome = ({ status, body }: Awaited<ReturnType<typeof post>>): string =>
    `${status} ${body.error?.code ?? body.published ?? (body.submitted ? 'submitted' : 'done')}`

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
    // Two press the button: one revision comes of it, and the other is told that it is no longer the draft.
    const both = await Promise.all(
      ['invoices', 'invoices'].map((note) => post('publish', { gate: gate.id, note })),
    )
    expect(both.map(outcome).toSorted()).toEqual(['200 2', '409 GateOutdated'])
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
    // Both submit it at once; one waits for approval, the other is told that it may approve.
    const people = { li: second, mei: elsewhere }
    const submitted = await Promise.all(
      Object.values(people).map((who) => post('publish', { gate: gate.id, note: 'tags' }, who)),
    )
    expect(submitted.map(outcome).toSorted()).toEqual(['200 submitted', '409 SubmissionWaits'])
    const by = submitted[0]?.status === 200 ? 'li' : 'mei'
    const others = by === 'li' ? elsewhere : second
    expect((await get<GateAnswer>('gate')).gate?.submitted).toMatchObject({ by, note: 'tags' })
    expect(outcome(await post('approve', { gate: gate.id }, people[by]))).toBe('409 OwnSubmission')
    await post('refuse', { gate: gate.id }, others)
    expect(outcome(await post('approve', { gate: gate.id }, others))).toBe('404 SubmissionNotFound')

    const again = () => post('publish', { gate: gate.id, note: 'tags' }, second)
    expect(outcome(await again())).toBe('200 submitted')
    await edit((entry) => ({ ...entry, tags: ['money', 'more'] }))
    expect(outcome(await post('approve', { gate: gate.id }))).toBe('409 GateOutdated')
    await edit((entry) => ({ ...entry, tags: ['money'] }))
    // Approved on both servers and sent back, all at once: one of the three is done. Where that is the last, once more.
    const gone = '404 SubmissionNotFound'
    let isBack = true
    while (isBack) {
      const [first, other, back] = await Promise.all([
        post('approve', { gate: gate.id }, lead),
        post('approve', { gate: gate.id }, elsewhere),
        post('refuse', { gate: gate.id }, lead),
      ])
      isBack = back.status === 200
      const approvals = [first, other].map(outcome).toSorted()
      expect([...approvals, outcome(back)]).toEqual(isBack ? [gone, gone, '200 done'] : ['200 4', gone, gone])
      if (isBack) await again()
    }
    expect((await get<RevisionsAnswer>('revisions')).revisions[0]).toMatchObject({
      number: 4,
      author: 'li',
      approvedBy: 'mei',
    })
    // What was published cannot be sent back any more.
    expect(outcome(await post('refuse', { gate: gate.id }, lead))).toBe('404 SubmissionNotFound')
  }, 60_000)

  it('going back takes one person also with four eyes, and only leads to what was live before', async () => {
    // Waits for approval, or was never submitted: it has no number, and there is no way to it.
    expect(outcome(await post('rollback', { revision: 5, note: 'x' }, second))).toBe('404 RevisionNotFound')
    expect(outcome(await post('rollback', { revision: 2, note: 'wrong tags' }, second))).toBe('200 2')
    const { live, fourEyes } = await get<RevisionsAnswer>('revisions', second)
    expect([live, fourEyes]).toEqual([2, true])
    const record = await server.open.store.db
      .selectFrom('audit')
      .select(['actor', 'target'])
      .where('action', '=', 'corpus.rollback')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    expect(record).toEqual({ actor: 'li', target: 'revision:2' })
  })

  it('one examination at a time, which can be stopped from the other process', async () => {
    // Of each engine another: what was trained before would be found, and there would be nothing to stop.
    await edit((entry) => ({
      ...entry,
      phrases: { ...entry.phrases, en: [...entry.phrases.en, `where is the invoice of ${engine}`] },
    }))
    const both = await Promise.all([post('gate', {}, lead), post('gate', {}, second)])
    expect(both.map(({ status, body }) => `${status} ${body.error?.code ?? 'begun'}`).toSorted()).toEqual([
      '202 begun',
      '409 GateRunning',
    ])
    const [begun, loser] = both[0].status === 202 ? (['mei', second] as const) : (['li', lead] as const)
    // The other sees it, and may stop it though it runs in another process.
    expect((await get<GateAnswer>('gate', loser)).gate).toMatchObject({ status: 'running', startedBy: begun })
    const stopped = await post('gate/cancel', {}, loser)
    expect(stopped.body.gate.status).toBe('cancelled')
    expect((await get<GateAnswer>('gate', loser === second ? lead : second)).gate?.status).toBe('cancelled')
    // It has ended, not only been marked: another can begin.
    expect((await post('gate', {}, loser)).status).toBe(202)
    await post('gate/cancel', {}, loser)
  }, 60_000)
})
