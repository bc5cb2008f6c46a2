/** A whole server whose company's systems are elsewhere: what customers hear when they are down, late, or say no. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCompany } from '../../../src/company/load.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { findByAccount, insertCustomers, prepareCustomers } from '../../../src/customers/records.ts'
import { HttpSystems } from '../../../src/services/http/http-systems.ts'
import { SystemRequests } from '../../../src/services/http/requests.ts'
import { Orders } from '../../../src/services/orders.ts'
import { lookedAt } from '../../channels/checks/looked-at.ts'
import { Customer, readable } from '../../direct-line.ts'
import { type TestServer, testEnvironment, testServer } from '../../server.ts'
import { COMPANY_TOKEN, type CompanyServer, companyServer } from './company-server.ts'
import { requests } from './orders-of-every-kind.ts'

const HOUR = 3_600_000

let company: CompanyServer
let server: TestServer
let settings: Record<string, string>
let clock = Date.parse('2026-11-23T10:00:00+08:00')

beforeAll(async () => {
  company = await companyServer()
  settings = { COMPANY_SYSTEMS_URL: company.url, COMPANY_SYSTEMS_TOKEN: COMPANY_TOKEN }
  server = await testServer({ now: () => clock, env: { ...settings, DIRECTLINE_TOKEN_MINUTES: '1440' } })
})
afterAll(async () => {
  await server.close()
  await company.close()
  expect(company.problems).toEqual([])
})

/** A new customer the site vouches for. */
async function start(account: string, locale: string): Promise<Customer> {
  const { store } = server.open
  const nobody = { name: null, phone: null, email: null, language: null, address: null, gender: null }
  const none = { district: null, contract: null, contractEnd: null, joined: null, payment: null }
  const draft = {
    profile: { account, ...nobody, birthYear: null },
    ...{ source: 'test', status: 'active' as const, plan: 'plus', home: 'fibre-300', monthlyFen: 12_900 },
    ...{ ...none, churned: null, attributes: {} },
  }
  const prepared = await prepareCustomers(store, [draft])
  await store.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
  return Customer.signedIn(server.url, account, locale)
}

async function say(customer: Customer, text: string): Promise<string> {
  clock += 1_000
  return (await customer.ask(text)).map(readable).join('\n')
}

/** What the bot has said so far, as often as it takes for a pattern to be found in it. */
async function heard(customer: Customer, pattern: RegExp): Promise<string> {
  let said = ''
  for (let tries = 0; tries < 200; tries++) {
    said = (await customer.read()).map(readable).join('\n')
    if (pattern.test(said)) return said
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Never heard ${pattern} in:\n${said}`)
}

const calls = (operation: string) => company.calls.filter((one) => one.operation === operation)

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !happened(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(happened()).toBe(true)
}

function tasksOf({ id }: Customer) {
  return server.open.store.db.selectFrom('tasks').select('kind').where('conversation_id', '=', id).execute()
}

describe('systems elsewhere', () => {
  it('that are down are said to be, and a task remains; what is ordered meanwhile is done when they are back', async () => {
    const customer = await start('8000009001', 'zh-CN')
    company.down = /./
    expect(await say(customer, '我要取消宽带')).toContain('业务系统暂时没有响应')
    expect(await tasksOf(customer)).toEqual([{ kind: 'follow-up' }])

    company.down = null
    expect(await say(customer, '我要取消宽带')).toContain('请确认')
    company.down = /orders/
    await say(customer, '确认')
    await until(() => calls('POST /orders').length > 0)
    expect(await lookedAtOrders()).toContain('None waits')

    clock += 2 * HOUR
    await until(() => calls('POST /orders').length > 1)
    expect(await lookedAtOrders()).toContain('1 not carried out for an hour')
    // Meanwhile the customer is asked something: after the news it is asked again.
    expect(await say(customer, '请回电话给我')).toContain('号码')
    company.down = null
    clock += 2 * HOUR
    const said = await heard(customer, /取消宽带\n✓ 已办好/)
    expect(said.match(/系统已经办好了/g)).toHaveLength(1)
    expect(said.trim().split('\n').at(-1)).toContain('号码')
    expect(new Set(calls('POST /orders').map(({ key }) => key)).size).toBe(1)
  })

  it('that say no leave a task, and the customer hears so', async () => {
    const customer = await start('8000009002', 'en-GB')
    expect(await say(customer, 'please cancel my broadband')).toContain('confirm')
    company.faults.push({ answer: { status: 409, body: { error: { code: 'debt' } } } })
    await say(customer, 'yes')
    const said = await heard(customer, /could not carry this out/)
    expect(said).toMatch(/Cancel .*\n! Not done/)
    expect(await tasksOf(customer)).toEqual([{ kind: 'order' }])
    const found = await findByAccount(server.open.store, '8000009002')
    expect(
      await server.open.store.db
        .selectFrom('orders')
        .select(['status', 'last_error'])
        .where('customer_id', '=', found?.id ?? '')
        .execute(),
    ).toEqual([{ status: 'refused', last_error: 'debt' }])
  })

  it('that hand something to people who decide say that it has been received, and not that it is done', async () => {
    const { store } = server.open
    const customer = await start('8000009003', 'zh-TW')
    await say(customer, '你好')
    const found = await findByAccount(store, '8000009003')
    const conversation = await findConversation(store, customer.id)
    if (!found || !conversation) throw new Error('The customer of the test is gone.')
    const quiet = { answered: () => undefined, breaker: () => undefined }
    const sender = new SystemRequests({
      url: company.url,
      token: COMPANY_TOKEN,
      timeoutMs: 2_000,
      observer: quiet,
    })
    const figures = await loadCompany('data/company')
    const systems = new HttpSystems(sender, store, () => figures)
    const orders = new Orders(store, () => figures, systems)
    const placement = await orders.place(conversation, found, requests['bill.dispute'])
    if (placement.result !== 'accepted') throw new Error(`Not placed: ${placement.result}.`)
    await store.db.transaction().execute(placement.write)
    const said = await heard(customer, /系統已經受理/)
    expect(said).toContain(`✓ 已受理`)
    expect(said).toContain(placement.reference)
    expect(said).not.toContain('辦好')
  })

  it('are counted for whoever watches', async () => {
    const figures = await (await fetch(`${server.url}/metrics`)).text()
    expect(figures).toMatch(/liuke_company_requests_total\{operation="order",result="201"\} 2/)
    expect(figures).toMatch(/liuke_order_sends_total\{result="refused"\} 1/)
    expect(figures).toMatch(/liuke_company_breaker 0/)
  })

  it.each([
    ['up', {}, 'ok', /can be used/],
    ['down', { down: /./ }, 'fail', /answers 503/],
    ['asked with another token', { token: 'another-token-of-16' }, 'fail', /token/],
  ] as const)(
    'are looked at by the doctor: %s',
    async (_case, {
      down = null,
      token = COMPANY_TOKEN,
    }: { down?: RegExp | null; token?: string }, status, seen) => {
      company.down = down
      const { of, everything } = await look({ COMPANY_SYSTEMS_TOKEN: token })
      company.down = null
      expect([of('systems.answer').status, of('systems.answer').seen.en]).toEqual([
        status,
        expect.stringMatching(seen),
      ])
      expect(everything).not.toContain(token)
    },
  )
})

async function look(more: Record<string, string> = {}) {
  const env = { ...(await testEnvironment(server.home)), ...settings, ...more }
  return lookedAt(env, { only: ['systems'], now: () => clock })
}

async function lookedAtOrders(): Promise<string> {
  return (await look()).of('systems.orders').seen.en
}
