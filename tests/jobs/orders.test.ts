/** Orders are sent until there is an answer, once in effect, and customers are told of it once. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadCompany } from '../../src/company/load.ts'
import type { Company } from '../../src/company/types.ts'
import { findByAccount, findCustomer, openProfile } from '../../src/customers/records.ts'
import { LiukeError } from '../../src/errors.ts'
import { OrdersJob, type OrdersJobOptions } from '../../src/jobs/orders.ts'
import { createLogger } from '../../src/log.ts'
import { HttpSystems } from '../../src/services/http/http-systems.ts'
import { SystemRequests } from '../../src/services/http/requests.ts'
import { type Attempt, afterAttempt, GAVE_UP } from '../../src/services/order-attempt.ts'
import { type DueNews, newsOf, newsTold } from '../../src/services/order-news.ts'
import type { OrderRequest } from '../../src/services/order-requests.ts'
import { dueOrders, leaseOrder } from '../../src/services/order-sending.ts'
import { Orders } from '../../src/services/orders.ts'
import type { ConversationsTable, CustomersTable } from '../../src/storage/schema.ts'
import { type CustomerStore, commit, customerStore, latest } from '../customers/store.ts'
import { engines } from '../databases.ts'
import {
  COMPANY_TOKEN,
  type CompanyServer,
  companyServer,
  type Fault,
} from '../services/http/company-server.ts'
import { requests } from '../services/http/orders-of-every-kind.ts'

const SECOND = 1_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ACCEPTED: Fault = { answer: { status: 202, body: { status: 'accepted' } } }
const REFUSED: Fault = { answer: { status: 409, body: { error: { code: 'slot-taken' } } } }

describe('how an order goes on', () => {
  const NOW = 1_800_000_000_000
  const row = (
    status: 'accepted' | 'undoing',
    more: { attempts?: number; updated_at?: number; last_error?: string } = {},
  ) => ({ status, attempts: 1, updated_at: NOW - SECOND, last_error: null, ...more })
  const pending = (retryAfterMs: number | null): Attempt => ({ result: 'pending', retryAfterMs })

  it.each([
    [
      'done',
      row('accepted'),
      { result: 'done' },
      { status: 'done', end: 'done', dueAt: NOW, lastError: null },
    ],
    ['taken back', row('undoing'), { result: 'done' }, { status: 'undone', end: 'undone', lastError: null }],
    [
      'refused',
      row('accepted'),
      { result: 'refused', code: 'x' },
      { status: 'refused', end: 'refused', lastError: 'x' },
    ],
    [
      'not to be taken back',
      row('undoing'),
      { result: 'refused', code: 'x' },
      { status: 'done', end: 'undo-refused', lastError: 'x' },
    ],
    [
      'down, first',
      row('accepted'),
      { result: 'failed' },
      { status: 'accepted', end: null, dueAt: NOW + 4 * SECOND },
    ],
    ['down, fifth', row('accepted', { attempts: 5 }), { result: 'failed' }, { dueAt: NOW + 64 * SECOND }],
    [
      'down, often',
      row('undoing', { attempts: 60 }),
      { result: 'failed' },
      { status: 'undoing', dueAt: NOW + HOUR },
    ],
    [
      'down for 3 days',
      row('accepted', { updated_at: NOW - 3 * DAY }),
      { result: 'failed' },
      { end: 'refused', lastError: GAVE_UP },
    ],
    [
      'not taken back for 3 days',
      row('undoing', { updated_at: NOW - 3 * DAY }),
      { result: 'failed' },
      { status: 'done', end: 'undo-refused' },
    ],
    [
      'worked on',
      row('accepted'),
      pending(90 * SECOND),
      { status: 'accepted', end: null, dueAt: NOW + 90 * SECOND },
    ],
    ['worked on, in a hurry', row('accepted'), pending(0), { dueAt: NOW + 5 * SECOND }],
    ['worked on, for long', row('accepted'), pending(7 * DAY), { dueAt: NOW + HOUR }],
    ['worked on for 4 days', row('accepted', { updated_at: NOW - 4 * DAY }), pending(null), { end: null }],
    [
      'worked on, then down',
      row('accepted', { updated_at: NOW - 4 * DAY, last_error: 'taken' }),
      { result: 'failed' },
      { end: null, lastError: 'taken' },
    ],
    [
      'worked on for 30 days',
      row('accepted', { updated_at: NOW - 30 * DAY }),
      pending(null),
      { end: 'refused' },
    ],
  ] as const)('%s', (_case, order, attempt, expected) => {
    expect(afterAttempt(order, attempt, NOW, 1)).toMatchObject(expected)
  })

  it('is spread: half of the wait is by chance', () => {
    const waits = [0, 0.5, 1].map(
      (random) => afterAttempt(row('accepted'), { result: 'failed' }, NOW, random).dueAt - NOW,
    )
    expect(waits).toEqual([2 * SECOND, 3 * SECOND, 4 * SECOND])
  })
})

let company: Company
beforeAll(async () => {
  company = await loadCompany('data/company')
})

describe.each(engines)('orders on %s', (engine) => {
  let customers: CustomerStore
  let server: CompanyServer
  let systems: HttpSystems
  let orders: Orders
  let customer: CustomersTable
  let conversation: ConversationsTable
  let people = 0
  /** What was told. */
  let told: string[]

  beforeAll(async () => {
    customers = await customerStore(engine)
    server = await companyServer()
  })
  afterAll(async () => {
    await Promise.all([customers.close(), server.close()])
    expect(server.problems).toEqual([])
  })
  beforeEach(async () => {
    const requests = new SystemRequests({
      url: server.url,
      token: COMPANY_TOKEN,
      timeoutMs: 2_000,
      observer: { answered: () => undefined, breaker: () => undefined },
    })
    systems = new HttpSystems(requests, customers.store, () => company)
    orders = new Orders(customers.store, () => company, systems)
    customers.clock.now = Date.parse('2026-11-22T10:00:00+08:00')
    people += 1
    const account = await customers.customer(`A${people}`)
    const found = await findByAccount(customers.store, account)
    if (!found) throw new Error('The customer of the test is gone.')
    customer = found
    conversation = await customers.conversation()
    told = []
    server.calls.length = 0
  })
  afterEach(async () => {
    await customers.store.db.deleteFrom('orders').execute()
    await customers.store.db.deleteFrom('tasks').execute()
    server.faults.length = 0
    server.down = null
  })

  /** A process of its own, as far as orders go. It tells as a turn does. */
  function job(options: Partial<OrdersJobOptions> = {}): OrdersJob {
    if (systems.carrying.when !== 'afterwards') throw new Error('Orders over HTTP are sent afterwards.')
    return new OrdersJob({
      store: customers.store,
      carrying: systems.carrying,
      tell,
      onSent: () => undefined,
      log: createLogger('silent'),
      random: () => 1,
      ...options,
    })
  }

  async function tell({ orderId, conversationId }: DueNews): Promise<void> {
    const news = await newsOf(customers.store, orderId, conversationId)
    if (!news) return
    // Another process may have told it; the turn is run again then, and finds nothing to tell.
    if (await commit(customers, await latest(customers, conversation), { write: newsTold(news) }))
      told.push(`${news.request.kind} ${news.end}`)
  }

  async function place(request: OrderRequest): Promise<string> {
    const placement = await orders.place(await latest(customers, conversation), customer, request)
    if (placement.result !== 'accepted') throw new Error(`Not placed: ${placement.result}.`)
    expect(await commit(customers, await latest(customers, conversation), placement)).toBe(true)
    return placement.id
  }

  async function undo(id: string): Promise<'done' | 'accepted'> {
    const undone = await orders.undo(customer, id)
    if (undone.result === 'too-late') throw new Error('Too late.')
    expect(await commit(customers, await latest(customers, conversation), undone)).toBe(true)
    return undone.result
  }

  const order = (id: string) =>
    customers.store.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  const keys = () => server.calls.flatMap(({ key }) => key ?? [])

  async function actions(): Promise<string[]> {
    const rows = await customers.store.db
      .selectFrom('audit')
      .select('action')
      .where('target', '=', `customer:${customer.id}`)
      .orderBy('seq')
      .execute()
    return rows.map(({ action }) => action)
  }

  /** What tasks say that are left for people. */
  async function tasks(): Promise<unknown[]> {
    const rows = await customers.store.db
      .selectFrom('tasks')
      .selectAll()
      .where('kind', '=', 'order')
      .execute()
    const key = await customers.store.vault.keyOf(customer.subject_id)
    return rows.map(({ id, body }) => JSON.parse(key.open(`tasks.body:${id}`, body)))
  }

  it('are sent once by several processes, and told once', async () => {
    const id = await place(requests['plan.change'])
    const processes = [job(), job(), job()]
    await Promise.all(processes.map((one) => one.sendDue()))
    expect(keys()).toEqual([id])
    expect(await order(id)).toMatchObject({ status: 'done', attempts: 1, lease_until: null })
    expect(await actions()).toEqual(['order.place', 'order.done'])
    await Promise.all(processes.map((one) => one.tellDue()))
    await job().tellDue()
    expect(told).toEqual(['plan.change done'])
    expect(await job().sendDue()).toBe(0)
  })

  it('of a process that died while it was sending are sent again under the same key', async () => {
    const id = await place(requests['service.cancel'])
    const [row] = await dueOrders(customers.store, 1)
    if (!row) throw new Error('Nothing is due.')
    await leaseOrder(customers.store, row)
    // It got as far as having it done.
    if (systems.carrying.when === 'afterwards')
      await systems.carrying.send({
        ...{ id, reference: row.reference, customer, undo: false },
        conversationId: conversation.id,
        request: requests['service.cancel'],
      })
    expect(await job().sendDue()).toBe(0)
    customers.clock.now += HOUR
    expect(await job().sendDue()).toBe(1)
    expect(keys()).toEqual([id, id])
    expect(await order(id)).toMatchObject({ status: 'done', attempts: 2 })
    expect(await systems.cancellations(customer)).toHaveLength(1)
  })

  it('wait while the systems are down, longer each time, and go through when they are back', async () => {
    const id = await place(requests['sim.block'])
    server.down = /orders/
    const waits: number[] = []
    for (let times = 0; times < 4; times++) {
      expect(await job().sendDue()).toBe(1)
      const { due_at } = await order(id)
      waits.push(Number(due_at) - customers.clock.now)
      expect(await job().sendDue()).toBe(0)
      customers.clock.now = Number(due_at)
    }
    expect(waits).toEqual([4, 8, 16, 32].map((seconds) => seconds * SECOND))
    server.down = null
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'done' })
    await job().tellDue()
    expect(told).toEqual(['sim.block done'])
  })

  it('that nobody answers for are given up after three days, for a person to look after', async () => {
    const id = await place(requests['bill.dispute'])
    const { reference } = await order(id)
    server.down = /orders/
    await job().sendDue()
    customers.clock.now += 3 * DAY
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'refused', slot: null, last_error: GAVE_UP })
    expect(await tasks()).toEqual([{ reference, kind: 'bill.dispute', code: GAVE_UP, undo: false }])
    expect(await actions()).toEqual(['order.place', 'order.refused'])
    await job().tellDue()
    expect(told).toEqual(['bill.dispute refused'])
    // It may be asked for anew.
    await place(requests['bill.dispute'])
  })

  it('that are refused leave a task, and the customer hears', async () => {
    const id = await place(requests['visit.book'])
    server.faults.push(REFUSED)
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'refused', slot: null, last_error: 'slot-taken' })
    expect(await tasks()).toMatchObject([{ kind: 'visit.book', code: 'slot-taken' }])
    const [left] = await customers.store.db.selectFrom('tasks').select('id').execute()
    expect(await customers.store.audit.list(customers.store.db, 1)).toMatchObject([
      {
        action: 'task.create',
        target: `task:${left?.id}`,
        detail: { kind: 'order', order: id, customer: customer.id, conversation: conversation.id },
      },
    ])
    await job().tellDue()
    expect(told).toEqual(['visit.book refused'])
    const details = (await customers.store.audit.list(customers.store.db, 3)).map(({ detail }) => detail)
    for (const detail of details) expect(detail).toMatchObject({ conversation: conversation.id })
    await customers.store.db.deleteFrom('tasks').execute()
  })

  it('that wait stand until they are settled, so that nothing overtakes them', async () => {
    server.down = /orders/
    const arrives: [OrderRequest, OrderRequest][] = [
      [requests['sim.unblock'], requests['sim.block']],
      [
        { ...requests['plan.change'], effective: '2026-11-23' },
        { ...requests['plan.change'], plan: 'lite', effective: '2026-12-23' },
      ],
    ]
    for (const [first, second] of arrives) {
      const id = await place(first)
      await job().sendDue()
      customers.clock.now += 25 * HOUR
      expect(await orders.standing(customer)).toMatchObject([{ id, status: 'accepted' }])
      await place(second)
      server.down = null
      server.calls.length = 0
      while ((await job().sendDue()) > 0) customers.clock.now += HOUR
      expect(server.calls.map(({ body }) => body)).toMatchObject([{ request: second }])
      await customers.store.db.deleteFrom('orders').execute()
      server.down = /orders/
    }
    const code = await place(requests['number.port-out'])
    customers.clock.now += 25 * HOUR
    expect(await orders.place(conversation, customer, requests['number.port-out'])).toMatchObject({
      result: 'repeated',
    })
    expect(await undo(code)).toBe('done')
  })

  it('taken back while they are worked on are given up after three days, not thirty', async () => {
    const id = await place(requests['service.cancel'])
    server.faults.push(ACCEPTED)
    await job().sendDue()
    await undo(id)
    server.down = /orders/
    await job().sendDue()
    customers.clock.now += 3 * DAY
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'done', last_error: GAVE_UP })
  })

  it('that are worked on are asked for again under the same key', async () => {
    const id = await place(requests['number.port-out'])
    server.faults.push(ACCEPTED, ACCEPTED)
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'accepted', last_error: 'taken' })
    await job().tellDue()
    customers.clock.now += 4 * DAY
    await job().sendDue()
    customers.clock.now += HOUR
    await job().sendDue()
    expect(keys()).toEqual([id, id, id])
    await job().tellDue()
    expect(told).toEqual(['number.port-out done'])
  })

  it('taken back before they were sent are never sent', async () => {
    const id = await place(requests['plan.change'])
    expect(await undo(id)).toBe('done')
    expect(await job().sendDue()).toBe(0)
    await job().tellDue()
    expect([server.calls, told]).toEqual([[], []])
  })

  it('taken back afterwards are taken back elsewhere, and the customer hears', async () => {
    const id = await place(requests['service.cancel'])
    await job().sendDue()
    expect(await undo(id)).toBe('accepted')
    // Until it is undone nothing else takes its place, and nobody is told that it is arranged already.
    expect(await orders.place(conversation, customer, requests['service.cancel'])).toMatchObject({
      result: 'other-standing',
    })
    await job().sendDue()
    expect(keys()).toEqual([id, `${id}:undo`])
    expect(await systems.cancellations(customer)).toEqual([])
    expect(await order(id)).toMatchObject({ status: 'undone', slot: null })
    await job().tellDue()
    expect(told).toEqual(['service.cancel undone'])
  })

  it('taken back while nobody knows whether they arrived are taken back elsewhere, too', async () => {
    const id = await place(requests['service.cancel'])
    server.faults.push('cut-after')
    await job().sendDue()
    expect(await undo(id)).toBe('accepted')
    await job().sendDue()
    expect(await systems.cancellations(customer)).toEqual([])
  })

  it('that cannot be taken back stand, with a task', async () => {
    const id = await place(requests['service.cancel'])
    await job().sendDue()
    await undo(id)
    server.faults.push({ answer: { status: 422, body: { error: { code: 'too-late' } } } })
    await job().sendDue()
    expect(await order(id)).toMatchObject({ status: 'done', last_error: 'too-late' })
    expect(await tasks()).toMatchObject([{ undo: true, code: 'too-late' }])
    await job().tellDue()
    expect(told).toEqual(['service.cancel undo-refused'])
    expect(await orders.standing(customer)).toMatchObject([{ id, status: 'done' }])
  })

  it('change our records of the customer when they are done, not before, and back when they are undone', async () => {
    const { store } = customers
    const { db } = store
    const value = 'new@example.com'
    const home = { plan: 'plus', home: 'f500', monthly_fen: 14_800 }
    await db.updateTable('customer_records').set(home).where('id', '=', customer.id).execute()
    const email = async () => {
      const found = await findCustomer(store, customer.id)
      return found && (await openProfile(store, found)).email
    }
    const own = (table: 'plan_changes' | 'cancellations') =>
      db.selectFrom(table).where('customer_id', '=', customer.id)
    const copies = async () => ({
      email: await email(),
      plans: await own('plan_changes').select('plan').execute(),
      cancelled: await own('cancellations').select('service').execute(),
    })
    const before = await copies()
    const ids = [
      await place({ kind: 'contact.change', field: 'email', value, before: 'lin@example.com' }),
      await place(requests['plan.change']),
      await place(requests['service.cancel']),
    ]
    expect(await copies()).toEqual(before)
    while ((await job().sendDue()) > 0);
    expect(await copies()).toEqual({
      email: value,
      plans: [{ plan: 'max' }],
      cancelled: [{ service: 'home' }],
    })
    expect((await customers.notices()).map(({ kind }) => kind)).toEqual(['contact-change'])
    expect(await orders.place(conversation, customer, { ...requests['service.cancel'] })).toMatchObject({
      result: 'repeated',
    })
    for (const id of ids) await undo(id)
    while ((await job().sendDue()) > 0);
    expect(await copies()).toEqual(before)
  })

  it('that secure an account sign out everybody else at once', async () => {
    const { db } = customers.store
    const elsewhere = await customers.conversation()
    await db
      .updateTable('conversations')
      .set({ customer_id: customer.id, verified_until: customers.clock.now + HOUR })
      .where('id', 'in', [conversation.id, elsewhere.id])
      .execute()
    const version = async () => (await latest(customers, elsewhere)).verified_until
    await place(requests['account.secure'])
    expect(await version()).toBe(customers.clock.now)
    expect((await latest(customers, conversation)).verified_until).toBe(customers.clock.now + HOUR)
    const line = await db.selectFrom('line_states').selectAll().execute()
    expect(line).toMatchObject([{ customer_id: customer.id, secured_at: customers.clock.now }])
  })

  it('that cancel a visit make room for another to be booked', async () => {
    await place(requests['visit.book'])
    await job().sendDue()
    const [visit] = await systems.visits(customer)
    expect(await orders.place(conversation, customer, requests['visit.book'])).toMatchObject({
      result: 'repeated',
    })
    await place({ kind: 'visit.cancel', visitId: visit?.id ?? '' })
    await job().sendDue()
    await place(requests['visit.book'])
  })

  it('replaced while they were being sent stay replaced', async () => {
    const first = await place(requests['plan.change'])
    const { carrying } = systems
    if (carrying.when !== 'afterwards') throw new Error('Orders over HTTP are sent afterwards.')
    const slow = job({
      carrying: {
        ...carrying,
        send: async (sent) => {
          await place({ ...requests['plan.change'], plan: 'basic' })
          return carrying.send(sent)
        },
      },
    })
    await slow.sendDue()
    expect(await order(first)).toMatchObject({ status: 'replaced', lease_until: null })
    await job().sendDue()
    expect(server.calls.map(({ body }) => body)).toMatchObject([
      { request: { plan: 'max' } },
      { request: { plan: 'basic' } },
    ])
    await job().tellDue()
    expect(told).toEqual(['plan.change done'])
  })

  it('of one customer are sent one after the other', async () => {
    await place(requests['sim.block'])
    await place(requests['contact.change'])
    let atOnce = 0
    let most = 0
    const { carrying } = systems
    if (carrying.when !== 'afterwards') throw new Error('Orders over HTTP are sent afterwards.')
    const one = job({
      carrying: {
        ...carrying,
        send: async (sent) => {
          atOnce += 1
          most = Math.max(most, atOnce)
          const outcome = await carrying.send(sent)
          atOnce -= 1
          return outcome
        },
      },
    })
    while ((await one.sendDue()) > 0);
    expect(most).toBe(1)
    expect(keys()).toHaveLength(2)
  })

  it('of somebody whose data was erased are not sent, and nobody is told', async () => {
    const id = await place(requests['sim.block'])
    await place(requests['contact.change'])
    const [row] = await dueOrders(customers.store, 1)
    expect(row?.id).toBeDefined()
    await customers.store.vault.keystore
      .deleteFrom('subject_keys')
      .where('subject_id', '=', customer.subject_id)
      .execute()
    customers.store.vault.forget([customer.subject_id])
    // One after the other.
    for (const pass of [1, 2]) expect([pass, await job().sendDue()]).toEqual([pass, 0])
    expect(server.calls).toEqual([])
    expect(await order(id)).toMatchObject({ due_at: null, lease_until: null })
    await customers.store.db
      .updateTable('orders')
      .set({ status: 'done', due_at: customers.clock.now })
      .execute()
    await job().tellDue()
    expect(told).toEqual([])
  })

  describe('news', () => {
    it('waits while a person has the conversation', async () => {
      await place(requests['plan.change'])
      await job().sendDue()
      const owner = (name: 'human' | 'bot') =>
        customers.store.db
          .updateTable('conversations')
          .set({ owner: name })
          .where('id', '=', conversation.id)
          .execute()
      await owner('human')
      await job().tellDue()
      expect(told).toEqual([])
      await owner('bot')
      await job().tellDue()
      expect(told).toEqual(['plan.change done'])
    })

    it('that a turn did not tell is told later, under another name', async () => {
      const id = await place(requests['plan.change'])
      await job().sendDue()
      const asked: DueNews[] = []
      const silent = job({ tell: async (news) => asked.push(news) })
      await silent.tellDue()
      await silent.tellDue()
      customers.clock.now += 60 * SECOND
      await silent.tellDue()
      expect(asked.map(({ orderId }) => orderId)).toEqual([id, id])
      expect(asked[1]?.dueAt).toBeGreaterThan(asked[0]?.dueAt ?? 0)
    })

    it.each([
      ['conversation_unknown', 0],
      ['turn_failed', 4 * DAY],
    ])('is given up after %s', async (code, wait) => {
      const id = await place(requests['plan.change'])
      await job().sendDue()
      customers.clock.now += wait
      const tell = () => Promise.reject(new LiukeError(code, 'It failed.', 'Try again.'))
      await job({ tell }).tellDue()
      expect(await order(id)).toMatchObject({ status: 'done', due_at: null })
    })

    it('is told later after a failure', async () => {
      const id = await place(requests['plan.change'])
      await job().sendDue()
      await job({ tell: () => Promise.reject(new Error('no')) }).tellDue()
      expect(await order(id)).toMatchObject({ due_at: customers.clock.now + 60 * SECOND })
    })
  })
})
