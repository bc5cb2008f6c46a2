import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findByAccount } from '../../src/customers/records.ts'
import { ticketByNumber } from '../../src/customers/tickets.ts'
import { CompanyServices } from '../../src/services/company-services.ts'
import { MOST_LISTED, openTasks } from '../../src/services/open-tasks.ts'
import { TaskChanges } from '../../src/services/task-changes.ts'
import { finishTask, revealPhone, setTicket } from '../../src/services/tasks.ts'
import type { ConversationsTable, CustomersTable } from '../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PROMISED = { callbackMs: 30 * MINUTE, replyMs: 24 * HOUR }

describe.each(engines)('things to do on %s', (engine) => {
  let customers: CustomerStore
  let services: CompanyServices
  let conversation: ConversationsTable
  let customer: CustomersTable

  beforeEach(async () => {
    customers = await customerStore(engine)
    const { store } = customers
    services = new CompanyServices({
      store,
      company: () => {
        throw new Error('Nothing here asks for the figures of the company.')
      },
      verifiedMs: HOUR,
      canSendCodes: () => true,
    })
    conversation = await customers.conversation()
    const account = await customers.customer('8000000011', { phone: '13900000011' })
    const found = await findByAccount(store, account)
    if (!found) throw new Error('The customer of the test is gone.')
    customer = found
  })
  afterEach(() => customers.close())

  const written = (write: Awaited<ReturnType<CompanyServices['requestCallback']>>) =>
    customers.store.db.transaction().execute(write)
  const call = async (
    more: Partial<Parameters<CompanyServices['requestCallback']>[0]> = {},
  ): Promise<string> => {
    const before = new Set((await list()).tasks.map(({ id }) => id))
    const draft = { conversation, customerId: null, phone: '13812345678', from: null, to: null, topic: null }
    await written(await services.requestCallback({ ...draft, ...more }))
    const [added] = (await list()).tasks.filter(({ id }) => !before.has(id))
    return added?.id ?? ''
  }
  const ticket = async (text = '师傅没有来', customerId: string | null = null): Promise<string> => {
    const { number, write } = await services.openTicket(conversation, customerId, 'svc.complain', text)
    await written(write)
    return number
  }
  const list = () => openTasks(customers.store, PROMISED)
  const records = async () =>
    (await customers.store.audit.list(customers.store.db, 100)).map(({ actor, action, target, detail }) => ({
      actor,
      action,
      target,
      detail,
    }))

  it('are listed with names and numbers masked, and when they are due', async () => {
    const { now } = customers.clock
    await call({ customerId: customer.id, from: now + 2 * HOUR, to: now + 3 * HOUR })
    await written(await services.acceptOffer(conversation, customer, 'thirty-off'))
    const number = await ticket('师傅没有来', customer.id)
    await call()
    const { tasks, tickets, more } = await list()
    expect(more).toBe(false)
    const name = 'L••'
    const about = { conversationId: conversation.id, createdAt: now, id: expect.any(String) }
    const nothing = { entry: null, text: null, order: null }
    const soon = { kind: 'callback', phone: '138••••5678', from: null, to: null, offer: null, ...nothing }
    expect(tasks).toEqual([
      { ...about, ...soon, customerName: null, dueAt: now + 30 * MINUTE },
      {
        ...{ ...about, ...soon, customerName: name },
        ...{ from: now + 2 * HOUR, to: now + 3 * HOUR, dueAt: now + 3 * HOUR },
      },
      {
        ...{ ...about, ...soon, kind: 'offer', phone: null, customerName: name },
        ...{ offer: 'thirty-off', dueAt: now + 24 * HOUR },
      },
    ])
    expect(tickets).toEqual([
      {
        ...{ number, topic: 'svc.complain', status: 'open', text: '师傅没有来', customerName: name },
        ...{ conversationId: conversation.id, createdAt: now, dueAt: now + 24 * HOUR },
      },
    ])
    expect(JSON.stringify(await list())).not.toMatch(/13812345678|13900000011|Lin/)
  })

  it('are also what could not be done, with the words of the customer, and what a system refused', async () => {
    const { store, clock } = customers
    const asked = { entry: 'plan.change', text: '换成尊享套餐' }
    await written(await services.requestFollowUp(conversation, customer.id, asked))
    const key = await store.vault.keyOf(customer.subject_id)
    const order = { reference: 'Q270115-4F7K', kind: 'pay.refund', code: 'no_such_payment', undo: false }
    await store.db
      .insertInto('tasks')
      .values({
        ...{ id: 'order', kind: 'order', customer_id: customer.id, conversation_id: conversation.id },
        ...{ subject_id: customer.subject_id, status: 'open', due_at: clock.now },
        ...{ body: key.seal('tasks.body:order', JSON.stringify(order)) },
        ...{ created_at: clock.now + MINUTE, updated_at: clock.now },
      })
      .execute()
    const due = { customerName: 'L••', conversationId: conversation.id, phone: null, offer: null }
    const { tasks } = await list()
    expect(tasks).toMatchObject([
      { ...due, ...asked, kind: 'follow-up', order: null, dueAt: clock.now + 24 * HOUR },
      { ...due, order, kind: 'order', text: null, dueAt: clock.now + MINUTE + 24 * HOUR },
    ])
    await expect(revealPhone(store, 'lin', 'order')).rejects.toMatchObject({ code: 'task_unknown' })
    await finishTask(store, 'lin', 'order', 'done')
    await finishTask(store, 'lin', tasks[0]?.id ?? '', 'dropped')
    expect((await list()).tasks).toEqual([])
  })

  it('come in order of due time, and tickets that are worked on last', async () => {
    const { clock } = customers
    const begin = clock.now
    const first = await ticket('first')
    clock.now += MINUTE
    const second = await ticket('second')
    clock.now += MINUTE
    const third = await ticket('third')
    await setTicket(customers.store, 'lin', first, 'working')
    const { tickets } = await list()
    expect(tickets.map(({ text }) => text)).toEqual(['second', 'third', 'first'])
    expect(tickets.map(({ number }) => number)).toEqual([second, third, first])
    expect(tickets.at(-1)).toMatchObject({ status: 'working', dueAt: null })
    const later = await call({ from: begin + 5 * HOUR, to: begin + 6 * HOUR })
    const late = await call({ from: begin - 5 * HOUR, to: begin - 4 * HOUR })
    const now = await call()
    expect((await list()).tasks.map(({ id }) => id)).toEqual([late, now, later])
  })

  it('of people whose data was erased are left out', async () => {
    const { store } = customers
    const other = await customers.conversation()
    const kept = await call({ conversation: other })
    const id = await call({ conversation: other, customerId: customer.id })
    await ticket('gone with the one who wrote it')
    await written(await services.acceptOffer(other, customer, 'thirty-off'))
    expect((await list()).tasks).toHaveLength(3)
    await store.vault.destroy(conversation.subject_id)
    expect((await list()).tickets).toEqual([])
    // What is about a customer goes with them, whoever's key it was written under.
    await store.vault.destroy(customer.subject_id)
    expect((await list()).tasks.map((task) => task.id)).toEqual([kept])
    await expect(revealPhone(store, 'lin', id)).rejects.toMatchObject({ code: 'task_unknown' })
    await store.vault.destroy(other.subject_id)
    expect(await list()).toEqual({ tasks: [], tickets: [], more: false })
    await expect(revealPhone(store, 'lin', kept)).rejects.toMatchObject({ code: 'task_unknown' })
  })

  it('are listed up to a number, of tickets the newest', async () => {
    for (let n = 0; n <= MOST_LISTED; n++) {
      customers.clock.now += 1
      await ticket(`number ${n}`)
    }
    const { tickets, more } = await list()
    expect([tickets.length, more]).toEqual([MOST_LISTED, true])
    expect([tickets[0]?.text, tickets.at(-1)?.text]).toEqual(['number 1', `number ${MOST_LISTED}`])
  })

  it.each(['done', 'dropped'] as const)('are %s once, and that is on record', async (outcome) => {
    const { store } = customers
    const id = await call()
    const heard: (string | null)[] = []
    store.live.watchAll((changed) => heard.push(changed))
    // Of two who try at the same time, one has done it.
    const tries = await Promise.allSettled(
      ['lin', 'chen'].map((actor) => finishTask(store, actor, id, outcome)),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const actor = tries[0]?.status === 'fulfilled' ? 'lin' : 'chen'
    expect(heard).toEqual([conversation.id])
    expect((await list()).tasks).toEqual([])
    expect((await records())[0]).toEqual({
      ...{ actor, action: outcome === 'done' ? 'task.done' : 'task.drop', target: `task:${id}` },
      detail: { kind: 'callback', conversation: conversation.id, customer: null },
    })
    for (const again of ['done', 'dropped'] as const)
      await expect(finishTask(store, 'lin', id, again)).rejects.toMatchObject({ code: 'task_over' })
    await expect(finishTask(store, 'lin', 'none', 'done')).rejects.toMatchObject({ code: 'task_unknown' })
    expect(await records()).toHaveLength(2)
  })

  it('stay as they are when that cannot be put on record', async () => {
    const { store } = customers
    const id = await call()
    const number = await ticket()
    const deaf = {
      ...store,
      audit: Object.assign(Object.create(store.audit) as typeof store.audit, {
        append: () => Promise.reject(new Error('no room')),
      }),
    }
    await expect(finishTask(deaf, 'lin', id, 'done')).rejects.toThrow('no room')
    await expect(setTicket(deaf, 'lin', number, 'resolved')).rejects.toThrow('no room')
    await expect(revealPhone(deaf, 'lin', id)).rejects.toThrow('no room')
    const { tasks, tickets } = await list()
    expect([tasks.length, tickets.length]).toEqual([1, 1])
  })

  it('give the number of a call while it is to be made, each time on record', async () => {
    const { store } = customers
    const [unknown, known] = [await call(), await call({ customerId: customer.id, phone: '13900000011' })]
    expect(await revealPhone(store, 'lin', unknown)).toBe('13812345678')
    expect(await revealPhone(store, 'chen', known)).toBe('13900000011')
    const reveal = { action: 'customer.reveal' }
    const detail = { field: 'phone', conversation: conversation.id }
    expect((await records()).slice(0, 2)).toEqual([
      { ...reveal, actor: 'chen', target: `customer:${customer.id}`, detail: { ...detail, task: known } },
      { ...reveal, actor: 'lin', target: `task:${unknown}`, detail: { ...detail, task: unknown } },
    ])
    await finishTask(store, 'lin', unknown, 'done')
    await expect(revealPhone(store, 'lin', unknown)).rejects.toMatchObject({ code: 'task_over' })
    await written(await services.acceptOffer(conversation, customer, 'thirty-off'))
    const offer = (await list()).tasks.find(({ kind }) => kind === 'offer')
    await expect(revealPhone(store, 'lin', offer?.id ?? '')).rejects.toMatchObject({ code: 'task_unknown' })
  })

  it('move tickets, which is on record and has the customer scored anew', async () => {
    const { store, clock } = customers
    const number = await ticket('师傅没有来', customer.id)
    clock.now += MINUTE
    await setTicket(store, 'lin', number.toLowerCase().replace('-', ' '), 'resolved')
    expect((await list()).tickets).toEqual([])
    expect(await ticketByNumber(store, number)).toMatchObject({ status: 'resolved', resolvedAt: clock.now })
    expect((await records())[0]).toEqual({
      ...{ actor: 'lin', action: 'ticket.status', target: `ticket:${number}` },
      detail: {
        ...{ before: 'open', after: 'resolved' },
        ...{ conversation: conversation.id, customer: customer.id },
      },
    })
    expect((await services.customer(customer.id))?.updated_at).toBe(clock.now)
    const before = await records()
    await setTicket(store, 'lin', number, 'resolved')
    expect(await records()).toEqual(before)
    await setTicket(store, 'lin', number, 'open')
    expect((await list()).tickets).toHaveLength(1)
    await expect(setTicket(store, 'lin', 'T000000-0000', 'open')).rejects.toMatchObject({
      code: 'ticket_unknown',
    })
  })

  it('tell of every change, and of nothing else', async () => {
    const { store } = customers
    await call()
    const changes = await TaskChanges.begin(store)
    const looked = async () => (await changes.look()).tasks
    expect(await looked()).toBe(false)
    const id = await call()
    expect([await looked(), await looked()]).toEqual([true, false])
    const number = await ticket()
    expect(await looked()).toBe(true)
    await revealPhone(store, 'lin', id)
    expect(await looked()).toBe(false)
    for (const act of [
      () => setTicket(store, 'lin', number, 'working'),
      () => finishTask(store, 'lin', id, 'dropped'),
      async () => written(await services.acceptOffer(conversation, customer, 'thirty-off')),
    ]) {
      await act()
      expect(await looked()).toBe(true)
    }
  })
})
