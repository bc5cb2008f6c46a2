/** The public API over real HTTP; every answer is held to docs/api.openapi.yaml. */

import { randomUUID } from 'node:crypto'
import restify from 'restify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiRoutes } from '../../src/api/mount.ts'
import { mountRoutes, route } from '../../src/api/route.ts'
import { type Scope, scopes } from '../../src/api/scopes.ts'
import { createToken, listTokens, revokeToken } from '../../src/api/tokens.ts'
import { queueLostHandoffs } from '../../src/bot/lost-holders.ts'
import type { Brain } from '../../src/bot/turn.ts'
import { RateLimit } from '../../src/channels/rate-limit.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { createLogger } from '../../src/log.ts'
import { until } from '../channels/deadline.ts'
import { type Receiver, startReceiver } from '../channels/webhooks/receiver.ts'
import { Desk } from '../console/desk-client.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { ApiClient, operations, seen } from './client.ts'

/** One of the demo's customers, in full. */
const ACCOUNT = '8000000011'

let server: TestServer
let api: ApiClient
let receiver: Receiver

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '20' } })
  api = await clientWith(...scopes)
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver.close()
  await server.close()
})

const store = () => server.open.store

async function tokenWith(...allowed: readonly Scope[]): Promise<string> {
  const draft = { name: `t-${randomUUID().slice(0, 8)}`, scopes: allowed, expiresAt: null }
  return (await createToken(store(), 'test', draft)).secret
}

async function clientWith(...allowed: readonly Scope[]): Promise<ApiClient> {
  return new ApiClient(server.url, await tokenWith(...allowed))
}

async function visitor(account?: string): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, ...(account === undefined ? {} : { account }) },
  })
  const { token: bearer } = generated.body
  const started = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer,
    body: { locale: 'zh-CN' },
  })
  return Customer.of(server.url, started.body.conversationId, started.body.token, user)
}

const texts = async (customer: Customer): Promise<string> =>
  (await customer.read()).map((activity) => readable(activity)).join('\n')

describe('the document', () => {
  it('names every route with its scope, and no other', () => {
    const { config } = { config: { QUEUE_MINUTES_PER_PLACE: 3, mode: 'demo' } as never }
    const routes = apiRoutes({ store: store(), brain: () => ({}) as Brain, config })
    const served = routes.map(
      ({ method, path, scope }) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')} ${scope}`,
    )
    expect(served.sort()).toEqual(operations.map((one) => `${one.method} ${one.path} ${one.scope}`).sort())
  })

  it('is served to anybody', async () => {
    const response = await fetch(`${server.url}/api/v1/openapi.yaml`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/yaml; charset=utf-8',
    ])
    expect(await response.text()).toContain('openapi: 3.1.0')
  })
})

describe('tokens', () => {
  it('are asked for, and refused when they are wrong, revoked or over', async () => {
    const wrong = [undefined, 'lk_', `lk_${'a'.repeat(55)}`, SECRET, 'lk_../../etc']
    const good = await tokenWith('corpus:read')
    for (const bearer of [...wrong, `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`]) {
      const answer = await new ApiClient(server.url, bearer).get('/corpus')
      expect([answer.status, answer.body.error.code]).toEqual([401, 'token_invalid'])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
    const client = new ApiClient(server.url, good)
    expect((await client.get('/corpus')).status).toBe(200)
    const token = (await listTokens(store())).find(({ id }) => good.slice(3).startsWith(id))
    expect(token?.lastUsedAt).toBeGreaterThan(0)
    await revokeToken(store(), 'test', token?.name ?? '')
    expect((await client.get('/corpus')).status).toBe(401)
    const soon = await createToken(store(), 'test', {
      name: 'soon-over',
      scopes: ['corpus:read'],
      expiresAt: Date.now() + 60_000,
    })
    await store()
      .db.updateTable('api_tokens')
      .set({ expires_at: Date.now() - 1 })
      .where('name', '=', 'soon-over')
      .execute()
    expect((await new ApiClient(server.url, soon.secret).get('/corpus')).status).toBe(401)
  })

  it('are kept nowhere, on record, and never twice under one name', async () => {
    const { secret } = await createToken(store(), 'ann', {
      name: 'crm',
      scopes: ['corpus:read'],
      expiresAt: null,
    })
    const again = createToken(store(), 'ann', { name: 'crm', scopes: ['corpus:read'], expiresAt: null })
    await expect(again).rejects.toMatchObject({ code: 'api_token_taken' })
    const rows = await store().db.selectFrom('api_tokens').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret.slice(15))
    const records = await store().audit.list(store().db, 50)
    expect(records.find(({ target }) => target === 'api-token:crm')).toMatchObject({
      actor: 'ann',
      action: 'api-token.create',
    })
    expect(JSON.stringify(records)).not.toContain(secret.slice(15))
  })

  it('open what their scopes say, route by route, and nothing else', async () => {
    const without = new Map<string, ApiClient>()
    const only = new Map<string, ApiClient>()
    for (const scope of scopes) {
      without.set(scope, await clientWith(...scopes.filter((other) => other !== scope)))
      only.set(scope, await clientWith(scope))
    }
    for (const { method, path, scope } of operations) {
      const address = path.replace(/\{\w+\}/g, 'none')
      const options = method === 'GET' || method === 'DELETE' ? {} : { body: { unknown: 1 } }
      const refused = await without.get(scope)?.call(method, address, options)
      expect([path, refused?.status, refused?.body.error.code]).toEqual([path, 403, 'scope_missing'])
      const allowed = await only.get(scope)?.call(method, address, options)
      expect([401, 403]).not.toContain(allowed?.status)
    }
  })
})

describe('conversations', () => {
  it('are listed and read, with what was written only for those who may', async () => {
    const customer = await visitor(ACCOUNT)
    await customer.say('怎么查话费')
    const row = await findByAccount(store(), ACCOUNT)
    const { body } = await api.get(`/conversations?customer=${row?.id}&owner=bot&channel=directline`)
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([customer.id])
    expect((await api.get(`/conversations/${customer.id}`)).body).toMatchObject({
      customer: row?.id,
      shared: false,
    })
    const messages = await api.get(`/conversations/${customer.id}/messages`)
    expect(
      messages.body.items.some((one: { author: string; text: string }) => one.text === '怎么查话费'),
    ).toBe(true)
    const later = await api.get(`/conversations?updated_since=2999-01-01T00:00:00%2B08:00`)
    expect(later.body).toEqual({ items: [], next: null })
    expect((await api.get('/conversations/none')).body.error.code).toBe('conversation_unknown')
  })

  it('come page by page, each once, while new ones begin', async () => {
    for (let n = 0; n < 5; n++) await visitor()
    const before = (await api.get('/conversations?limit=100')).body.items.map(({ id }: { id: string }) => id)
    const paged: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await api.get(`/conversations?limit=2${cursor && `&cursor=${cursor}`}`)
      paged.push(...body.items.map(({ id }: { id: string }) => id))
      await visitor()
      if (body.next === null) break
      cursor = body.next
    }
    expect(paged).toEqual(before)
  })

  it('are written into once for each key, and never over a person', async () => {
    const customer = await visitor()
    const address = `/conversations/${customer.id}/messages`
    const key = { 'idempotency-key': randomUUID() }
    const first = await api.post(address, { text: '您的包裹已发出。' }, key)
    const again = await api.post(address, { text: '您的包裹已发出。' }, key)
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id])
    expect((await texts(customer)).split('您的包裹已发出').length).toBe(2)
    const other = await api.post(address, { text: 'another' }, key)
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency_mismatch'])
    expect((await api.post(address, { text: 'x' }, { 'idempotency-key': 'a b' })).status).toBe(400)
    const agent = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'agent')!)
    await agent.act(customer.id, 'claim')
    expect((await api.post(address, { text: 'hello' })).body.error.code).toBe('conversation_taken')
    await agent.act(customer.id, 'close')
    expect((await api.post(address, { text: 'hello' })).body.error.code).toBe('conversation_closed')
    const group = await visitor()
    const set = { shared: 1 }
    await store().db.updateTable('conversations').set(set).where('id', '=', group.id).execute()
    const shared = await api.post(`/conversations/${group.id}/messages`, { text: 'hello' })
    expect(shared.body.error.code).toBe('conversation_shared')
    const erased = await visitor()
    const { subject_id: subject } = await store()
      .db.selectFrom('conversations')
      .select('subject_id')
      .where('id', '=', erased.id)
      .executeTakeFirstOrThrow()
    await store().vault.destroy(subject)
    expect((await api.post(`/conversations/${erased.id}/messages`, { text: 'hello' })).status).toBe(410)
    expect((await api.get(`/conversations/${erased.id}/messages`)).status).toBe(410)
  })
})

describe('a key', () => {
  it('holds across claim and release, in both directions', async () => {
    const { id } = await visitor()
    const address = `/conversations/${id}/messages`
    const statuses: [number, string][] = []
    const send = async (key: string, body: object) => {
      const { status, body: said } = await api.post(address, body, { 'idempotency-key': key })
      statuses.push([status, said.id ?? said.error.code])
      return said.id
    }
    const parcel = await send('parcel-4711', { text: '已发出' })
    await api.post(`/handoffs/${id}/claim`, { agent: '李工' })
    await send('parcel-4711', { text: '已发出' })
    const reply = await send('reply-1', { text: '我来看看', agent: '李工' })
    await send('reply-1', { text: '我来看看', agent: '李工' })
    await api.post(`/handoffs/${id}/release`)
    await send('reply-1', { text: '我来看看', agent: '李工' })
    await send('reply-2', { text: '还在吗', agent: '李工' })
    expect(statuses).toEqual([
      [201, parcel],
      [200, parcel],
      [201, reply],
      [200, reply],
      [200, reply],
      [409, 'conversation_not_yours'],
    ])
    const said = (await api.get(address)).body.items.map(({ text }: { text: string }) => text)
    expect(said.filter((text: string) => text === '已发出' || text === '我来看看')).toHaveLength(2)
  })
})

describe('customers', () => {
  it('are found by account, masked, and revealed field by field on record', async () => {
    const found = await api.post('/customers/find', { account: ` ${ACCOUNT} ` })
    expect(found.body.masked.phone).toMatch(/^190•+0001$/)
    expect(JSON.stringify(found.body)).not.toMatch(/19000000001|王晓雯|xiaowen/)
    const { id } = found.body
    expect((await api.get(`/customers/${id}`)).body).toEqual(found.body)
    const revealed = await api.post(`/customers/${id}/reveal`, {
      field: 'phone',
      reason: 'Delivery of a phone',
    })
    expect(revealed.body).toEqual({ field: 'phone', value: '19000000001' })
    const [newest] = await store().audit.list(store().db, 1)
    expect(newest).toMatchObject({
      action: 'customer.reveal',
      target: `customer:${id}`,
      // Sealed with the customer's key: what somebody writes of a person goes with that person.
      subjectId: (await findByAccount(store(), ACCOUNT))?.subject_id,
      detail: { field: 'phone', reason: 'Delivery of a phone' },
    })
    expect(newest?.actor).toMatch(/^api:/)
    expect((await api.post('/customers/find', { account: 'nobody' })).status).toBe(404)
    expect((await api.get('/customers/none')).status).toBe(404)
  })

  it('are listed page by page without anything that says who they are', async () => {
    const ids = new Set<string>()
    let next: string | null = ''
    for (let pages = 0; next !== null; pages++) {
      const { body } = await api.get(`/customers?limit=7${next && `&cursor=${next}`}`)
      for (const { id } of body.items) ids.add(id)
      expect(JSON.stringify(body)).not.toMatch(/masked|name|phone/)
      next = body.next
      expect(pages).toBeLessThan(10)
    }
    const { n } = await store()
      .db.selectFrom('customers')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(ids.size).toBe(Number(n))
  })
})

describe('hand-overs', () => {
  it('are asked for, claimed for a desk elsewhere, written in by it alone, and given back', async () => {
    const customer = await visitor()
    const { id } = customer
    const asked = await api.post('/handoffs', { conversation: id, queue: 'general', priority: 60 })
    expect([asked.status, asked.body.state, asked.body.priority]).toEqual([201, 'waiting', 60])
    expect(await texts(customer)).toMatch(/转人工|人工客服/)
    expect((await api.post('/handoffs', { conversation: id })).status).toBe(409)
    const waiting = await api.get('/handoffs?state=waiting')
    expect(waiting.body.items.map((one: { conversation: string }) => one.conversation)).toContain(id)
    const claimed = await api.post(`/handoffs/${id}/claim`, { agent: '李工' })
    expect(claimed.body).toMatchObject({ state: 'active', owner: 'human', queue: 'general' })
    const key = { 'idempotency-key': 'reply-1' }
    const address = `/conversations/${id}/messages`
    const said = await api.post(address, { text: '我来看看', agent: '李工' }, key)
    expect((await api.post(address, { text: '我来看看', agent: '李工' }, key)).body.id).toBe(said.body.id)
    expect((await api.post(address, { text: '不一样' }, key)).status).toBe(422)
    const other = await clientWith('messages:write')
    expect((await other.post(address, { text: 'me too' })).status).toBe(409)
    const messages = (await api.get(address)).body.items
    expect(messages.at(-1)).toMatchObject({ author: 'agent', agent: '李工', text: '我来看看' })
    expect((await api.get(`/handoffs/${id}`)).body.agent).toMatch(/^api:/)
    expect((await api.post(`/handoffs/${id}/release`)).body).toMatchObject({ state: 'ended', owner: 'bot' })
    expect((await api.post(`/handoffs/${id}/release`)).status).toBe(409)
    expect((await api.get(`/handoffs/${id}`)).status).toBe(404)
    expect((await customer.ask('怎么查话费')).length).toBeGreaterThan(0)
    await api.post('/handoffs', { conversation: id })
    expect((await api.post(`/handoffs/${id}/close`)).body.owner).toBe('closed')
    expect((await api.post('/handoffs', { conversation: id })).body.error.code).toBe('conversation_closed')
    expect((await api.post('/handoffs', { conversation: id, queue: 'none' })).status).toBe(400)
  })
})

describe('a claim', () => {
  it('may be sent again, and is on record with what follows', async () => {
    const { id } = await visitor()
    for (const status of [200, 200])
      expect((await api.post(`/handoffs/${id}/claim`, { agent: '李工' })).status).toBe(status)
    const other = await clientWith(...scopes)
    expect((await other.post(`/handoffs/${id}/claim`, { agent: '王工' })).status).toBe(409)
    await other.post(`/handoffs/${id}/release`)
    await other.post(`/conversations/${id}/messages`, { text: '您好' })
    await other.post('/handoffs', { conversation: id })
    const records = await store().audit.list(store().db, 20)
    const moves = records.filter(({ target }) => target === `conversation:${id}`).reverse()
    expect(moves.map(({ action }) => action)).toEqual(
      ['claim', 'release', 'message', 'queue'].map((name) => `conversation.${name}`),
    )
    expect(new Set(moves.map(({ actor }) => actor)).size).toBe(2)
    expect(moves[1]?.detail).toEqual({ owner: 'bot', before: 'human' })
  })

  it('are carried to a desk that speaks the Bot Framework, and back', async () => {
    const customer = await visitor()
    const { id } = customer
    await customer.ask('宽带没有信号')
    const activities = `/handoffs/${id}/activities`
    const status = (state: string) => ({ type: 'event', name: 'handoff.status', value: { state } })
    expect((await api.get(`/handoffs/${id}/initiation`)).status).toBe(404)
    expect((await api.post(activities, status('completed'))).status).toBe(409)
    await customer.ask('转人工')
    const initiation = (await api.get(`/handoffs/${id}/initiation`)).body
    expect(initiation).toMatchObject({
      type: 'event',
      name: 'handoff.initiate',
      conversation: { id },
      value: { queue: 'general', reason: 'fixed.person' },
    })
    const said = initiation.attachments[0].content.activities
    expect(said.filter(({ from }: { from: { role: string } }) => from.role === 'user')).toMatchObject([
      { text: '宽带没有信号' },
      { text: '转人工' },
    ])
    const mute = await clientWith('handoffs:read')
    const without = (await mute.get(`/handoffs/${id}/initiation`)).body
    expect(without.attachments[0].content.activities).toEqual([])

    expect((await api.post(activities, { type: 'message', text: '您好' })).status).toBe(409)
    const from = { name: '李工' }
    expect((await api.post(activities, { ...status('accepted'), from })).status).toBe(202)
    expect((await api.post(activities, { ...status('accepted'), from })).status).toBe(202)
    const message = { type: 'message', text: '您好，我是李工', id: 'm-1', from }
    const [first, again] = [await api.post(activities, message), await api.post(activities, message)]
    expect(again.body).toEqual(first.body)
    expect((await api.post(activities, { type: 'typing', from })).status).toBe(202)
    const other = await clientWith('handoffs:write')
    expect((await other.post(activities, { type: 'typing' })).status).toBe(409)
    expect((await other.post(activities, status('accepted'))).status).toBe(409)
    const { items } = (await api.get(`/conversations/${id}/messages?limit=100`)).body
    const written = items.filter(({ author }: { author: string }) => author === 'agent')
    expect(written).toMatchObject([{ id: first.body.id, agent: '李工', text: '您好，我是李工' }])
    expect((await api.post(activities, status('completed'))).status).toBe(202)
    expect((await api.get(`/conversations/${id}`)).body.owner).toBe('bot')

    await customer.ask('转人工')
    // What a colleague has is theirs, whatever a desk elsewhere says of it.
    await other.post(activities, status('accepted'))
    for (const state of ['failed', 'completed'])
      expect((await api.post(activities, status(state))).status, state).toBe(409)
    expect((await api.get(`/conversations/${id}`)).body.owner).toBe('human')
    await other.post(activities, status('completed'))
    await customer.ask('转人工')
    expect((await api.post(activities, status('failed'))).status).toBe(202)
    expect((await api.get(`/conversations/${id}`)).body.owner).toBe('bot')
    for (const wrong of [
      {},
      { type: 'event', name: 'handoff.initiate' },
      status('gone'),
      { type: 'message', text: ' \u0007 ' },
      { type: 'message', text: 'x'.repeat(4_001) },
    ])
      expect((await api.post(activities, wrong)).status, JSON.stringify(wrong).slice(0, 60)).toBe(400)
  })

  it('of a token that is revoked or over leaves the customer to somebody else', async () => {
    const names = { revoked: `r-${randomUUID().slice(0, 8)}`, over: `o-${randomUUID().slice(0, 8)}` }
    const held = new Map<string, Customer>()
    for (const name of Object.values(names)) {
      const expiresAt = Date.now() + 3_600_000
      const { secret } = await createToken(store(), 'test', { name, scopes: ['handoffs:write'], expiresAt })
      const customer = await visitor()
      held.set(name, customer)
      await new ApiClient(server.url, secret).post(`/handoffs/${customer.id}/claim`, { agent: '李工' })
    }
    const ownerOf = async (name: string) => (await api.get(`/conversations/${held.get(name)?.id}`)).body.owner
    await revokeToken(store(), 'test', names.revoked)
    expect([await ownerOf(names.revoked), await ownerOf(names.over)]).toEqual(['queued', 'human'])
    await store()
      .db.updateTable('api_tokens')
      .set({ expires_at: Date.now() - 1 })
      .where('name', '=', names.over)
      .execute()
    expect([await queueLostHandoffs(store()), await queueLostHandoffs(store())]).toEqual([1, 0])
    expect(await ownerOf(names.over)).toBe('queued')
    expect((await held.get(names.over)!.ask('怎么查话费')).length).toBeGreaterThan(0)
  })
})

describe('tickets, tasks and orders', () => {
  it('are listed, read and moved on', async () => {
    const customer = await visitor(ACCOUNT)
    for (const text of ['我要投诉', '师傅约好了上午来，结果一整天都没有来', '是的']) await customer.ask(text)
    const account = (await api.post('/customers/find', { account: ACCOUNT })).body.id
    const { items } = (await api.get(`/tickets?customer=${account}&status=open&limit=1`)).body
    expect(items[0]).toMatchObject({ conversation: customer.id })
    expect(items[0].text).toContain('一整天都没有来')
    const mute = await clientWith('tasks:read')
    expect((await mute.get(`/tickets/${items[0].number}`)).body.text).toBeNull()
    const moved = await api.call('PATCH', `/tickets/${items[0].number.toLowerCase()}`, {
      body: { status: 'resolved' },
    })
    expect(moved.body.status).toBe('resolved')
    expect((await api.get('/tickets/T000000-0000')).status).toBe(404)

    for (const text of ['请给我回电，打13812345678，明天下午三点', '确认']) await customer.ask(text)
    const task = (await api.get(`/tasks?status=open&customer=${account}`)).body.items[0]
    expect(task).toMatchObject({ kind: 'callback', conversation: customer.id, order: null })
    expect(Date.parse(task.call_from)).toBeGreaterThan(Date.now())
    expect((await api.post(`/tasks/${task.id}/phone`)).body.phone).toContain('13812345678')
    const [revealed] = await store().audit.list(store().db, 1)
    expect(revealed).toMatchObject({ action: 'customer.reveal', detail: { field: 'phone', task: task.id } })
    expect((await api.post(`/tasks/${task.id}/done`, { outcome: 'done' })).body.status).toBe('done')
    expect((await api.post(`/tasks/${task.id}/done`, { outcome: 'done' })).status).toBe(409)
    expect((await api.get(`/tasks/${task.id}`)).body.status).toBe('done')
    expect((await api.get('/tasks/none')).status).toBe(404)

    const row = await findByAccount(store(), ACCOUNT)
    const key = await store().vault.keyOf(row?.subject_id ?? '')
    const [id, now] = [randomUUID(), Date.now()]
    const request = { kind: 'contact.change', field: 'email', value: 'new@example.com', before: null }
    await store()
      .db.insertInto('orders')
      .values({
        ...{ id, reference: 'Q261122-TEST', kind: request.kind, customer_id: account },
        ...{ conversation_id: customer.id, subject_id: row?.subject_id ?? '', status: 'done', slot: null },
        ...{
          standing_until: null,
          undo_until: now,
          body: key.seal(`orders.body:${id}`, JSON.stringify(request)),
        },
        ...{ due_at: null, lease_until: null, last_error: null, created_at: now, updated_at: now },
      })
      .execute()
    const orders = (await api.get(`/orders?customer=${account}&kind=contact.change&status=done`)).body.items
    expect(orders).toEqual([(await api.get('/orders/Q261122-TEST')).body])
    expect(orders[0].request).toEqual({ kind: 'contact.change', field: 'email' })
    expect((await api.get('/orders/none')).body.error.code).toBe('order_unknown')
  })
})

describe('the corpus', () => {
  it('is read in both languages with its figures filled in, once for each revision', async () => {
    const info = await api.get('/corpus')
    const tag = { 'if-none-match': info.headers.get('etag') ?? '' }
    expect((await api.get('/corpus', tag)).status).toBe(304)
    const listed = { 'if-none-match': (await api.get('/corpus/entries?limit=1')).headers.get('etag') ?? '' }
    expect((await api.get('/corpus/entries', listed)).status).toBe(304)
    let [entries, next]: [number, string | null] = [0, '']
    while (next !== null) {
      const { body } = await api.get(`/corpus/entries?limit=100${next && `&cursor=${next}`}`)
      entries += body.items.length
      next = body.next
    }
    expect(entries).toBe(info.body.entries)
    const [first] = (await api.get('/corpus/entries?kind=faq&limit=1')).body.items
    const entry = await api.get(`/corpus/entries/${first.id}`)
    expect(entry.body.answer.zh).toMatch(/\p{Script=Han}/u)
    expect(JSON.stringify(entry.body.answer)).not.toMatch(/\{[a-z]+\./)
    expect((await api.get(`/corpus/entries/${first.id}`, listed)).status).toBe(304)
    expect((await api.get('/corpus/entries/none')).status).toBe(404)
  })

  it('says what a question is understood as, and how surely', async () => {
    const zh = (await api.post('/corpus/search', { text: '怎么查话费' })).body
    expect([zh.band, zh.candidates.length]).toEqual(['answer', 5])
    const en = (await api.post('/corpus/search', { text: 'quantum chromodynamics lectures' })).body
    expect(en.band).not.toBe('answer')
  })
})

describe('webhooks', () => {
  it('are managed, told what happens, and sent again what they ask for', async () => {
    const draft = { url: receiver.url, events: ['message.created', 'handoff.requested'], with_text: true }
    const blind = await clientWith('webhooks:manage')
    expect((await blind.post('/webhooks', draft)).body.error.code).toBe('scope_missing')
    const inside = await api.post('/webhooks', { ...draft, url: 'https://10.0.0.1/' })
    expect(inside.body.error.code).toBe('webhook_url_refused')
    const added = await api.post('/webhooks', draft)
    expect(added.body.secret).toMatch(/^whsec_/)
    const { id } = added.body
    for (const change of [
      { url: 'https://example.com/' },
      { events: ['message.created'] },
      { status: 'active' },
    ]) {
      const refused = await blind.call('PATCH', `/webhooks/${id}`, { body: change })
      expect([refused.status, refused.body.error.code]).toEqual([403, 'scope_missing'])
    }
    expect((await blind.post(`/webhooks/${id}/rotate`)).status).toBe(403)
    const customer = await visitor()
    await customer.say('怎么查话费')
    const told = () => receiver.received.filter(({ event }) => event.data['conversation'] === customer.id)
    await until('the receiver is told', () => told().length >= 3)
    expect(told().some(({ event }) => event.data['text'] === '怎么查话费')).toBe(true)
    const listed = await api.get(`/webhooks/${id}/deliveries?status=sent&limit=1`)
    expect(listed.body.next).not.toBeNull()
    const again = listed.body.items[0].id
    await api.post(`/webhooks/${id}/deliveries/${again}/resend`)
    await until('it is sent again', () => {
      return receiver.received.filter(({ event }) => event.id === again).length === 2
    })
    expect((await api.post(`/webhooks/${id}/deliveries/resend`)).body).toEqual({ count: 0 })
    expect((await api.post(`/webhooks/${id}/deliveries/none/resend`)).status).toBe(404)
    const dead = store().db.updateTable('webhook_deliveries').set({ status: 'dead' })
    await dead.where('id', '=', again).execute()
    const metrics = await fetch(`${server.url}/metrics`)
    expect(await metrics.text()).toContain('liuke_webhook_deliveries{status="dead"} 1')
    expect((await api.post(`/webhooks/${id}/rotate`)).body.secret).not.toBe(added.body.secret)
    const off = await api.call('PATCH', `/webhooks/${id}`, { body: { status: 'disabled' } })
    expect(off.body.status).toBe('disabled')
    expect((await api.get('/webhooks')).body.items).toEqual([(await api.get(`/webhooks/${id}`)).body])
    expect((await api.call('DELETE', `/webhooks/${id}`)).status).toBe(204)
    expect((await api.get(`/webhooks/${id}`)).status).toBe(404)
  })
})

describe('hostile calls', () => {
  it.each([
    '/conversations?limit=0',
    '/conversations?limit=101',
    '/conversations?limit=5&limit=6',
    '/conversations?nonsense=1',
    '/conversations?cursor=AAAA',
    `/conversations?cursor=${Buffer.from('[1,2]').toString('base64url')}`,
    `/conversations?cursor=${Buffer.from('[1,"a\\u0000"]').toString('base64url')}`,
    '/conversations?owner=nobody',
    "/conversations?customer='%20or%201=1",
    '/conversations?updated_since=yesterday',
    '/customers?__proto__=1',
    '/orders?kind=%00',
  ])('are refused: GET %s', async (address) => {
    const { status, body, headers } = await api.get(address)
    expect([status, body.error.advice !== '']).toEqual([400, true])
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['{', 400],
    ['[]', 400],
    ['{"text":"a","more":1}', 400],
    ['{"text":"   "}', 400],
    [`{"text":"${'a'.repeat(4_001)}"}`, 400],
    [`{"text":"${'a'.repeat(70_000)}"}`, 413],
    ['{"text":"a","agent":null}', 400],
    ['{"text":"\\u0000\\u0007"}', 400],
    ['{"text":"a","agent":"   "}', 400],
    ['{"text":"a","agent":"\\u202egnil"}', 400],
    ['{"text":"a","agent":"a\\nb"}', 400],
    ['{"text":"a\\n\\tb"}', 201],
  ])('are refused: POST %.30s', async (body, status) => {
    const { id } = await visitor()
    expect((await api.call('POST', `/conversations/${id}/messages`, { body })).status).toBe(status)
  })

  it('find nothing under strange ids, and say so in the same shape', async () => {
    for (const id of ['..%2f..%2fetc', '%00', "'--", 'a'.repeat(300), '%F0%9F%98%80'])
      expect((await api.get(`/conversations/${id}`)).status).toBe(404)
    for (const [method, address, status] of [
      ['GET', '/nowhere', 404],
      ['GET', '/%zz', 404],
      ['OPTIONS', '/conversations', 405],
    ] as const) {
      const refused = await call(server.url, method, `/api/v1${address}`)
      expect(refused.status).toBe(status)
      expect(refused.body.error).toEqual({
        code: expect.stringMatching(/^[a-z_]+$/),
        message: expect.any(String),
        advice: expect.stringContaining('openapi.yaml'),
      })
    }
    const headers = { authorization: `Bearer ${await tokenWith('corpus:read')}` }
    const head = await fetch(`${server.url}/api/v1/corpus`, { method: 'HEAD', headers })
    expect([head.status, await head.text(), head.headers.get('etag') !== null]).toEqual([200, '', true])
  })

  it('keep lone surrogates out of what is stored', async () => {
    const customer = await visitor()
    await api.post(`/conversations/${customer.id}/messages`, { text: 'a\ud800b' })
    expect(await texts(customer)).toContain('a\ufffdb')
  })
})

describe('the rate', () => {
  it('is limited for each token, and said in the headers', async () => {
    const bare = restify.createServer()
    const options = {
      store: store(),
      rate: new RateLimit(3, () => 0),
      refusedRate: new RateLimit(2, () => 0),
      perMinute: 3,
      trustedProxies: 0,
      log: createLogger('silent'),
    }
    const ping = route({
      method: 'get',
      path: '/corpus',
      scope: 'corpus:read',
      act: async () => ({ body: { revision: 'a', model: 'b', entries: 1 } }),
    })
    mountRoutes(bare, [ping], options)
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${bare.address().port}`
      const [one, two] = [await tokenWith('corpus:read'), await tokenWith('corpus:read')]
      const statuses: number[] = []
      for (let n = 0; n < 4; n++) statuses.push((await new ApiClient(url, one).get('/corpus')).status)
      expect(statuses).toEqual([200, 200, 200, 429])
      const last = await new ApiClient(url, one).get('/corpus')
      const header = (name: string) => last.headers.get(name)
      expect([header('ratelimit-limit'), header('ratelimit-remaining'), header('retry-after')]).toEqual([
        '3',
        '0',
        '20',
      ])
      expect((await new ApiClient(url, two).get('/corpus')).status).toBe(200)
      const wrong = new ApiClient(url, 'lk_wrong')
      const refused = [await wrong.get('/corpus'), await wrong.get('/corpus'), await wrong.get('/corpus')]
      expect(refused.map(({ status }) => status)).toEqual([401, 401, 429])
    } finally {
      await new Promise<void>((resolve) => bare.close(() => resolve()))
    }
  })
})

describe('these tests', () => {
  it('have met every operation in its good case', () => {
    const missing = operations.filter(
      ({ method, path, responses }) =>
        !Object.keys(responses).some(
          (status) => status.startsWith('2') && seen.has(`${method} ${path} ${status}`),
        ),
    )
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })
})
