/** A site's word for its signed-in customer, over real HTTP: what it opens, for how long, and that nobody else can give it. */

import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { InboxAnswer } from '../../src/console/demo-inbox-types.ts'
import { findConversation } from '../../src/conversations/start.ts'
import { conversationsOf } from '../../src/customers/identity.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { signOutOthers } from '../../src/services/sign-out.ts'
import { Desk } from '../console/desk-client.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { until } from './deadline.ts'

const BASE = '/v3/directline'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Demo customers. */
const WANG = '8000000011'
const BENNETT = '8000000029'
const QUESTION = '我这个月的话费为什么这么高'
/** In the answer that only 王晓雯 may get, and in the question for an account. */
const BILL = /漫游/
const WHO = /账号/

let server: TestServer
let desk: Desk
/** How far the server's clock is ahead, in milliseconds. */
let ahead = 0
const now = () => Date.now() + ahead

beforeAll(async () => {
  const env = { SAMPLE_CUSTOMERS: '60', DIRECTLINE_TOKEN_MINUTES: '60' }
  server = await testServer({ now, env })
  desk = await enter(server)
})
afterEach(() => {
  ahead = 0
})
afterAll(() => server.close())

async function enter({ url, accounts }: TestServer): Promise<Desk> {
  const agent = accounts.find(({ name }) => name === 'agent')
  if (!agent) throw new Error('The demo has no agent.')
  return Desk.signIn(url, agent)
}

function generate(body: object, bearer: string | undefined = SECRET) {
  return call(server.url, 'POST', `${BASE}/tokens/generate`, { ...(bearer ? { bearer } : {}), body })
}

/** Starts the conversation of a token. */
async function begin(
  bearer: string,
  url = server.url,
  body: object = { locale: 'zh-CN' },
): Promise<Customer> {
  const started = await call(url, 'POST', `${BASE}/conversations`, { bearer, body })
  return Customer.of(
    url,
    started.body.conversationId,
    started.body.token,
    String(claimsOf(started.body.token)['user']),
  )
}

/** A customer the site vouches for; without an account, one it does not. */
async function visitor(account?: string): Promise<Customer> {
  const { body } = await generate({ user: { id: `dl_${randomUUID()}` }, ...(account ? { account } : {}) })
  return begin(body.token)
}

/** The customer with another token. */
function holding(customer: Customer, token: string, url = customer.url): Customer {
  return Customer.of(url, customer.id, token, customer.user)
}

async function refreshed(customer: Customer): Promise<Customer> {
  const { body } = await call(customer.url, 'POST', `${BASE}/tokens/refresh`, { bearer: customer.token })
  return holding(customer, body.token)
}

async function answerTo(customer: Customer, text = QUESTION): Promise<string> {
  return (await customer.ask(text)).map(readable).join('\n')
}

function claimsOf(token: string): Record<string, unknown> {
  // What we signed is an object.
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

/** The newest one-time code. */
async function newestCode(before: number): Promise<string> {
  let inbox: InboxAnswer = { messages: [], now: 0 }
  await until('the code is there', async () => {
    inbox = (await call(server.url, 'GET', '/demo/inbox.json')).body
    return inbox.messages.length > before
  })
  return inbox.messages[0]?.code ?? ''
}

/** Proves an account by a code. @returns the answer to the question before */
async function prove(customer: Customer, account: string): Promise<string> {
  const { body } = await call(server.url, 'GET', '/demo/inbox.json')
  expect(await answerTo(customer)).toMatch(WHO)
  await customer.ask(account)
  return answerTo(customer, await newestCode(body.messages.length))
}

function rowOf({ id }: Customer) {
  return findConversation(server.open.store, id)
}

async function isVerified(customer: Customer): Promise<boolean> {
  return ((await rowOf(customer))?.verified_until ?? 0) > now()
}

describe('an account in tokens/generate', () => {
  it.each([WANG, ' 80 0000 0011 ', '８００００００011'])(
    'as %j lets the customer see the bill without a code',
    async (account) => {
      const { store } = server.open
      const customer = await visitor(account)
      const answer = await answerTo(customer)
      expect(answer).toMatch(BILL)
      expect(answer).not.toMatch(/验证码/)
      const known = await findByAccount(store, WANG)
      expect((await rowOf(customer))?.customer_id).toBe(known?.id)
      const codes = await store.db
        .selectFrom('verifications')
        .select('id')
        .where('conversation_id', '=', customer.id)
        .execute()
      expect(codes).toEqual([])
      const [record] = await store.audit.list(store.db, 1)
      expect(record).toMatchObject({
        actor: 'bot',
        action: 'customer.vouched',
        target: `customer:${known?.id}`,
        detail: { conversation: customer.id },
      })
    },
  )

  it('that nobody has is answered alike, and the customer stays anonymous', async () => {
    const user = { id: `dl_${randomUUID()}` }
    const [known, unknown] = [
      await generate({ user, account: WANG }),
      await generate({ user, account: '8999999999' }),
    ]
    expect(unknown.status).toBe(known.status)
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body))
    expect(unknown.body.token).toHaveLength(known.body.token.length)
    const customer = await begin(unknown.body.token)
    expect(await answerTo(customer)).toMatch(WHO)
    expect(await rowOf(customer)).toMatchObject({ customer_id: null, verified_until: null })
  })

  it('of a customer who has left opens nothing', async () => {
    const { db } = server.open.store
    const { id } = (await findByAccount(server.open.store, BENNETT))!
    await db.updateTable('customer_records').set({ status: 'cancelled' }).where('id', '=', id).execute()
    try {
      const customer = await visitor(BENNETT)
      expect(await answerTo(customer)).toMatch(WHO)
      expect(await isVerified(customer)).toBe(false)
    } finally {
      await db.updateTable('customer_records').set({ status: 'active' }).where('id', '=', id).execute()
    }
  })

  it.each(['', 'x'.repeat(41), 8_000_000_011, null, {}, [WANG], true])(
    'that is %j is refused by name',
    async (account) => {
      const { status, body } = await generate({ account })
      expect([status, body.error.code]).toEqual([400, 'BadArgument'])
      expect(body.error.message).toMatch(/^account/)
    },
  )

  it('is taken from the company alone', async () => {
    const customer = await visitor()
    const widget = await call(server.url, 'POST', '/widget/token', { body: {} })
    for (const bearer of [customer.token, (await visitor(WANG)).token, widget.body.token, 'x', `${SECRET}x`])
      expect((await generate({ account: WANG }, bearer)).status).toBe(403)
    expect((await generate({ account: WANG }, '')).status).toBe(401)
  })
})

describe('a customer', () => {
  it('cannot claim an account by anything they send', async () => {
    const { account } = claimsOf((await visitor(WANG)).token)
    const claim = { account: WANG, customerId: WANG, verified: true }
    const widget = await call(server.url, 'POST', '/widget/token', { body: { ...claim, account } })
    expect(claimsOf(widget.body.token)).not.toHaveProperty('account')
    const customer = await begin(widget.body.token, server.url, {
      ...claim,
      account,
      user: { ...claim, account },
    })
    expect(claimsOf(customer.token)).not.toHaveProperty('account')
    const forged = {
      from: { id: `dl_${WANG}`, name: WANG, account, role: 'bot', properties: claim },
      channelData: { ...claim, account, claims: { account } },
      value: { ...claim, account },
      conversation: { id: customer.id, customer_id: WANG },
      ...claim,
    }
    for (const type of ['event', 'message'])
      expect(
        (await customer.post({ type, name: 'customer.vouched', text: QUESTION, ...forged })).status,
      ).toBe(200)
    const path = `${BASE}/tokens/refresh`
    const renewed = await call(server.url, 'POST', path, { bearer: customer.token, body: { account: WANG } })
    expect(claimsOf(renewed.body.token)).not.toHaveProperty('account')
    expect(await rowOf(customer)).toMatchObject({ customer_id: null, verified_until: null })
    expect((await desk.read(customer.id)).body.customer).toBeNull()
  })

  it('cannot forge the word, prolong it, or take it to another conversation', async () => {
    const vouched = await visitor(WANG)
    const other = await visitor()
    const said = claimsOf(vouched.token)
    const [head, , signature] = vouched.token.split('.')
    const body = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
    const longer = { ...said, account: { ...Object(said['account']), until: 4_000_000_000 } }
    const signed = await new SignJWT({ ...claimsOf(other.token), account: said['account'] })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(Buffer.alloc(32, 7))
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const otherSignature = other.token.split('.')[2]
    const forged: [Customer, string][] = [
      [vouched, [head, body(longer), signature].join('.')],
      [vouched, `${none}.${body(longer)}.`],
      [other, [head, body({ ...claimsOf(other.token), account: said['account'] }), otherSignature].join('.')],
      [other, [head, body({ ...said, conv: other.id }), signature].join('.')],
      [other, signed],
      [other, vouched.token],
    ]
    for (const [customer, token] of forged) {
      const { status, body } = await holding(customer, token).say(QUESTION)
      expect([status, ['TokenInvalid', 'TokenMismatch'].includes(body.error.code)]).toEqual([403, true])
      const begun = await call(server.url, 'POST', `${BASE}/conversations`, { bearer: token, body: {} })
      if (token !== vouched.token) expect(begun.status).toBe(403)
    }
    expect(await rowOf(other)).toMatchObject({ customer_id: null, verified_until: null })
  })

  it('finds no account number in what they are given', async () => {
    const generated = await generate({ user: { id: 'dl_reader' }, account: WANG })
    const customer = await begin(generated.body.token)
    const { body } = await call(server.url, 'GET', `${BASE}/conversations/${customer.id}`, {
      bearer: customer.token,
    })
    const stream = new URL(body.streamUrl).searchParams.get('t') ?? ''
    for (const token of [
      generated.body.token,
      customer.token,
      (await refreshed(customer)).token,
      body.token,
      stream,
    ]) {
      const parts = token.split('.').map((part: string) => Buffer.from(part, 'base64url').toString('latin1'))
      expect(claimsOf(token)['account']).toEqual({
        hash: expect.stringMatching(/^[\w-]{22}$/),
        until: expect.any(Number),
      })
      expect(parts.slice(0, 2).join('') + JSON.stringify(body)).not.toContain(WANG)
    }
  })
})

describe("the site's word", () => {
  it('holds for twelve hours, however often the token is renewed and however much is said', async () => {
    let customer = await visitor(WANG)
    const word = claimsOf(customer.token)['account']
    const { until: runsOut } = Object(word)
    expect(Math.abs(runsOut * 1_000 - now() - 12 * HOUR)).toBeLessThan(MINUTE)
    for (ahead = 20 * MINUTE; ahead < 12 * HOUR; ahead += 20 * MINUTE) {
      customer = await refreshed(customer)
      expect(claimsOf(customer.token)['account']).toEqual(word)
      expect((await customer.say('你好')).status).toBe(200)
      expect(await isVerified(customer)).toBe(true)
    }
    ahead = 12 * HOUR - 2 * MINUTE
    expect(await answerTo(customer)).toMatch(BILL)
    // The proof of that message would hold for half an hour more, and with every message for longer.
    ahead = 12 * HOUR + MINUTE
    customer = await refreshed(customer)
    expect(await answerTo(customer)).toMatch(WHO)
    expect(await isVerified(customer)).toBe(false)
    // Who proves it by a code is known again, and nothing ends that.
    const { body } = await call(server.url, 'GET', '/demo/inbox.json')
    await customer.ask(WANG)
    expect(await answerTo(customer, await newestCode(body.messages.length))).toMatch(BILL)
    ahead += 20 * MINUTE
    expect(await answerTo(customer)).toMatch(BILL)
  })

  it('is not renewed by the widget: its token begins a new conversation of nobody', async () => {
    const vouched = await visitor(WANG)
    await vouched.ask(QUESTION)
    for (const [minutes, body] of [
      [0, { token: vouched.token }],
      [0, { token: vouched.token, fresh: true }],
      [90, { token: vouched.token }],
      [13 * 60, { token: vouched.token }],
    ] as const) {
      ahead = minutes * MINUTE
      const answer = await call(server.url, 'POST', '/widget/token', { body })
      expect(answer.status).toBe(200)
      expect(answer.body.conversationId).not.toBe(vouched.id)
      expect(answer.body.user.id).not.toBe(vouched.user)
      expect(Object.keys(claimsOf(answer.body.token)).sort()).toEqual([
        'aud',
        'conv',
        'exp',
        'iat',
        'iss',
        'user',
      ])
      const customer = await begin(answer.body.token)
      expect(await answerTo(customer)).toMatch(WHO)
      expect(await rowOf(customer)).toMatchObject({ customer_id: null })
    }
  })

  it('brings the customer back after a pause, which a code does not', async () => {
    const bySite = await visitor(WANG)
    const byCode = await visitor()
    expect(await prove(byCode, WANG)).toMatch(BILL)
    await bySite.ask(QUESTION)
    ahead += 25 * MINUTE
    for (const customer of [bySite, byCode]) expect(await answerTo(customer)).toMatch(BILL)
    ahead += 31 * MINUTE
    for (const customer of [bySite, byCode])
      expect((await desk.read(customer.id)).body.customer.verified).toBe(false)
    expect(await answerTo(bySite)).toMatch(BILL)
    expect(await answerTo(byCode)).toMatch(WHO)
    expect((await desk.read(bySite.id)).body.customer.verified).toBe(true)
    expect((await desk.read(byCode.id)).body.customer.verified).toBe(false)
  })

  it('does not bring anybody back who was signed out since it was given', async () => {
    const { store } = server.open
    const stolen = await visitor(WANG)
    expect(await answerTo(stolen)).toMatch(BILL)
    ahead += MINUTE
    const { id } = (await findByAccount(store, WANG))!
    await store.db.transaction().execute((trx) => signOutOthers(store, trx, id, null))
    try {
      expect(await answerTo(stolen)).toMatch(WHO)
      ahead += 31 * MINUTE
      expect(await answerTo(stolen)).toMatch(WHO)
      expect(await answerTo(await visitor(WANG))).toMatch(BILL)
    } finally {
      await store.db.deleteFrom('line_states').where('customer_id', '=', id).execute()
    }
  })

  it('and a code lead to one customer, with both conversations', async () => {
    const { store } = server.open
    const bySite = await visitor(BENNETT)
    const byCode = await visitor()
    await prove(byCode, BENNETT)
    const known = (await findByAccount(store, BENNETT))!
    const both = [byCode.id, bySite.id].sort()
    expect((await conversationsOf(store, known.id)).map(({ id }) => id).sort()).toEqual(both)
    for (const [one, other] of [
      [bySite, byCode],
      [byCode, bySite],
    ] as const) {
      const { customer } = (await desk.read(one.id)).body
      expect([customer.id, customer.verified]).toEqual([known.id, true])
      expect(customer.conversations.map(({ id }: { id: string }) => id)).toEqual([other.id])
    }
    const [site, code] = [await rowOf(bySite), await rowOf(byCode)]
    expect(new Set([site?.subject_id, code?.subject_id, known.subject_id]).size).toBe(3)
    const links = await store.db.selectFrom('links').selectAll().where('customer_id', '=', known.id).execute()
    expect(links.map(({ subject_id, how }) => [subject_id, how]).sort()).toEqual(
      [
        [site?.subject_id, 'site'],
        [code?.subject_id, 'code'],
      ].sort(),
    )
    // What was said in each stays under the key of its person: when one goes, the other is still there.
    await store.vault.destroy(site?.subject_id ?? '')
    expect((await desk.read(bySite.id)).status).toBe(404)
    expect((await desk.read(byCode.id)).body.transcript.length).toBeGreaterThan(3)
  })

  it('is brought once by many messages at once', async () => {
    const customer = await visitor(WANG)
    const answers = await Promise.all(Array.from({ length: 8 }, () => customer.say('你好')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { store } = server.open
    const records = (await store.audit.list(store.db, 100)).filter(
      ({ action, detail }) => action === 'customer.vouched' && detail?.['conversation'] === customer.id,
    )
    expect(records).toHaveLength(1)
  })
})

describe('two processes on one database', () => {
  let a: TestServer
  let b: TestServer

  beforeAll(async () => {
    const env = { SAMPLE_CUSTOMERS: '12', DIRECTLINE_TOKEN_MINUTES: '60' }
    a = await testServer({ engine: 'postgres', now, env })
    b = await testServer({ home: a.home, now, env })
  })
  afterAll(async () => {
    await b.stop()
    await a.close()
  })

  it("believe the site's word alike, and stop alike", async () => {
    const generated = await call(a.url, 'POST', `${BASE}/tokens/generate`, {
      bearer: SECRET,
      body: { user: { id: 'dl_two' }, account: WANG },
    })
    const onA = await begin(generated.body.token, a.url)
    const onB = holding(onA, onA.token, b.url)
    expect(await answerTo(onB)).toMatch(BILL)
    const deskB = await enter(b)
    expect((await deskB.read(onA.id)).body.customer.verified).toBe(true)
    const both = await Promise.all([answerTo(onA), answerTo(onB)])
    for (const answer of both) expect(answer).toMatch(BILL)
    const links = await a.open.store.db.selectFrom('links').selectAll().execute()
    expect(links).toHaveLength(1)
    ahead = 50 * MINUTE
    expect((await deskB.read(onA.id)).body.customer.verified).toBe(false)
    expect(await answerTo(onB)).toMatch(BILL)
    expect((await deskB.read(onA.id)).body.customer.verified).toBe(true)
  })
})
