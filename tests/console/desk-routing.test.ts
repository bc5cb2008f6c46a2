/** The desk's calls of who takes what, over real HTTP: agents, status, offers, transfer, and who may. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import type { AgentItem, AgentsAnswer } from '../../src/console/desk-work-types.ts'
import { offerTo } from '../../src/conversations/offers.ts'
import { findConversation } from '../../src/conversations/start.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const PASSWORD = 'kuzo-mira-tepa-lodu'
const HOUR = 3_600_000
/** An evening on which people are there; they leave at ten. */
let clock = Date.parse('2026-11-18T20:00:00+08:00')
let server: TestServer
const desks = new Map<string, Desk>()

beforeAll(async () => {
  server = await testServer({ now: () => clock, env: { DIRECTLINE_TOKEN_MINUTES: '1440' } })
  for (const [name, role] of [
    ['ann', 'agent'],
    ['bob', 'agent'],
    ['chief', 'supervisor'],
  ] as const) {
    await addAccount(server.open.store, 'test', {
      name,
      role,
      password: PASSWORD,
      displayName: name.toUpperCase(),
    })
    desks.set(name, await Desk.signIn(server.url, { name, password: PASSWORD }))
    await desk(name).call('GET', '/api/desk/agents')
  }
})
afterAll(() => server.close())

function desk(name: string): Desk {
  const found = desks.get(name)
  if (!found) throw new Error(`${name} is not signed in.`)
  return found
}

const rowOf = async (id: string) => findConversation(server.open.store, id)

async function waiting(): Promise<Customer> {
  const customer = await Customer.start(server.url, 'zh-CN')
  await customer.ask('转人工')
  return customer
}

async function heldBy(name: string): Promise<Customer> {
  const customer = await waiting()
  expect((await desk(name).act(customer.id, 'claim')).status).toBe(200)
  return customer
}

async function newest(customer: Customer): Promise<string | undefined> {
  return (await customer.read()).filter(({ type }) => type === 'message').at(-1)?.text
}

describe('agents', () => {
  it('are listed with what they may take, and the queues with who is there', async () => {
    const before = await desk('ann').call('GET', '/api/desk/agents')
    const { agents, queues, me } = before.body as AgentsAnswer
    expect(me).toMatchObject({
      name: 'ann',
      displayName: 'ANN',
      status: 'available',
      capacity: 5,
      queues: null,
    })
    expect(agents.map(({ name }) => name)).toEqual(expect.arrayContaining(['ann', 'bob', 'chief']))
    // Who never opened the desk.
    expect(agents.find(({ name }) => name === 'lead')).toMatchObject({ status: 'offline', since: null })
    expect(queues.find(({ id }) => id === 'general')).toMatchObject({ available: 3, open: true })
    const customer = await heldBy('ann')
    const { body } = await desk('bob').call('GET', '/api/desk/agents')
    expect(body.agents.find(({ name }: AgentItem) => name === 'ann')).toMatchObject({ active: 1 })
    await desk('ann').act(customer.id, 'close')
  })

  it('set their own status; capacity and queues are set by those over them, all on record', async () => {
    const put = (who: string, path: string, body: object) => desk(who).call('PUT', `/api/desk${path}`, body)
    expect((await put('bob', '/me/status', { status: 'away' })).body).toMatchObject({
      name: 'bob',
      status: 'away',
    })
    expect((await put('bob', '/me/status', { status: 'asleep' })).status).toBe(400)
    expect((await put('ann', '/agents/bob', { capacity: 50 })).status).toBe(403)
    for (const body of [{ capacity: 0 }, { capacity: 51 }, { queues: ['nowhere'] }, { nonsense: 1 }])
      expect((await put('chief', '/agents/bob', body)).status).toBe(400)
    expect((await put('chief', '/agents/nobody', { capacity: 2 })).body.error.code).toBe('AgentNotFound')
    const set = await put('chief', '/agents/bob', { capacity: 2, queues: ['billing'], status: 'available' })
    expect(set.body).toMatchObject({ capacity: 2, queues: ['billing'], status: 'available' })
    const { store } = server.open
    const rows = (await store.audit.list(store.db, 1_000)).filter(({ action }) => action === 'agent.change')
    expect(rows.map(({ actor, target }) => `${actor} ${target}`).toSorted()).toEqual([
      'bob account:bob',
      'chief account:bob',
    ])
    await put('chief', '/agents/bob', { capacity: 5, queues: null })
  })
})

describe('an offer', () => {
  it('is shown to whom it is made, and let pass or accepted', async () => {
    const customer = await waiting()
    const offer = () => offerTo(server.open.store, customer.id, 'ann', clock + 30_000, 5)
    expect(await offer()).toBe(true)
    const item = async (who: string) =>
      (await desk(who).queue()).body.items.find(({ id }: { id: string }) => id === customer.id)
    expect(await item('ann')).toMatchObject({
      offeredTo: 'ANN',
      offeredToMe: true,
      offeredUntil: clock + 30_000,
    })
    expect(await item('bob')).toMatchObject({ offeredTo: 'ANN', offeredToMe: false })
    expect((await desk('bob').act(customer.id, 'decline')).body.error.code).toBe('OfferOver')
    expect((await desk('ann').act(customer.id, 'decline')).status).toBe(200)
    expect(await item('ann')).toMatchObject({ offeredTo: null, offeredToMe: false, offeredUntil: null })
    expect(await offer()).toBe(true)
    expect((await desk('ann').act(customer.id, 'accept')).status).toBe(200)
    expect(await rowOf(customer.id)).toMatchObject({ owner: 'human', agent: 'ann', offered_to: null })
    expect((await desk('bob').act(customer.id, 'accept')).status).toBe(409)
    await desk('ann').act(customer.id, 'close')
  })
})

describe('a conversation', () => {
  it('is given to a colleague, who is asked first and reads the note; the customer is told once', async () => {
    const customer = await heldBy('ann')
    const give = (who: string, body: object) => desk(who).act(customer.id, 'transfer', body)
    const refusals = [
      [await give('bob', { agent: 'chief' }), 409, 'conversation_not_yours'],
      [await give('ann', { agent: 'lead' }), 409, 'AgentUnavailable'],
      [await give('ann', { agent: 'ann' }), 409, 'AgentUnavailable'],
      [await give('ann', { agent: 'nobody' }), 404, 'AgentNotFound'],
      [await give('ann', { queue: 'nowhere' }), 404, 'QueueNotFound'],
    ] as const
    for (const [answer, status, code] of refusals)
      expect([answer.status, answer.body.error.code]).toEqual([status, code])
    for (const body of [
      {},
      { agent: 'bob', queue: 'general' },
      { queue: 'general', note: 'x'.repeat(1_001) },
    ])
      expect((await give('ann', body)).status).toBe(400)
    const said = (await customer.read()).length
    expect((await give('ann', { agent: 'bob', note: '客户要改地址，已核对身份。' })).status).toBe(200)
    expect(await rowOf(customer.id)).toMatchObject({ owner: 'queued', offered_to: 'bob', queue: 'general' })
    const told = (await customer.read()).slice(said)
    expect(told.filter(({ type }) => type === 'message').map(({ text }) => text)).toEqual([
      expect.stringMatching(/更合适的同事/),
    ])
    expect(JSON.stringify(told)).not.toContain('改地址')
    expect((await desk('bob').read(customer.id)).body.notes).toMatchObject([
      { text: '客户要改地址，已核对身份。' },
    ])
    await desk('bob').act(customer.id, 'accept')
    await desk('bob').act(customer.id, 'close')
  })

  it('is given to another queue while somebody is there; at night only by those who may assign', async () => {
    const customer = await heldBy('ann')
    const { waiting_since: since, answer_due_at: dueAtFirst } = (await rowOf(customer.id)) ?? {}
    expect((await desk('ann').act(customer.id, 'transfer', { queue: 'billing' })).status).toBe(200)
    expect(await rowOf(customer.id)).toMatchObject({
      owner: 'queued',
      queue: 'billing',
      waiting_since: since,
    })
    expect(await newest(customer)).toMatch(/另一个团队/)
    await desk('bob').act(customer.id, 'claim')
    clock += 3 * HOUR
    const refused = await desk('bob').act(customer.id, 'transfer', { queue: 'general' })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'QueueClosed'])
    expect((await desk('chief').act(customer.id, 'transfer', { queue: 'general' })).status).toBe(200)
    // Its people are back at eight, which the customer is told; what was waited before puts them before others.
    expect(await newest(customer)).toMatch(/明天.*8:00/)
    expect(await rowOf(customer.id)).toMatchObject({
      ...{ queue: 'general', waiting_since: since, answer_due_at: dueAtFirst },
    })
    clock -= 3 * HOUR
  })

  it('is neither closed nor given back before its agent has read what is new', async () => {
    for (const action of ['close', 'release']) {
      const customer = await heldBy('ann')
      const end = (body: object) => desk('ann').act(customer.id, action, body)
      const seenSeq = (await desk('ann').read(customer.id)).body.lastSeq
      await customer.say('等一下，还有个问题')
      const refused = await end({ seenSeq })
      expect([refused.status, refused.body.error.code]).toEqual([409, 'ConversationMovedOn'])
      expect(await rowOf(customer.id)).toMatchObject({ owner: 'human', agent: 'ann' })
      expect((await end({ seenSeq, anyway: true })).status).toBe(200)
      expect((await rowOf(customer.id))?.owner).not.toBe('human')
    }
  })

  it('that is closed is taken by an agent who writes first, and the customer sees who joins', async () => {
    const customer = await heldBy('ann')
    await desk('ann').act(customer.id, 'close')
    expect((await desk('bob').act(customer.id, 'accept')).status).toBe(409)
    expect((await desk('bob').act(customer.id, 'claim')).status).toBe(200)
    expect(await newest(customer)).toMatch(/BOB.*已接手/)
    expect((await desk('bob').act(customer.id, 'messages', { text: '您好，接着上次的事。' })).status).toBe(
      200,
    )
    expect(await newest(customer)).toMatch(/接着上次/)
    await desk('bob').act(customer.id, 'close')
  })
})
