/** Webhooks from what happens to what a real receiver gets, on both engines. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownerEvent } from '../../../src/bot/owner-event.ts'
import { WebhookDeliverer } from '../../../src/channels/webhooks/deliver.ts'
import { listDeliveries, resend, tidyDeliveries } from '../../../src/channels/webhooks/deliveries.ts'
import {
  addWebhook,
  changeWebhook,
  findWebhook,
  rotateSecret,
  type WebhookDraft,
} from '../../../src/channels/webhooks/endpoints.ts'
import { eventTypes } from '../../../src/channels/webhooks/event-types.ts'
import { WebhookFeed } from '../../../src/channels/webhooks/feed.ts'
import { postTo } from '../../../src/channels/webhooks/post.ts'
import { sendForCompany } from '../../../src/conversations/company-message.ts'
import { claim, queueUp, release } from '../../../src/conversations/ownership.ts'
import { recordInbound } from '../../../src/conversations/record.ts'
import { newTicket } from '../../../src/customers/tickets.ts'
import { createLogger } from '../../../src/log.ts'
import { setTicket } from '../../../src/services/tasks.ts'
import type { ConversationsTable } from '../../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../../customers/store.ts'
import { engines } from '../../databases.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const POLICY = { allowLoopback: true, privateHosts: [] }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe.each(engines)('webhooks on %s', (engine) => {
  let customers: CustomerStore
  let receiver: Receiver
  let feed: WebhookFeed

  beforeEach(async () => {
    customers = await customerStore(engine)
    // The verifier of the specification compares with the real time.
    customers.clock.now = Date.now()
    receiver = await startReceiver()
    feed = new WebhookFeed(customers.store)
  })
  afterEach(async () => {
    await receiver.close()
    await customers.close()
  })

  const add = (draft: Partial<WebhookDraft> = {}) =>
    addWebhook(
      customers.store,
      'test',
      { url: receiver.url, events: eventTypes, withText: false, ...draft },
      POLICY,
    )
  const deliverer = () =>
    new WebhookDeliverer({
      store: customers.store,
      policy: POLICY,
      log: createLogger('silent'),
      random: () => 0,
    })
  const pass = async (): Promise<number> => {
    feed.hint(null)
    await feed.read()
    return deliverer().deliverDue()
  }
  const says = (conversation: Pick<ConversationsTable, 'id'>, text: string) =>
    recordInbound(customers.store, {
      conversationId: conversation.id,
      activity: { type: 'message', text },
      dedupe: randomUUID(),
      role: 'user',
      visible: true,
    })
  const company = (id: string, text: string) =>
    sendForCompany(customers.store, 'api:crm', id, { type: 'message', text }, null)
  const openTicket = async (conversation: ConversationsTable): Promise<string> => {
    const { store } = customers
    const { number, write } = await newTicket(store, {
      customerId: null,
      conversationId: conversation.id,
      subjectId: conversation.subject_id,
      topic: 'net.slow',
      text: 'It is slow.',
      now: store.now(),
    })
    await store.db.transaction().execute(async (trx) => {
      await write(trx)
      const detail = { conversation: conversation.id, topic: 'net.slow' }
      await store.audit.append(trx, {
        actor: 'bot',
        action: 'ticket.open',
        target: `ticket:${number}`,
        detail,
      })
    })
    return number
  }

  it('tell what happens in order, signed as the specification says, and nobody their words', async () => {
    const before = await customers.conversation()
    await says(before, 'long ago')
    customers.clock.now += MINUTE
    const { secret } = await add()
    customers.clock.now += 1
    const chat = await customers.conversation()
    await says(chat, 'My number is 13812345678')
    await company(chat.id, 'Hello')
    const queueing = { queue: 'general', priority: 50, answerDueAt: 1, value: null, reason: 'test' }
    await queueUp(customers.store, 'api:crm', chat.id, queueing, [ownerEvent('queued')])
    await claim(customers.store, chat.id, 'ann', [ownerEvent('human', 'Ann')])
    await release(customers.store, chat.id, 'ann', [ownerEvent('bot')])
    customers.clock.now += 1
    const number = await openTicket(chat)
    await setTicket(customers.store, 'ann', number, 'resolved')
    await pass()
    const told = receiver.types()
    const talk = told.filter((type) => !type.startsWith('ticket'))
    expect(talk).toEqual([
      'conversation.started',
      'message.created',
      'message.created',
      'handoff.requested',
      'handoff.claimed',
      'handoff.ended',
    ])
    expect(told.filter((type) => type.startsWith('ticket'))).toEqual(['ticket.opened', 'ticket.updated'])
    const verifier = new Webhook(secret)
    for (const { body, headers, event } of receiver.received) {
      expect(verifier.verify(body, headers as Record<string, string>)).toEqual(event)
      expect(headers['webhook-id']).toBe(event.id)
      expect(body).not.toMatch(/13812345678|It is slow|Hello|Ann/)
    }
    const dataOf = (type: string) => receiver.received.find(({ event }) => event.type === type)?.event.data
    expect(dataOf('message.created')).toMatchObject({ conversation: chat.id, author: 'customer', seq: 1 })
    expect(dataOf('ticket.updated')).toMatchObject({
      conversation: chat.id,
      ticket: number,
      status: 'resolved',
      previous_status: 'open',
    })
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(told.length)
    expect(await pass()).toBe(0)
    // A conversation that was there before is told of from now on.
    await says(before, 'again')
    await pass()
    expect(receiver.types().slice(told.length)).toEqual(['message.created'])
  })

  it('are told the same once when several processes read', async () => {
    await add({ events: ['message.created'] })
    const chats = await Promise.all([1, 2, 3].map(() => customers.conversation()))
    for (const chat of chats) for (const text of ['a', 'b']) await says(chat, text)
    await Promise.all([feed.read(), new WebhookFeed(customers.store).read()])
    await Promise.all([deliverer().deliverDue(), deliverer().deliverDue()])
    await pass()
    expect(receiver.received).toHaveLength(6)
    const told = receiver.received.map(({ event }) => `${event.data['conversation']} ${event.data['seq']}`)
    for (const { id } of chats) {
      const own = told.filter((each) => each.startsWith(id))
      expect(own).toEqual([`${id} 1`, `${id} 2`])
    }
  })

  it('try again later and later, keep the order, and give up after three days with a reason', async () => {
    const { webhook } = await add({ events: ['message.created'] })
    const chat = await customers.conversation()
    for (const text of ['one', 'two']) await says(chat, text)
    receiver.answers.push(500, 503)
    await pass()
    expect(await pass()).toBe(0)
    customers.clock.now += 5_000
    await pass()
    customers.clock.now += 30_000
    await pass()
    const [first, second, third, fourth] = receiver.received.map(({ event }) => event.id)
    expect([second, third]).toEqual([first, first])
    expect(fourth).not.toBe(first)
    receiver.answers.push(...Array.from({ length: 40 }, () => 500))
    await says(chat, 'three')
    await says(chat, 'four')
    for (let hours = 0; hours < 80; hours += 1) {
      await pass()
      customers.clock.now += HOUR
    }
    const disabled = await findWebhook(customers.store, webhook.id)
    expect(disabled).toMatchObject({ status: 'disabled', reason: 'nothing arrived for three days' })
    const dead = { status: 'dead', before: null, limit: 10 } as const
    const [letter] = await listDeliveries(customers.store, webhook.id, dead)
    expect(letter).toMatchObject({ lastStatus: 500, lastError: 'The receiver answered 500.' })
    // What was given up, and what waited behind it, comes when it is enabled and asked for.
    receiver.answers.length = 0
    receiver.received.length = 0
    await changeWebhook(customers.store, 'test', webhook.id, { status: 'active' }, POLICY)
    expect(await resend(customers.store, 'test', webhook.id, null)).toBe(1)
    await pass()
    expect(receiver.received.map(({ event }) => event.data['seq'])).toEqual([3, 4])
    expect(receiver.received[0]?.event.id).toBe(letter?.id)
    customers.clock.now += 40 * 24 * HOUR
    await tidyDeliveries(customers.store)
    const all = { status: undefined, before: null, limit: 10 }
    expect(await listDeliveries(customers.store, webhook.id, all)).toEqual([])
  })

  it('send again what a process that died may have sent, under the same id', async () => {
    await add({ events: ['message.created'] })
    await says(await customers.conversation(), 'one')
    await feed.read()
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    receiver.onReceived = () => held
    const first = deliverer().deliverDue()
    while (receiver.received.length === 0) await new Promise(setImmediate)
    expect(await deliverer().deliverDue()).toBe(0)
    customers.clock.now += MINUTE
    receiver.onReceived = undefined
    expect(await deliverer().deliverDue()).toBe(1)
    answer()
    await first
    const ids = receiver.received.map(({ event }) => event.id)
    expect(ids).toEqual([ids[0], ids[0]])
    expect(await pass()).toBe(0)
  })

  // What is the same on both engines is looked at on one.
  if (engine === 'sqlite') {
    it('carry the text where it was asked for, until it is erased', async () => {
      await add({ events: ['message.created'], withText: true })
      const chat = await customers.conversation()
      await says(chat, '你好')
      await pass()
      expect(receiver.received[0]?.event.data).toMatchObject({ text: '你好' })
      await says(chat, 'goodbye')
      await feed.read()
      feed.hint(null)
      await feed.read()
      await customers.store.vault.destroy(chat.subject_id)
      await pass()
      expect(receiver.received[1]?.event.data).toMatchObject({ text: null })
    })

    it('sign with both secrets for a day after a change', async () => {
      const { webhook, secret } = await add({ events: ['message.created'] })
      const chat = await customers.conversation()
      const next = await rotateSecret(customers.store, 'test', webhook.id)
      await says(chat, 'one')
      await pass()
      const verified = (key: string, at: number) => {
        const { body, headers } = receiver.received[at]!
        return new Webhook(key).verify(body, headers as Record<string, string>)
      }
      expect(verified(secret, 0)).toBeTruthy()
      expect(verified(next, 0)).toBeTruthy()
      customers.clock.now += 25 * HOUR
      await says(chat, 'two')
      await pass()
      expect(receiver.received[1]?.headers['webhook-signature']).not.toContain(' ')
    })

    it('are not held up by one event that is refused, and stop at 410', async () => {
      const { webhook } = await add({ events: ['message.created'] })
      const chat = await customers.conversation()
      for (const text of ['one', 'two']) await says(chat, text)
      receiver.answers.push(400, 422, 400, 400, 400)
      for (let tries = 0; tries < 5; tries++) {
        await pass()
        customers.clock.now += 11 * MINUTE
      }
      expect(receiver.received.map(({ event }) => event.data['seq'])).toEqual([1, 1, 1, 1, 1, 2])
      receiver.answers.push(410)
      await says(chat, 'three')
      await pass()
      const gone = await findWebhook(customers.store, webhook.id)
      expect([gone.status, gone.reason]).toEqual(['disabled', 'the receiver answered 410 Gone'])
    })

    it('find what is open by its index, however much was sent before', async () => {
      await add()
      const { store } = customers
      const nodes: RootOperationNode[] = []
      const plugin: KyselyPlugin = {
        transformQuery: ({ node }) => {
          nodes.push(node)
          return node
        },
        transformResult: async ({ result }) => result,
      }
      const watched = { ...store, db: store.db.withPlugin(plugin) }
      const log = createLogger('silent')
      await new WebhookDeliverer({ store: watched, policy: POLICY, log }).deliverDue()
      const taking = store.db.getExecutor().compileQuery(nodes.at(-1)!, { queryId: 'taking' })
      const explained = CompiledQuery.raw(`explain query plan ${taking.sql}`, [...taking.parameters])
      const { rows } = await store.db.executeQuery(explained)
      expect(JSON.stringify(rows)).toContain('webhook_deliveries_open')
    })

    it('go on after a message that cannot be opened', async () => {
      await add({ events: ['message.created', 'handoff.claimed'], withText: true })
      const chat = await customers.conversation()
      const { id } = await says(chat, 'one')
      await claim(customers.store, chat.id, 'ann', [ownerEvent('human', 'Ann')])
      const { db } = customers.store
      const body = Buffer.from('damaged')
      await db.updateTable('messages').set({ body }).where('conversation_id', '=', chat.id).execute()
      await pass()
      expect(receiver.received.map(({ event }) => event.data)).toMatchObject([{ message: id, text: null }])
    })

    it('get nothing more once they are disabled or sent elsewhere, also of what is being sent already', async () => {
      const { webhook } = await add({ events: ['message.created'], withText: true })
      const chat = await customers.conversation()
      for (const text of ['one', 'two', 'three', 'four']) await says(chat, text)
      const other = await startReceiver()
      try {
        const change = (changes: Parameters<typeof changeWebhook>[3]) =>
          changeWebhook(customers.store, 'test', webhook.id, changes, POLICY).then(() => undefined)
        receiver.onReceived = () => change({ url: other.url, withText: false })
        other.onReceived = () => change({ status: 'disabled' })
        await pass()
        expect([receiver.received.length, other.received.length]).toEqual([1, 1])
        expect(other.received[0]?.event.data).not.toHaveProperty('text')
        other.onReceived = undefined
        await change({ status: 'active' })
        await pass()
        expect(other.received.map(({ event }) => event.data['seq'])).toEqual([2, 3, 4])
      } finally {
        await other.close()
      }
    })

    it('are not held up by a receiver that wants to speak another protocol, or says nothing at all', async () => {
      for (const [answer, status] of [
        ['HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 101],
        ['', null],
      ] as const) {
        const odd = createServer((socket) => {
          socket.on('error', () => undefined)
          socket.once('data', () => (answer === '' ? socket.end() : socket.write(answer)))
        })
        odd.listen(0, '127.0.0.1')
        await once(odd, 'listening')
        // It listens on a port.
        const { port } = odd.address() as AddressInfo
        const never = new AbortController().signal
        const posted = await postTo(`http://127.0.0.1:${port}/`, {}, '{}', POLICY, never)
        expect(posted).toMatchObject({ ok: false, status })
        odd.close()
      }
    })

    it('break off what a receiver does not answer when the server ends, and send it again', async () => {
      await add({ events: ['message.created'] })
      await says(await customers.conversation(), 'one')
      await feed.read()
      feed.hint(null)
      await feed.read()
      const sender = deliverer()
      let answer = (): void => undefined
      receiver.onReceived = () => {
        const held = new Promise<void>((resolve) => {
          answer = resolve
        })
        void sender.stop(0)
        return held
      }
      await sender.deliverDue()
      answer()
      receiver.onReceived = undefined
      customers.clock.now += 6_000
      await pass()
      const ids = receiver.received.map(({ event }) => event.id)
      expect(ids).toEqual([ids[0], ids[0]])
    })
  }
})

describe('a process killed between sending and writing it down', () => {
  it('leaves a delivery that the next one sends again', async () => {
    const customers = await customerStore('sqlite')
    customers.clock.now = Date.now()
    const receiver = await startReceiver()
    try {
      const draft = { url: receiver.url, events: eventTypes, withText: false }
      await addWebhook(customers.store, 'test', draft, POLICY)
      await customers.conversation()
      await new WebhookFeed(customers.store).read()
      // Another process with databases and clock of its own; all it needs of the keys is in the parent's own secret.
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', SENDER, customers.home.databaseUrl],
        {
          cwd: process.cwd(),
          stdio: 'ignore',
        },
      )
      receiver.onReceived = () => void child.kill('SIGKILL')
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      receiver.onReceived = undefined
      customers.clock.now = Date.now() + MINUTE
      const log = createLogger('silent')
      const deliverer = new WebhookDeliverer({ store: customers.store, policy: POLICY, log })
      expect(await deliverer.deliverDue()).toBe(1)
      const [before, after] = receiver.received.map(({ event }) => event.id)
      expect(receiver.received).toHaveLength(2)
      expect(after).toBe(before)
    } finally {
      await receiver.close()
      await customers.close()
    }
  }, 30_000)
})

/** Takes and sends what is due, with a key that signs whatever it may. */
const SENDER = `
import { openDatabase } from './src/storage/database.ts'
import { migrations } from './src/storage/migrations/index.ts'
import { WebhookDeliverer } from './src/channels/webhooks/deliver.ts'
const { db } = await openDatabase(process.argv[1], migrations)
const vault = { openOwn: () => 'whsec_AAAA' }
const log = { info() {}, warn() {} }
const store = { db, vault, now: Date.now }
await new WebhookDeliverer({ store, policy: { allowLoopback: true, privateHosts: [] }, log }).deliverDue()
`
