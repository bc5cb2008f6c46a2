/** The API of insight over real HTTP, computed by a real process; what it learns reaches answers and the desk. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import type {
  InsightStateAnswer,
  LikelyProductsAnswer,
  RulesAnswer,
  SegmentsAnswer,
} from '../../src/console/insight-types.ts'
import { setChoice } from '../../src/customers/choices.ts'
import { until } from '../channels/deadline.ts'
import { Customer } from '../direct-line.ts'
import { writeConversation } from '../jobs/insight/written-conversations.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/insight'
let server: TestServer
let lead: Desk
let agent: Desk

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '300' } })
  const account = (name: string) => server.accounts.find((one) => one.name === name)!
  lead = await Desk.signIn(server.url, account('lead'))
  agent = await Desk.signIn(server.url, account('agent'))
  const { store } = server.open
  for (let at = 0; at < 60; at++) {
    const begun = Date.now() - (at + 1) * 3_600_000
    // Who asks about trading in also asks about points; others ask about something else.
    const entries = at % 2 === 0 ? ['device.trade-in', 'acct.points'] : ['sim.lost']
    await writeConversation(
      store,
      entries.map((entry, place) => ({ text: '怎么办', entry, at: begun + place })),
    )
  }
})
afterAll(() => server.close())

const refresh = async (kind: string): Promise<void> => {
  expect((await lead.call('POST', `${BASE}/${kind}/refresh`)).status).toBe(202)
  await until(`${kind} is computed`, async () => {
    const { states } = (await lead.call('GET', `${BASE}/state`)).body as InsightStateAnswer
    const state = states.find((one) => one.kind === kind)
    expect(state?.failure).toBeNull()
    return state?.status === 'idle'
  })
}

it('is for those who may read it, and computing wants the token of the session', async () => {
  for (const path of ['segments', 'rules', 'forecast', 'words', 'state']) {
    expect((await agent.call('GET', `${BASE}/${path}`)).status).toBe(403)
    expect((await lead.with({ cookie: undefined }).call('GET', `${BASE}/${path}`)).status).toBe(401)
    expect((await lead.call('GET', `${BASE}/${path}`)).status).toBe(200)
  }
  expect((await agent.call('POST', `${BASE}/rules/refresh`)).status).toBe(403)
  expect((await lead.with({ 'x-liuke-csrf': undefined }).call('POST', `${BASE}/rules/refresh`)).status).toBe(
    403,
  )
})

it('says that nothing was computed yet, then what was, from how much and when', async () => {
  const before = (await lead.call('GET', `${BASE}/segments`)).body as SegmentsAnswer
  expect(before).toMatchObject({ result: null, computedAt: null, empty: { code: 'never_computed' } })
  await refresh('segments')
  const after = (await lead.call('GET', `${BASE}/segments`)).body as SegmentsAnswer
  expect(after.empty).toBeNull()
  expect(after.result!.customers).toBeGreaterThan(200)
  expect(Math.abs(after.now - after.computedAt!)).toBeLessThan(60_000)
  expect(after.timeZone).toBe('Asia/Shanghai')
})

it('offers below an answer what visitors ask together with it, and tells agents what fits a customer', async () => {
  const ask = async (): Promise<string[]> => {
    const customer = await Customer.start(server.url)
    const replies = await customer.ask('以旧换新')
    return replies.flatMap(
      ({ suggestedActions }) => suggestedActions?.actions.map(({ title }) => title) ?? [],
    )
  }
  const curated = await ask()
  await refresh('rules')
  const { result } = (await lead.call('GET', `${BASE}/rules`)).body as RulesAnswer
  expect(result!.questions.rules).toHaveLength(1)
  const { title } = [...result!.questions.rules[0]!.when, result!.questions.rules[0]!.also].find(
    ({ id }) => id === 'acct.points',
  )!
  const now = await ask()
  expect(curated).not.toContain(title.zh)
  expect(now).toEqual([...curated, title.zh].slice(0, 3))
  expect(now).toContain(title.zh)

  const { store } = server.open
  const holder = await store.db
    .selectFrom('products as p')
    .innerJoin('customers as c', 'c.id', 'p.customer_id')
    .select('c.id')
    .where('p.product', '=', 'tv')
    .where('p.until', 'is', null)
    .where('c.status', '=', 'active')
    .where('c.id', 'not in', (e) =>
      e.selectFrom('products').select('customer_id').where('product', 'like', 'tv_%'),
    )
    .executeTakeFirstOrThrow()
  const likely = async () =>
    (await agent.call('GET', `/api/desk/customers/${holder.id}/likely-products`)).body as LikelyProductsAnswer
  expect((await likely()).products.map(({ id }) => id)).toContain('tv_sport')
  await store.db
    .transaction()
    .execute((trx) =>
      setChoice(store, trx, { customerId: holder.id, automated: false, actor: 'bot', conversationId: null }),
    )
  expect(await likely()).toEqual({ products: [] })
  expect((await agent.call('GET', '/api/desk/customers/nobody/likely-products')).status).toBe(404)
})
