import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Outdated } from '../../src/conversations/turn.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { CompanyServices } from '../../src/services/company-services.ts'
import type { ConversationsTable, CustomersTable } from '../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const HOUR = 3_600_000

describe.each(engines)('what was promised to a customer, on %s', (engine) => {
  let customers: CustomerStore
  let services: CompanyServices
  let conversation: ConversationsTable
  let elsewhere: ConversationsTable
  let customer: CustomersTable

  beforeEach(async () => {
    customers = await customerStore(engine)
    services = new CompanyServices({
      store: customers.store,
      company: () => {
        throw new Error('Nothing here asks for the figures of the company.')
      },
      verifiedMs: HOUR,
      canSendCodes: () => true,
    })
    conversation = await customers.conversation()
    elsewhere = await customers.conversation()
    const found = await findByAccount(
      customers.store,
      await customers.customer('8000000011', { phone: '13900000011' }),
    )
    if (!found) throw new Error('The customer of the test is gone.')
    customer = found
  })
  afterEach(() => customers.close())

  type Write = Awaited<ReturnType<CompanyServices['requestCallback']>>
  const commit = (...writes: Write[]) =>
    customers.store.db.transaction().execute(async (trx) => {
      for (const write of writes) await write(trx)
    })
  const request = (where: ConversationsTable, customerId: string | null, phone = '13812345678') =>
    services.requestCallback({
      conversation: where,
      customerId,
      phone,
      from: customers.clock.now + HOUR,
      to: customers.clock.now + 2 * HOUR,
      topic: null,
    })
  const owner = (where: ConversationsTable, customerId: string | null) => ({
    conversationId: where.id,
    customerId,
  })

  it('a call is found, moved and called off, each on record', async () => {
    const { callbacks } = services
    await commit(await request(conversation, null))
    const [call] = await callbacks.open(owner(conversation, null))
    if (!call) throw new Error('No call was found.')
    expect(call).toMatchObject({ phone: '13812345678', from: customers.clock.now + HOUR })
    expect(await callbacks.open(owner(elsewhere, null))).toEqual([])
    await commit(await callbacks.change(call, { phone: '13900000000', from: null, to: null }))
    const [changed] = await callbacks.open(owner(conversation, null))
    expect(changed).toMatchObject({ id: call.id, phone: '13900000000', from: null, to: null })
    await commit(callbacks.callOff(call, conversation.id))
    expect(await callbacks.open(owner(conversation, null))).toEqual([])
    await expect(commit(callbacks.callOff(call, conversation.id))).rejects.toBeInstanceOf(Outdated)
    const { store } = customers
    const actions = (await store.audit.list(store.db, 10)).map(({ action }) => action)
    expect(actions.filter((action) => action.startsWith('callback.')).sort()).toEqual([
      'callback.cancel',
      'callback.change',
      'callback.request',
    ])
  })

  it('two devices of a customer that arrange a call at once arrange one', async () => {
    const { callbacks } = services
    const both = await Promise.allSettled(
      [conversation, elsewhere].map(async (where) =>
        commit(callbacks.only(owner(where, customer.id), []), await request(where, customer.id)),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Outdated) })
    expect(await callbacks.open(owner(elsewhere, customer.id))).toHaveLength(1)
  })

  it('a ticket is told to its customer and its conversation, and to nobody else', async () => {
    const { ownTickets } = services
    const { number, write } = await services.openTicket(
      conversation,
      customer.id,
      'svc.complain',
      '师傅没有来',
    )
    await commit(write)
    const written = number.toLowerCase().replace('-', ' ')
    for (const asks of [
      { conversation, customerId: null },
      { conversation: elsewhere, customerId: customer.id },
    ])
      expect((await ownTickets.byNumber(asks, written))?.number).toBe(number)
    expect(await ownTickets.byNumber({ conversation: elsewhere, customerId: null }, number)).toBeUndefined()
    expect(
      await ownTickets.byNumber({ conversation: elsewhere, customerId: 'somebody' }, number),
    ).toBeUndefined()
  })

  it('the same complaint is found again for a day, however it is punctuated', async () => {
    const { ownTickets } = services
    const { write } = await services.openTicket(conversation, null, 'svc.complain', '师傅没有来，等了一天')
    await commit(write)
    const asks = { conversation, customerId: null }
    expect(await ownTickets.same(asks, 'svc.complain', '师傅没有来 等了一天。')).toBeDefined()
    expect(await ownTickets.same(asks, 'svc.complain', '师傅没有来')).toBeUndefined()
    expect(await ownTickets.same(asks, 'home.no-internet', '师傅没有来，等了一天')).toBeUndefined()
    customers.clock.now += 25 * HOUR
    expect(await ownTickets.same(asks, 'svc.complain', '师傅没有来，等了一天')).toBeUndefined()
  })

  it('a remark is added once, and a ticket that was settled is open again', async () => {
    const { ownTickets } = services
    const { number, write } = await services.openTicket(conversation, null, 'svc.complain', '师傅没有来')
    await commit(write)
    await customers.store.db.updateTable('tickets').set({ status: 'closed', resolved_at: 5 }).execute()
    const asks = { conversation, customerId: null }
    const before = await ownTickets.byNumber(asks, number)
    if (!before) throw new Error('The ticket is gone.')
    customers.clock.now += 1_000
    const remark = await ownTickets.addRemark(before, '还是没来')
    await commit(remark)
    await expect(commit(remark)).rejects.toBeInstanceOf(Outdated)
    expect(await ownTickets.byNumber(asks, number)).toMatchObject({
      text: '师傅没有来\n还是没来',
      status: 'open',
      resolvedAt: null,
    })
  })
})
