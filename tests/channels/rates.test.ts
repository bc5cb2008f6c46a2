import { afterAll, beforeAll, expect, it } from 'vitest'
import { Customer, call } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { storedMessages } from './stored-messages.ts'

let server: TestServer
/** The server's clock, in milliseconds; it stands still unless a test moves it. */
let clock = Date.now()

beforeAll(async () => {
  const env = { RATE_MESSAGES_PER_MINUTE: '6', RATE_TOKENS_PER_MINUTE: '3' }
  server = await testServer({ env, now: () => clock })
})
afterAll(() => server.close())

it('refuses messages beyond the rate with the time to wait, and keeps nothing of them', async () => {
  const customer = await Customer.start(server.url)
  // Starting took one.
  for (let at = 0; at < 5; at++) expect((await customer.say('你好')).status).toBe(200)
  const before = await storedMessages(server)
  const refused = await customer.say('你好', 'again')
  expect([refused.status, refused.body.error.code]).toEqual([429, 'TooManyRequests'])
  expect(Number(refused.headers.get('retry-after'))).toBe(10)
  expect(await storedMessages(server)).toBe(before)
  clock += 9_000
  expect((await customer.say('你好', 'again')).status).toBe(429)
  clock += 1_100
  expect((await customer.say('你好', 'again')).status).toBe(200)
})

it('never refuses a polling client, which would stop for good', async () => {
  const customer = await Customer.start(server.url)
  for (let at = 0; at < 6; at++) await customer.say('你好')
  const path = `/v3/directline/conversations/${customer.id}/activities?watermark=1`
  const polls = await Promise.all(
    Array.from({ length: 100 }, () => call(server.url, 'GET', path, { bearer: customer.token })),
  )
  expect(new Set(polls.map(({ status }) => status))).toEqual(new Set([200]))
})

it('counts each user by itself, in all conversations together', async () => {
  const one = await Customer.start(server.url, 'zh-CN', 'dl_one')
  for (let at = 0; at < 5; at++) await one.say('你好')
  // Another conversation gives no further messages; it cannot even be started.
  const again = await Customer.start(server.url, 'zh-CN', 'dl_one')
  expect(again.id).toBeUndefined()
  const two = await Customer.start(server.url, 'zh-CN', 'dl_two')
  expect((await two.say('你好')).status).toBe(200)
})

it('limits how many widget tokens an address gets, whatever it says in front of which proxy it is', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 5; at++) {
    const headers = { 'x-forwarded-for': `10.0.0.${at}` }
    statuses.push((await call(server.url, 'POST', '/widget/token', { body: {}, headers })).status)
  }
  expect(statuses).toEqual([200, 200, 200, 429, 429])
})
