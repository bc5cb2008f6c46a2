/** The desk's calls over real HTTP: who may, what is refused, and that nothing is shown that was not asked for. */

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount, setDisabled } from '../../src/accounts/accounts.ts'
import type { QueueAnswer, TranscriptItem } from '../../src/console/desk-types.ts'
import { findConversation } from '../../src/conversations/start.ts'
import { openProfile } from '../../src/customers/records.ts'
import type { ConversationsTable } from '../../src/storage/schema.ts'
import { storedMessages } from '../channels/stored-messages.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

/** 王晓雯 of the demo customers. */
const ACCOUNT = '8000000011'
const PASSWORD = 'kuzo-mira-tepa-lodu'
const PEOPLE = ['agent', 'lead', 'admin'] as const

let server: TestServer
const desks = new Map<string, Desk>()

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '60' } })
  for (const account of server.accounts) desks.set(account.name, await Desk.signIn(server.url, account))
})
afterAll(() => server.close())

function desk(name: string): Desk {
  const found = desks.get(name)
  if (!found) throw new Error(`${name} is not signed in.`)
  return found
}

/** A customer the site vouches for, or nobody in particular. */
async function visitor(account?: string, locale = 'zh-CN'): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, ...(account === undefined ? {} : { account }) },
  })
  const bearer = generated.body.token
  const started = await call(server.url, 'POST', '/v3/directline/conversations', { bearer, body: { locale } })
  return Customer.of(server.url, started.body.conversationId, started.body.token, user)
}

/** A customer who waits for a person. */
async function waiting(account?: string): Promise<Customer> {
  const customer = await visitor(account)
  await customer.ask('转人工')
  return customer
}

async function ownerOf(id: string): Promise<[string | undefined, string | null | undefined]> {
  const row = await findConversation(server.open.store, id)
  return [row?.owner, row?.agent]
}

async function transcriptOf(id: string): Promise<TranscriptItem[]> {
  return (await desk('agent').read(id)).body.transcript
}

interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: (id: string) => string
  readonly body?: unknown
  /** Whether the caller must hold the conversation. */
  readonly held?: boolean
}

const conversation = (id: string, action: string): string => `/api/desk/conversations/${id}/${action}`
const routes: readonly (readonly [string, Route])[] = [
  ['GET queue', { method: 'GET', path: () => '/api/desk/queue' }],
  ['GET conversation', { method: 'GET', path: (id) => `/api/desk/conversations/${id}` }],
  ['GET events', { method: 'GET', path: () => '/api/desk/events' }],
  ['POST claim', { method: 'POST', path: (id) => conversation(id, 'claim') }],
  [
    'POST messages',
    { method: 'POST', path: (id) => conversation(id, 'messages'), body: { text: 'hi' }, held: true },
  ],
  ['POST reveal', { method: 'POST', path: (id) => conversation(id, 'reveal'), body: { field: 'phone' } }],
  ['POST release', { method: 'POST', path: (id) => conversation(id, 'release'), held: true }],
  ['POST close', { method: 'POST', path: (id) => conversation(id, 'close'), held: true }],
]

/** Calls a route; of a stream only how it begins. */
async function attempt(
  who: Desk | null,
  { method, path, body }: Route,
  id: string,
  headers: Record<string, string> = {},
) {
  const abort = new AbortController()
  const response = await fetch(server.url + path(id), {
    method,
    headers: { 'content-type': 'application/json', ...who?.headers, ...headers },
    signal: abort.signal,
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    abort.abort()
    return { status: response.status, code: undefined }
  }
  // Every error of the API has this shape.
  const answer = (await response.json()) as { error?: { code: string } }
  return { status: response.status, code: answer.error?.code }
}

/** What a refused call must leave as it is. */
async function stateOf(id: string): Promise<unknown> {
  const { n } = await server.open.store.db
    .selectFrom('audit')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return [await ownerOf(id), await storedMessages(server, id), Number(n)]
}

describe.each(routes)('%s', (_name, route) => {
  it('answers nobody who is not signed in', async () => {
    const { id } = await waiting(ACCOUNT)
    const before = await stateOf(id)
    const forged = { cookie: `liuke_session=${'a'.repeat(43)}`, 'x-liuke-csrf': 'b'.repeat(43) }
    for (const headers of [{}, forged])
      expect(await attempt(null, route, id, headers)).toEqual({ status: 401, code: 'NotSignedIn' })
    // Neither what customers call with, nor the company's secret, opens the desk.
    expect(await attempt(null, route, id, { authorization: `Bearer ${SECRET}` })).toEqual({
      status: 401,
      code: 'NotSignedIn',
    })
    expect(await stateOf(id)).toEqual(before)
  })

  it.each(PEOPLE)('lets the role of %s', async (name) => {
    const { id } = await waiting(ACCOUNT)
    if (route.held) expect((await desk(name).act(id, 'claim')).status).toBe(200)
    expect(await attempt(desk(name), route, id)).toEqual({ status: 200, code: undefined })
  })

  it.each(PEOPLE)('does not take forged calls in the name of %s', async (name) => {
    const { id } = await waiting(ACCOUNT)
    if (route.held) await desk(name).act(id, 'claim')
    const before = await stateOf(id)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: server.url.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign)
      expect(await attempt(desk(name), route, id, headers)).toEqual({ status: 403, code: 'ForeignOrigin' })
    if (route.method === 'POST') {
      const other = desk(name === 'agent' ? 'lead' : 'agent').headers['x-liuke-csrf']
      for (const csrf of [undefined, '', 'a'.repeat(43), other])
        expect(await attempt(desk(name).with({ 'x-liuke-csrf': csrf }), route, id)).toEqual({
          status: 403,
          code: 'CsrfMismatch',
        })
    }
    expect(await stateOf(id)).toEqual(before)
  })

  it('comes to its own page', async () => {
    const { id } = await waiting(ACCOUNT)
    if (route.held) await desk('agent').act(id, 'claim')
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' }
    expect(await attempt(desk('agent'), route, id, own)).toEqual({ status: 200, code: undefined })
  })

  const unknown = [randomUUID(), 'x', 'x'.repeat(101), '%00', "'; drop table messages; --", '..%2f..%2fetc']
  it.each(route.path('').includes('conversations') ? unknown : [])('does not find %j', async (id) => {
    const { status, code } = await attempt(desk('agent'), route, id)
    // What is too long to be an id matches no route at all.
    expect([404, 405]).toContain(status)
    if (/^[\w-]+$/.test(id) && id.length <= 100) expect(code).toBe('ConversationNotFound')
  })
})

const post = (path: string, bytes: string | Buffer<ArrayBuffer>) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...desk('agent').headers },
    body: bytes,
  })

describe('a body', () => {
  const bad: [string, string | Buffer<ArrayBuffer>, number, string][] = [
    ['nothing', '', 400, 'BadArgument'],
    ['half of JSON', '{"text":"he', 400, 'BadSyntax'],
    ['null', 'null', 400, 'BadArgument'],
    ['a list', '["text"]', 400, 'BadArgument'],
    ['not UTF-8', Buffer.from('{"text":"\xff\xfe","field":"name"}', 'latin1'), 415, 'BadArgument'],
    ['nested deeply', `{"text":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'BadArgument'],
    ['huge', JSON.stringify({ text: 'x'.repeat(300_000) }), 413, 'RequestTooLarge'],
    ['of another type', '{"text":5,"field":5}', 400, 'BadArgument'],
    ['an object for a word', '{"text":{"$ne":""},"field":{"$ne":""}}', 400, 'BadArgument'],
    ['empty', '{"text":" \\n\\t ","field":""}', 400, 'BadArgument'],
    ['too long', JSON.stringify({ text: '长'.repeat(4_001), field: 'x'.repeat(4_001) }), 400, 'BadArgument'],
    ['a list for an id', '{"text":"x","clientId":["a"]}', 400, 'BadArgument'],
    ['an id too long', JSON.stringify({ text: 'x', clientId: 'x'.repeat(101) }), 400, 'BadArgument'],
    ['a field nobody may ask for', '{"field":"birthYear"}', 400, 'BadArgument'],
    ['a field of the prototype', '{"field":"__proto__","text":null}', 400, 'BadArgument'],
  ]
  it.each(bad)('that is %s is refused, and nothing happens', async (_name, bytes, status, code) => {
    const { id } = await waiting(ACCOUNT)
    await desk('agent').act(id, 'claim')
    const before = await stateOf(id)
    for (const action of ['messages', 'reveal']) {
      const response = await post(conversation(id, action), bytes)
      const body = (await response.json()) as { error: { code: string; message: string } }
      expect([response.status, body.error.code]).toEqual([status, code])
      expect(body.error.message.length).toBeLessThan(200)
    }
    expect(await stateOf(id)).toEqual(before)
  })

  it('of the greatest length is sent whole', async () => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    const text = '长'.repeat(4_000)
    expect((await desk('agent').act(customer.id, 'messages', { text })).status).toBe(200)
    expect((await customer.read()).at(-1)?.text).toBe(text)
  })
})

describe('taking over', () => {
  it('of ten agents who try at once, one gets it', async () => {
    const agents = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const name = `racer${n}`
        await addAccount(server.open.store, 'test', { name, role: 'agent', password: PASSWORD })
        return { name, password: PASSWORD }
      }),
    )
    const racers: Desk[] = []
    for (const agent of agents) racers.push(await Desk.signIn(server.url, agent))
    for (let round = 0; round < 5; round++) {
      const customer = await waiting()
      const answers = await Promise.all(racers.map((racer) => racer.act(customer.id, 'claim')))
      const won = answers.flatMap(({ status }, n) => (status === 200 ? [`racer${n}`] : []))
      expect(won).toHaveLength(1)
      expect(await ownerOf(customer.id)).toEqual(['human', won[0]])
      for (const { status, body } of answers)
        if (status !== 200) expect([status, body.error.code]).toEqual([409, 'conversation_taken'])
      const said = (await customer.read()).filter(({ name }) => name === 'liuke.owner')
      expect(said.at(-1)?.value).toEqual({ owner: 'human', agent: won[0] })
      // The others cannot speak, give back or close.
      const other = racers.find((_, n) => `racer${n}` !== won[0])
      for (const action of ['messages', 'release', 'close']) {
        const refused = await other!.act(customer.id, action, { text: 'hi' })
        expect([refused.status, refused.body.error.code]).toEqual([409, 'conversation_not_yours'])
      }
    }
  })

  it('from a colleague is for those who may, and on record like every move', async () => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    const refused = await desk('agent').act(customer.id, 'take-over')
    expect(refused.status).toBe(403)
    expect((await desk('lead').act(customer.id, 'claim')).status).toBe(409)
    expect((await desk('lead').act(customer.id, 'take-over')).status).toBe(200)
    expect(await ownerOf(customer.id)).toEqual(['human', 'lead'])
    await desk('lead').act(customer.id, 'close')
    const { store } = server.open
    const moves = (await store.audit.list(store.db, 20)).filter(({ target }) => target.endsWith(customer.id))
    expect(moves.map(({ actor, action }) => `${actor} ${action}`).reverse()).toEqual([
      'agent conversation.claim',
      'lead conversation.claim',
      'lead conversation.close',
    ])
  })

  it('and giving back tells the customer, and the bot answers again', async () => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    expect(await customer.ask('怎么设置自动扣费')).toEqual([])
    expect((await desk('agent').act(customer.id, 'release')).status).toBe(200)
    expect(await ownerOf(customer.id)).toEqual(['bot', null])
    expect(await customer.ask('怎么设置自动扣费')).toHaveLength(1)
    for (const action of ['release', 'close', 'messages']) {
      const { status, body } = await desk('agent').act(customer.id, action, { text: 'x' })
      expect([status, body.error.code]).toEqual([409, 'conversation_not_yours'])
    }
  })
})

describe('a message of an agent', () => {
  it('that is sent again with its id is stored once, at once or later', async () => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    const send = (text: string) => desk('agent').act(customer.id, 'messages', { text, clientId: 'm1' })
    const answers = await Promise.all(Array.from({ length: 6 }, () => send('您好，我是小林')))
    answers.push(await send('您好，我是小林'), await send('something else'))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    const own = () => customer.read().then((all) => all.filter(({ channelData }) => channelData?.['agent']))
    expect((await own()).map(({ text }) => text)).toEqual(['您好，我是小林'])
    // Also when it comes after the conversation was given back.
    await desk('agent').act(customer.id, 'release')
    expect((await send('您好，我是小林')).body.id).toBe(answers[0]?.body.id)
    // The same id of somebody else is another message.
    await desk('lead').act(customer.id, 'claim')
    const others = await desk('lead').act(customer.id, 'messages', { text: '我接着来', clientId: 'm1' })
    expect(others.body.id).not.toBe(answers[0]?.body.id)
    expect(await own()).toHaveLength(2)
  })

  it.each([
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '[link](javascript:alert(1)) **bold** {plan.basic.price} {{7*7}} %24{HOME}',
    'a\u0000b\u0007c\u001b[31md\u007f',
    'abc\u202egnp.exe\u2066\u200b\ufeff',
    '\u2028\u2029 data: x\n\nevent: y',
    '𠮷👩‍👩‍👧‍👦 ﷺ',
    '__proto__',
  ])('%j is kept and shown as the text it is', async (text) => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    const { body } = await desk('agent').act(customer.id, 'messages', { text })
    const stored = (await customer.read()).find(({ id }) => id === body.id)
    expect(stored).toMatchObject({ text: text.trim(), textFormat: 'plain', type: 'message' })
    expect((await transcriptOf(customer.id)).find(({ id }) => id === body.id)).toMatchObject({
      text: text.trim(),
      role: 'agent',
      agent: '小林 Lin',
    })
    // What the customer writes comes to the desk as it is, too.
    const said = await customer.say(text)
    expect((await transcriptOf(customer.id)).find(({ id }) => id === said.body.id)?.text).toBe(text)
  })

  it('with half a character is stored with a mark in its place', async () => {
    const customer = await waiting()
    await desk('agent').act(customer.id, 'claim')
    const messages = conversation(customer.id, 'messages')
    // What a page calls its message has whole characters.
    expect((await post(messages, '{"text":"a","clientId":"\\udc00"}')).status).toBe(400)
    const response = await post(messages, '{"text":"a\\ud83d b","clientId":"half"}')
    const { id } = (await response.json()) as { id: string }
    expect((await customer.read()).find((message) => message.id === id)?.text).toBe('a\ufffd b')
  })
})

describe('revealing', () => {
  const reveals = async (id: string) => {
    const { store } = server.open
    const rows = await store.audit.list(store.db, 1_000)
    return rows.filter(
      ({ action, detail }) => action === 'customer.reveal' && detail?.['conversation'] === id,
    )
  }

  it('gives one field in full, and each time is on record', async () => {
    const { store } = server.open
    const { id } = await waiting(ACCOUNT)
    const { customer_id } = (await findConversation(store, id))!
    const row = await store.db
      .selectFrom('customers')
      .selectAll()
      .where('id', '=', customer_id)
      .executeTakeFirstOrThrow()
    const profile = await openProfile(store, row)
    const fields = ['account', 'name', 'phone', 'email', 'address'] as const
    for (const field of fields)
      expect((await desk('agent').act(id, 'reveal', { field })).body).toEqual({
        field,
        value: profile[field],
      })
    await desk('lead').act(id, 'reveal', { field: 'phone' })
    expect(
      (await reveals(id)).map(({ actor, target, detail }) => [actor, target, detail?.['field']]),
    ).toEqual([
      ['lead', `customer:${customer_id}`, 'phone'],
      ...fields.toReversed().map((field) => ['agent', `customer:${customer_id}`, field]),
    ])
    expect((await store.audit.verify(store.db)).ok).toBe(true)
  })

  it('gives nothing when it cannot be put on record', async () => {
    const { db } = server.open.store
    const { id } = await waiting(ACCOUNT)
    await sql`alter table audit rename to audit_away`.execute(db)
    try {
      const { status, body } = await desk('agent').act(id, 'reveal', { field: 'name' })
      expect([status, Object.keys(body)]).toEqual([500, ['error']])
      expect(JSON.stringify(body)).not.toContain('王晓雯')
    } finally {
      await sql`alter table audit_away rename to audit`.execute(db)
    }
    expect(await reveals(id)).toEqual([])
  })

  it('is refused where nobody knows who the customer is', async () => {
    const { id } = await waiting()
    for (const name of PEOPLE) {
      const { status, body } = await desk(name).act(id, 'reveal', { field: 'name' })
      expect([status, body.error.code]).toEqual([404, 'ConversationNotFound'])
    }
    expect(await reveals(id)).toEqual([])
  })
})

describe('the queue', () => {
  it('is in order of due time, then value, then waiting, and those held come last', async () => {
    const { db } = server.open.store
    await db.updateTable('conversations').set({ owner: 'closed', agent: null }).execute()
    const far = Date.now() + 3_600_000
    type Rank = Partial<Pick<ConversationsTable, 'queued_at' | 'answer_due_at' | 'value_yuan'>>
    const ranks: [string, Rank][] = [
      ['due later, worth most', { answer_due_at: far + 2, value_yuan: 9_999, queued_at: far - 90 }],
      ['due soon, worth less', { answer_due_at: far + 1, value_yuan: 10, queued_at: far - 80 }],
      ['due soon, worth more', { answer_due_at: far + 1, value_yuan: 20, queued_at: far - 10 }],
      ['due soon, worth less, came later', { answer_due_at: far + 1, value_yuan: 10, queued_at: far - 70 }],
      ['due soon, value unknown', { answer_due_at: far + 1, value_yuan: null, queued_at: far - 99 }],
      ['no due time: since it waits', { answer_due_at: null, value_yuan: 0, queued_at: far }],
    ]
    const ids = new Map<string, string>()
    for (const [name, rank] of ranks) {
      const { id } = await waiting()
      ids.set(id, name)
      await db.updateTable('conversations').set(rank).where('id', '=', id).execute()
    }
    const held = await waiting()
    ids.set(held.id, 'held')
    await db
      .updateTable('conversations')
      .set({ answer_due_at: 1, value_yuan: 1e6 })
      .where('id', '=', held.id)
      .execute()
    await desk('agent').act(held.id, 'claim')
    const inQueue = (body: QueueAnswer) => body.items.map(({ id }) => ids.get(id))
    const answer = await desk('agent').queue()
    expect(inQueue(answer.body)).toEqual([
      'no due time: since it waits',
      'due soon, worth more',
      'due soon, worth less',
      'due soon, worth less, came later',
      'due soon, value unknown',
      'due later, worth most',
      'held',
    ])
    expect(answer.body.items.at(-1)).toMatchObject({ owner: 'human', agent: '小林 Lin', mine: true })
    expect((await desk('lead').queue()).body.items.at(-1)).toMatchObject({ owner: 'human', mine: false })
  })
})

describe('what is not asked for', () => {
  it('is not told by the bot when the customer has their own number called', async () => {
    const customer = await visitor(ACCOUNT)
    for (const text of ['请给我回电话', '打登记的号码', '尽快', '是的']) await customer.say(text)
    const tasks = await server.open.store.db
      .selectFrom('tasks')
      .select('kind')
      .where('conversation_id', '=', customer.id)
      .execute()
    expect(tasks).toEqual([{ kind: 'callback' }])
    expect(JSON.stringify((await desk('agent').read(customer.id)).body)).not.toContain('19000000001')
  })

  it('stands in no answer of queue or conversation', async () => {
    const { store } = server.open
    const rows = await store.db.selectFrom('customers').selectAll().execute()
    const profiles = await Promise.all(rows.map((row) => openProfile(store, row)))
    const known = profiles.flatMap((profile) =>
      [profile.account, profile.name, profile.phone, profile.email, profile.address].filter(
        (text) => text !== null,
      ),
    )
    expect(known.length).toBeGreaterThan(250)
    const answers: string[] = []
    const active = profiles.filter((_, at) => rows[at]?.status === 'active')
    for (const { account, language } of active.slice(0, 20)) {
      const customer = await visitor(account, language === 'en' ? 'en-US' : 'zh-CN')
      // The account is known, so these are answered from the records.
      const words =
        language === 'en'
          ? ['why is my bill so high', 'an agent please']
          : ['我这个月话费多少', '我的套餐是什么', '转人工']
      for (const text of words) await customer.say(text)
      const answer = await desk('agent').read(customer.id)
      expect(answer.body.customer.verified).toBe(true)
      answers.push(JSON.stringify(answer.body))
    }
    answers.push(JSON.stringify((await desk('agent').queue()).body))
    expect(answers.at(-1)).toContain('•')
    for (const text of known)
      expect(answers.filter((answer) => answer.includes(JSON.stringify(text).slice(1, -1)))).toEqual([])
    // The search finds what is there: the answer to a question asked.
    const { id } = await waiting(ACCOUNT)
    const { body } = await desk('agent').act(id, 'reveal', { field: 'phone' })
    expect(known.some((text) => JSON.stringify(body).includes(text))).toBe(true)
  })
})

describe('a customer whose data was erased', () => {
  it('leaves the conversation readable, without a card', async () => {
    const { store } = server.open
    const account = '8000000029'
    const customer = await waiting(account)
    expect((await desk('agent').read(customer.id)).body.customer.fields).toHaveLength(5)
    const row = await store.db
      .selectFrom('conversations')
      .innerJoin('customers', 'customers.id', 'conversations.customer_id')
      .select('customers.subject_id')
      .where('conversations.id', '=', customer.id)
      .executeTakeFirstOrThrow()
    await store.vault.destroy(row.subject_id)
    const { status, body } = await desk('agent').read(customer.id)
    expect([status, body.customer, body.conversation?.customerName]).toEqual([200, null, null])
    expect(body.transcript.length).toBeGreaterThan(1)
    expect(
      (await desk('agent').queue()).body.items.find(({ id }: { id: string }) => id === customer.id),
    ).toMatchObject({
      customerName: null,
    })
    expect((await desk('agent').act(customer.id, 'reveal', { field: 'name' })).status).toBe(404)
  })
})

describe('a ticket written by somebody erased since', () => {
  it('does not keep the customer from being shown', async () => {
    const { store } = server.open
    const account = '8000000037'
    const writer = await visitor(account)
    for (const text of ['我要投诉', '师傅约好了上午来，结果一整天都没有来', '是的']) await writer.say(text)
    const ticket = await store.db
      .selectFrom('tickets')
      .select(['number', 'subject_id', 'customer_id'])
      .where('conversation_id', '=', writer.id)
      .executeTakeFirstOrThrow()
    await store.vault.destroy(ticket.subject_id)
    const { id } = await waiting(account)
    const { status, body } = await desk('agent').read(id)
    expect([status, body.customer?.id]).toEqual([200, ticket.customer_id])
    expect(body.customer.tickets[0]).toMatchObject({ number: ticket.number, topic: 'svc.complain' })
  })
})

describe('an account that is shut out', () => {
  it('loses every call at once, and does not come in again', async () => {
    const { store } = server.open
    await addAccount(store, 'test', { name: 'leaver', role: 'agent', password: PASSWORD })
    const leaver = await Desk.signIn(server.url, { name: 'leaver', password: PASSWORD })
    const { id } = await waiting(ACCOUNT)
    expect((await leaver.act(id, 'claim')).status).toBe(200)
    await setDisabled(store, 'test', 'leaver', true)
    for (const [, route] of routes)
      expect(await attempt(leaver, route, id)).toEqual({ status: 401, code: 'NotSignedIn' })
    expect(await ownerOf(id)).toEqual(['human', 'leaver'])
    const again = await call(server.url, 'POST', '/api/session', {
      body: { name: 'leaver', password: PASSWORD },
    })
    expect(again.status).toBe(401)
  })
})
