/** The worklist of retention over real HTTP, and what customers get of it over Direct Line and WeChat. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTACT_EVENT } from '../../src/bot/bot.ts'
import type { ContactPreview, RetentionAnswer, RetentionDetail } from '../../src/console/retention-types.ts'
import { openWindow } from '../../src/conversations/addresses.ts'
import { claim, release } from '../../src/conversations/ownership.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { NEW_ITEM } from '../../src/jobs/retention/item.ts'
import { snapshotOf } from '../../src/services/snapshot.ts'
import { until } from '../channels/deadline.ts'
import { type Answer, Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { beginOn, sayIn } from './channel-customers.ts'
import { Desk } from './desk-client.ts'

/** Monday, ten in the morning where the company is. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const HOUR = 3_600_000
let ahead = MONDAY - Date.now()
const now = () => Date.now() + ahead

let server: TestServer
let agent: Desk
let boss: Desk
/** What WeChat was given. */
const carried: string[] = []

beforeAll(async () => {
  server = await testServer({
    env: { SAMPLE_CUSTOMERS: '20', DIRECTLINE_TOKEN_MINUTES: '1440' },
    now,
    senders: new Map([['wechat', async ({ activity }) => void carried.push(activity.text ?? '')]]),
  })
  agent = await signIn('agent')
  boss = await signIn('lead')
})
afterAll(() => server.close())

const signIn = (name: string) => Desk.signIn(server.url, server.accounts.find((one) => one.name === name)!)
const read = (who: Desk, path = ''): Promise<Answer> => who.call('GET', `/api/desk/retention${path}`)
const list = async (query = ''): Promise<RetentionAnswer> => (await read(agent, query)).body
const add = (account: string, note?: string) =>
  agent.call('POST', '/api/desk/retention', { account, ...(note === undefined ? {} : { note }) })

/** Does something with the newest version of an entry. */
async function act(id: string, name: string, body: object = {}, who = agent): Promise<Answer> {
  const { version } = (await read(who, `/${id}`)).body.item
  return who.call('POST', `/api/desk/retention/${id}/${name}`, { version, ...body })
}
const detail = async (id: string): Promise<RetentionDetail> => (await read(agent, `/${id}`)).body

async function visitor(account: string, locale = 'zh-CN'): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, account },
  })
  const bearer = generated.body.token
  const started = await call(server.url, 'POST', '/v3/directline/conversations', { bearer, body: { locale } })
  return Customer.of(server.url, started.body.conversationId, started.body.token, user)
}
const textsOf = async (customer: Customer) => (await customer.read()).map(({ text }) => text ?? '')

describe('the worklist', () => {
  it('is for those who work on it, and built by those who lead them', async () => {
    expect((await call(server.url, 'GET', '/api/desk/retention')).status).toBe(401)
    expect((await agent.call('POST', '/api/desk/retention/build', {})).status).toBe(403)
    expect(
      (await agent.with({ 'x-liuke-csrf': undefined }).call('POST', '/api/desk/retention', {})).status,
    ).toBe(403)
    expect((await read(boss, '/build')).body.error.code).toBe('NeverBuilt')
    expect((await boss.call('POST', '/api/desk/retention/build', {})).status).toBe(202)
    await until('the list to be built', async () => (await read(boss, '/build')).body.state === 'done')
    expect(await list()).toMatchObject({ items: [], after: null, build: { state: 'done', added: 0 } })
  })

  it('takes a customer by hand, and shows masked who it is and what was done', async () => {
    const answer = await add(' 8000000011 ', '老客户，账单翻倍')
    expect(answer.status).toBe(201)
    const { item, customer, note, people, history } = answer.body as RetentionDetail
    expect(item).toMatchObject({ source: 'manual', state: 'working', mine: true, riskBand: null })
    expect([item.customerName, note]).toEqual(['王••', '老客户，账单翻倍'])
    expect(customer?.fields.find(({ field }) => field === 'phone')?.masked).toContain('•')
    expect(people).toEqual([])
    expect(history.map(({ action }) => action)).toEqual(['retention.add'])
    expect((await add('8000000011')).body.error.code).toBe('RetentionListed')
    expect((await add('nobody')).status).toBe(404)
    const found = await list('?filter=all&account=8000000011')
    expect(found.items.map(({ id }) => id)).toEqual([item.id])
    expect((await list('?filter=mine')).counts).toMatchObject({ open: 1, mine: 1, done: 0 })
    expect((await read(agent, '?filter=strange')).status).toBe(400)
    expect(JSON.stringify(found)).not.toContain('王晓雯')
  })

  it('reveals one field at a time, on record', async () => {
    const [{ id, customerId } = { id: '', customerId: '' }] = (await list()).items
    const answer = await agent.call('POST', `/api/desk/retention/${id}/reveal`, { field: 'name' })
    expect(answer.body).toEqual({ field: 'name', value: '王晓雯' })
    const [deed] = await server.open.store.audit.list(server.open.store.db, 1)
    expect(deed).toMatchObject({
      actor: 'agent',
      action: 'customer.reveal',
      target: `customer:${customerId}`,
    })
    expect(deed?.detail).toEqual({ field: 'name', retention: id })
  })

  it('is worked on step by step; what was decided on an old version is refused', async () => {
    const [{ id, version } = { id: '', version: 0 }] = (await list()).items
    expect((await act(id, 'note', { text: '  周五再打  ' })).body.note).toBe('周五再打')
    const stale = await agent.call('POST', `/api/desk/retention/${id}/take`, { version })
    expect([stale.status, stale.body.error.code]).toEqual([409, 'RetentionChanged'])
    expect((await act(id, 'assign', { to: 'lead' })).status).toBe(403)
    expect((await act(id, 'assign', { to: 'lead' }, boss)).body.item).toMatchObject({
      owner: { name: 'lead' },
      mine: true,
    })
    expect((await act(id, 'release')).body.item).toMatchObject({ state: 'open', owner: null })
    expect((await act(id, 'snooze', { until: now() - 1 })).status).toBe(400)
    expect((await act(id, 'snooze', { until: now() + HOUR })).body.item.state).toBe('snoozed')
    expect((await act(id, 'take')).body.item).toMatchObject({ state: 'working', mine: true })
    const ended = (await act(id, 'outcome', { outcome: 'kept' })).body as RetentionDetail
    expect(ended.item).toMatchObject({ state: 'done', outcome: 'kept' })
    expect(ended.undoUntil).toBeGreaterThan(now())
    expect((await act(id, 'take')).body.error.code).toBe('RetentionOver')
    expect((await act(id, 'outcome', { outcome: 'sold' })).status).toBe(400)
    expect((await act(id, 'undo')).body.item).toMatchObject({ state: 'working', outcome: null })
    expect((await read(agent, '/none-of-this-id')).body.error.code).toBe('RetentionNotFound')
  })

  it('tells whoever listens that it has changed', async () => {
    const listener = await boss.listen()
    await until('the stream to begin', () => listener.events.length > 0)
    const [{ id } = { id: '' }] = (await list()).items
    await act(id, 'note', { text: '改天' })
    await until('the news of the list', () => listener.events.some(({ type }) => type === 'retention'))
    expect(listener.events.some((event) => event.type === 'conversation')).toBe(false)
    listener.close()
  })
})

describe('an entry the score put there', () => {
  it('says so in its history', async () => {
    const { store } = server.open
    const customer = (await findByAccount(store, '8000000045'))!
    const id = randomUUID()
    const item = {
      ...NEW_ITEM,
      ...{ id, customer_id: customer.id, subject_id: customer.subject_id, due_at: null },
      ...({ state: 'open', source: 'model', created_at: now(), updated_at: now() } as const),
    }
    await store.db.insertInto('retention_items').values(item).execute()
    const built = { at: item.created_at, by: null, action: 'retention.build', detail: {} }
    expect((await detail(id)).history).toEqual([built])
    const ended = (await act(id, 'outcome', { outcome: 'no-need' })).body as RetentionDetail
    expect(ended.history).toMatchObject([{ action: 'retention.outcome' }, built])
  })
})

describe('writing first', () => {
  it('asks for consent, then waits in the chat; a yes brings a person, STOP stops it for good', async () => {
    const account = '8000000029'
    const customer = await visitor(account, 'en-US')
    const { id } = ((await add(account)).body as RetentionDetail).item
    expect((await detail(id)).reach).toMatchObject({ allowed: false, reason: 'no-consent', text: null })
    await customer.ask('what plan am i on')
    expect((await detail(id)).reach.channel).toBe('directline')
    const refused = await act(id, 'contact', { offer: false, id: randomUUID() })
    expect(refused.body.error).toMatchObject({ code: 'ContactBlocked' })
    expect(refused.body.error.message).toContain('no-consent')
    await customer.ask('you may contact me')
    const preview: ContactPreview = (await read(agent, `/${id}/contact?offer=0`)).body
    expect(preview).toMatchObject({ allowed: true, reason: null, language: 'en' })

    const contact = randomUUID()
    const asked = await act(id, 'contact', { offer: false, id: contact })
    expect(asked.body.item.contact).toMatchObject({ state: 'pending', by: expect.any(String) })
    expect(asked.body.reach).toMatchObject({ reason: 'pending' })
    // Sent again, it is the same message.
    expect((await act(id, 'contact', { offer: false, id: contact })).status).toBe(200)
    await until('the message to be sent', async () => (await detail(id)).item.contact?.state === 'sent')
    expect((await textsOf(customer)).filter((text) => text === preview.text)).toHaveLength(1)
    expect(preview.text).toContain('STOP')
    // As when the process died in between: whatever runs it again finds it sent.
    const event = { type: 'event', name: CONTACT_EVENT, value: { contact }, from: { id: 'system' } }
    const again = { conversationId: customer.id, dedupe: 'again', role: 'system', visible: false } as const
    await server.turns.receive({ ...again, activity: event })
    expect((await textsOf(customer)).filter((text) => text === preview.text)).toHaveLength(1)
    expect((await detail(id)).reach).toMatchObject({ reason: 'cap', until: expect.any(Number) })

    await customer.ask('yes please')
    const owner = () =>
      server.open.store.db
        .selectFrom('conversations')
        .select(['owner', 'queue_reason'])
        .where('id', '=', customer.id)
        .executeTakeFirst()
    expect(await owner()).toEqual({ owner: 'queued', queue_reason: 'retention.answer' })
    await until('the answer', async () => (await detail(id)).item.contact?.state === 'answered')
    // Leaves the queue, and is no word on being written to.
    await customer.ask('cancel')
    expect(await owner()).toMatchObject({ owner: 'bot' })
    expect((await detail(id)).choices.contact).toBe('granted')
    expect((await customer.ask('STOP')).map(({ text }) => text).join()).toContain('will not write to you')
    expect(await detail(id)).toMatchObject({ choices: { contact: 'refused' }, reach: { reason: 'refused' } })
  })

  it('goes through WeChat only while its window is open', async () => {
    const { store } = server.open
    const row = (await findByAccount(store, '8000000045'))!
    const conversation = await beginOn(store, 'wechat')
    await store.db
      .updateTable('conversations')
      .set({ customer_id: row.id })
      .where('id', '=', conversation)
      .execute()
    await sayIn(server, conversation, '你好')
    const { id } = ((await add('8000000045')).body as RetentionDetail).item
    await act(id, 'choices', { contact: 'granted' })
    expect((await detail(id)).reach).toMatchObject({
      reason: 'window-closed',
      channel: 'wechat',
      until: null,
    })
    await openWindow(store, conversation, now() - 1, 5)
    expect((await detail(id)).reach).toMatchObject({ reason: 'window-closed', until: expect.any(Number) })
    const blocked = await act(id, 'contact', { offer: false, id: randomUUID() })
    expect(blocked.body.error.message).toContain('window-closed')
    await openWindow(store, conversation, now() + HOUR, 5)
    const { text, offer } = (await detail(id)).reach
    expect([offer, text]).toEqual([true, expect.stringContaining('您可以享受套餐月费每月减 30 元')])
    expect((await snapshotOf(store, row.id, 'Asia/Shanghai'))?.daysSinceOffer).toBeNull()
    expect((await act(id, 'contact', { offer: true, id: randomUUID() })).status).toBe(200)
    await until('WeChat to get it', () => carried.includes(text ?? '-'))
    await until('it to be delivered', async () => (await detail(id)).item.contact?.delivery === 'sent')
    // What was offered here is not offered again when they cancel tomorrow.
    expect((await snapshotOf(store, row.id, 'Asia/Shanghai'))?.daysSinceOffer).toBe(0)
    const again: ContactPreview = (await read(agent, `/${id}/contact?offer=1`)).body
    expect(again).toMatchObject({ offer: false, text: expect.not.stringContaining('30 元') })
  })

  it('waits for the end of quiet hours, and is not sent when taken back or when a colleague has the chat', async () => {
    const { store } = server.open
    const waiting = await visitor('8000000052')
    const talking = await visitor('8000000037')
    const entryOf = async (customer: Customer, account: string): Promise<string> => {
      await customer.ask('我的套餐是什么')
      const { id } = ((await add(account)).body as RetentionDetail).item
      await act(id, 'choices', { contact: 'granted' })
      return id
    }
    const id = await entryOf(waiting, '8000000052')
    const other = await entryOf(talking, '8000000037')
    await claim(store, talking.id, 'agent')
    expect((await detail(other)).reach.reason).toBe('with-person')
    await release(store, talking.id, 'agent')
    ahead += 12 * HOUR
    agent = await signIn('agent')
    const morning = Date.parse('2026-11-24T09:00:00+08:00')
    expect((await detail(id)).reach.sendsAt).toBe(morning)
    await act(id, 'contact', { offer: false, id: randomUUID() })
    expect((await act(id, 'withdraw')).body.item.contact).toMatchObject({
      state: 'blocked',
      reason: 'withdrawn',
    })
    for (const each of [id, other]) {
      const asked = (await act(each, 'contact', { offer: false, id: randomUUID() })).body as RetentionDetail
      expect(asked.item.contact).toMatchObject({ state: 'pending', sendAt: morning })
    }
    await claim(store, talking.id, 'agent')
    ahead += 11 * HOUR
    agent = await signIn('agent')
    const settled = async (one: string) => (await detail(one)).item.contact?.state !== 'pending'
    await until('both to be settled', async () => (await settled(id)) && settled(other))
    expect((await detail(id)).item.contact?.state).toBe('sent')
    expect((await detail(other)).item.contact).toMatchObject({ state: 'blocked', reason: 'with-person' })
    const read = async (customer: Customer) =>
      (await textsOf(customer)).filter((text) => text.includes('主动联系您')).length
    expect([await read(waiting), await read(talking)]).toEqual([1, 0])
  })
})
