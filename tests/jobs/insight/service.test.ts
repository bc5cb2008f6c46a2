/** Insight is computed by itself when it is old, each night, one kind after the other; failures are told and pass. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiukeError } from '../../../src/errors.ts'
import type { InsightContext } from '../../../src/jobs/insight/context.ts'
import { Insight, type InsightOptions } from '../../../src/jobs/insight/insight.ts'
import { type InsightKind, insightKinds } from '../../../src/jobs/insight/results.ts'
import { createLogger } from '../../../src/log.ts'
import { NOW, openedStore } from '../../customers/opened-store.ts'
import { type TestHome, testHome } from '../../databases.ts'

const HOUR = 3_600_000
const context: InsightContext = {
  timeZone: 'Asia/Shanghai',
  holidays: [],
  entries: {},
  products: {},
  phrases: [],
}

let home: TestHome
let opened: Awaited<ReturnType<typeof openedStore>>
let insight: Insight
let clock = NOW
let computed: InsightKind[] = []
let compute: InsightOptions['compute']

beforeEach(async () => {
  clock = NOW
  computed = []
  compute = async ({ kind, now }) => {
    computed.push(kind)
    const empty = { code: 'few', message: { zh: '少', en: 'few' }, have: 0, need: 1 }
    return { kind, computedAt: now, took: 1, result: null, empty }
  }
  home = await testHome('sqlite')
  opened = await openedStore(home, 'sqlite', () => clock)
  insight = new Insight({
    store: opened.store,
    context: () => context,
    compute: (...given) => compute(...given),
    log: createLogger('silent'),
  })
})
afterEach(async () => {
  vi.useRealTimers()
  await insight.close()
  await opened.close()
  await home.remove()
})

/** Lets time go by, for timers and for the store. */
async function pass(milliseconds: number): Promise<void> {
  clock += milliseconds
  await vi.advanceTimersByTimeAsync(milliseconds)
}

const idle = () =>
  vi.waitFor(async () =>
    expect((await insight.states()).every(({ status }) => status !== 'running')).toBe(true),
  )
const computedAgain = (times: number) => vi.waitFor(() => expect(computed).toHaveLength(times))

it('comes soon after the first start, then each night at four where the company is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await insight.start()
  await pass(59_000)
  expect(computed).toEqual([])
  await pass(2_000)
  await computedAgain(4)
  expect(computed).toEqual([...insightKinds])
  await idle()
  // It is one in the afternoon; four in the morning is fifteen hours away.
  await pass(14 * HOUR)
  expect(computed).toHaveLength(4)
  await pass(1.1 * HOUR)
  await computedAgain(8)
})

it('is computed when asked, once however many ask, and told', async () => {
  let go: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  const now = compute
  compute = async (task, onStep, signal) => {
    onStep('reading', 0.5)
    await held
    return now(task, onStep, signal)
  }
  expect(await insight.refresh('words')).toMatchObject({ status: 'running' })
  expect(await insight.refresh('words')).toMatchObject({ status: 'running' })
  go()
  await idle()
  expect(computed).toEqual(['words'])
  expect(await insight.read('words')).toMatchObject({
    state: { status: 'idle', failure: null },
    computed: { computedAt: NOW, empty: { code: 'few' } },
  })
})

it('tells why it failed, keeps what there was, and works the next time', async () => {
  const works = compute
  compute = async () => {
    throw new LiukeError('insight_failed', 'Out of memory.', 'Try again.')
  }
  await insight.refresh('rules')
  await idle()
  expect((await insight.read('rules')).state).toMatchObject({
    status: 'failed',
    failure: { code: 'insight_failed', message: 'Out of memory. Try again.' },
  })
  compute = works
  await insight.refresh('rules')
  await idle()
  expect((await insight.read('rules')).state).toMatchObject({ status: 'idle', failure: null })
})

it('ends what is running when the server ends, and leaves nothing behind that looks busy or broken', async () => {
  compute = (_task, _onStep, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))))
  await insight.refresh('words')
  await insight.refresh('rules')
  await insight.close()
  expect((await insight.states()).map(({ status, failure }) => [status, failure])).toEqual(
    insightKinds.map(() => ['idle', null]),
  )
  await insight.refresh('words')
  expect((await insight.states()).some(({ status }) => status === 'running')).toBe(false)
})
