/** Insight from real databases: what is read, what is left out, what is kept. */

import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCorpus } from '../../../src/corpus/load.ts'
import { ensureSample } from '../../../src/customers/sample.ts'
import { compute, defaultDays } from '../../../src/jobs/insight/compute.ts'
import { contextOf, type InsightContext } from '../../../src/jobs/insight/context.ts'
import type { InsightKind } from '../../../src/jobs/insight/results.ts'
import {
  claimRun,
  endRun,
  keepComputed,
  newestComputed,
  reportRun,
  runStates,
} from '../../../src/jobs/insight/stored.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from '../../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { writeConversation } from './written-conversations.ts'

const root = path.join(import.meta.dirname, '../../..')
const DAY = 86_400_000
const CUSTOMERS = 400
const needle = '牛津梧桐'

let context: InsightContext
beforeAll(async () => {
  context = contextOf(await loadCorpus(path.join(root, 'corpus'), path.join(root, 'data/company')))
})

describe.each(engines)('insight on %s', (engine) => {
  let home: TestHome
  let opened: Awaited<ReturnType<typeof openedStore>>
  let clock = NOW

  const run = <Kind extends InsightKind>(kind: Kind, days: number = defaultDays[kind]) =>
    compute(kind, { store: opened.store, context, days })

  beforeAll(async () => {
    home = await testHome(engine)
    opened = await openedStore(home, engine, () => clock)
    const { store } = opened
    const company = await sampleCompany()
    await ensureSample(store, { folder: sampleFolder, company, seed: 1, now: NOW, count: CUSTOMERS })
    const customer = await store.db.selectFrom('customers').select('id').limit(1).executeTakeFirstOrThrow()
    for (let at = 0; at < 40; at++) {
      // One each day; before the last thirty days they ask about roaming, since then about broadband.
      const begun = NOW - (at + 1) * DAY
      const isNow = at < 30
      await writeConversation(
        store,
        [
          {
            text: isNow ? '宽带断网怎么报修' : '国际漫游怎么收费',
            entry: isNow ? 'home.no-internet' : 'roam.rates',
            at: begun,
          },
          { text: '账单在哪里看', entry: 'bill.view', at: begun + 60_000 },
          { text: '在吗', entry: 'talk.greet', at: begun + 120_000 },
        ],
        at === 0 ? customer.id : null,
      )
    }
    // Somebody who keeps writing is one person.
    await writeConversation(
      store,
      Array.from({ length: 5 }, (_, at) => ({ text: `${needle}多少钱`, at: NOW - DAY + at })),
    )
    const erased = await writeConversation(store, [{ text: `${needle}账单`, at: NOW - DAY }])
    await writeConversation(store, [{ text: `${needle}账单`, at: NOW - DAY }])
    await store.vault.destroy(erased)
  })
  afterAll(async () => {
    await opened.close()
    await home.remove()
  })

  it('groups the customers there are now, and tells no account', async () => {
    const { result, empty } = await run('segments')
    expect(empty).toBeNull()
    const active = await opened.store.db
      .selectFrom('customers')
      .select('id')
      .where('status', '=', 'active')
      .execute()
    expect(result?.customers).toBe(active.length)
    const shown = result!.segments.reduce((sum, { size }) => sum + size, 0)
    expect(shown + result!.hidden).toBe(active.length)
    expect(result!.features.map(({ id }) => id)).toEqual([
      'tenure',
      'monthly',
      'products',
      'trend',
      'tickets',
      'failed',
    ])
    for (const { id } of active.slice(0, 50)) expect(JSON.stringify(result)).not.toContain(id)
  })

  it('finds that a sports package comes with television, and that questions come together', async () => {
    const { result } = await run('rules')
    const sport = result!.products.rules.find(({ when }) => when.length === 1 && when[0]?.id === 'tv_sport')
    expect(sport).toMatchObject({ also: { id: 'tv', title: { zh: '电视基础包' } }, confidence: 1 })
    // Forty visits, whose greetings are no question.
    expect(result!.questions).toMatchObject({ baskets: 40, items: 3 })
  })

  it('counts a conversation once a day, and forecasts from whole days before today', async () => {
    const { result } = await run('forecast')
    expect(result).toMatchObject({ days: 40, contacts: 43, to: '2026-11-21' })
    expect(result!.total.forecast[0]?.day).toBe('2026-11-22')
    expect(result!.topics.map(({ topic }) => topic)).toEqual(['bill'])
    expect((await run('forecast', 20)).empty?.code).toBe('days_few')
  })

  it('tells what is written now and was not before, but not what two people wrote, nor what was erased', async () => {
    const { result } = await run('words')
    expect(result).toMatchObject({ days: 30, people: 32, messages: 96, peopleBefore: 10 })
    expect(JSON.stringify(result)).not.toContain('梧桐')
    expect(result!.frequent.map(({ text }) => text).join()).toMatch(/账单/)
    expect(result!.trendEmpty?.code).toBe('trend_people_few')
    // Twenty days against the twenty before them.
    const trend = (await run('words', 20)).result!
    expect(trend.trendEmpty).toBeNull()
    expect(trend.falling.map(({ text }) => text).join()).toMatch(/漫游/)
  })

  it('hears the newest of whoever writes without end, in each period', async () => {
    const { result: without } = await run('words')
    const often = (count: number, text: string, from: number) =>
      Array.from({ length: count }, (_, at) => ({ text, at: from + at }))
    await writeConversation(opened.store, [
      ...often(1_200, '国际漫游', NOW - 40 * DAY),
      ...often(1_100, '宽带报修', NOW - 10 * DAY),
    ])
    const { result } = await run('words')
    expect(result!.people - without!.people).toBe(1)
    expect(result!.peopleBefore - without!.peopleBefore).toBe(1)
    expect(result!.messages - without!.messages).toBe(1_000)
    expect(result!.messagesBefore - without!.messagesBefore).toBe(1_000)
  })

  it('keeps the newest result of a kind and the one before', async () => {
    const { store } = opened
    const first = await run('segments')
    for (const at of [0, 1, 2]) await keepComputed(store, { ...first, computedAt: NOW + at })
    expect((await newestComputed(store, 'segments'))?.computedAt).toBe(NOW + 2)
    const rows = await store.db.selectFrom('insight_results').select('computed_at').execute()
    expect(rows.map(({ computed_at }) => computed_at).sort()).toEqual([NOW + 1, NOW + 2])
    expect(await newestComputed(store, 'words')).toBeNull()
  })

  it('lets one run at a time compute a kind, until it ends or gives no sign of life for a minute', async () => {
    const { store } = opened
    const stateOf = async () => (await runStates(store)).find(({ kind }) => kind === 'words')
    expect(await stateOf()).toMatchObject({ status: 'idle', startedAt: null })
    const [first, second] = await Promise.all([claimRun(store, 'words'), claimRun(store, 'words')])
    const run = first ?? second
    expect([first, second].filter((one) => one === null)).toHaveLength(1)
    await reportRun(store, run!, 'reading', 0.5)
    expect(await stateOf()).toMatchObject({ status: 'running', step: 'reading', share: 0.5 })
    await endRun(store, run!, { code: 'x', message: 'Broken.' })
    expect(await stateOf()).toMatchObject({ status: 'failed', failure: { code: 'x', message: 'Broken.' } })

    const died = await claimRun(store, 'words')
    expect(await stateOf()).toMatchObject({ status: 'running', failure: null })
    clock += 61_000
    expect(await stateOf()).toMatchObject({ status: 'idle' })
    const next = await claimRun(store, 'words')
    expect(next).not.toBeNull()
    // The one that was given up no longer ends what another has begun.
    await endRun(store, died!)
    expect(await stateOf()).toMatchObject({ status: 'running' })
    clock = NOW
  })
})
