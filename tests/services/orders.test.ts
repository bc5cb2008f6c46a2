import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../src/company/types.ts'
import { Outdated, type Write } from '../../src/conversations/turn.ts'
import { setLineState } from '../../src/customers/line-states.ts'
import { changeContact, findByAccount, openProfile, phoneHash } from '../../src/customers/records.ts'
import { ticketsOf } from '../../src/customers/tickets.ts'
import { endPastVisits, visitPlan } from '../../src/customers/visits.ts'
import { applyDuePlanChanges, removeRunOut } from '../../src/jobs/due-changes.ts'
import type { OrderRequest } from '../../src/services/order-requests.ts'
import { Orders, type Placement } from '../../src/services/orders.ts'
import { SampleSystems } from '../../src/services/sample-systems.ts'
import { UnfinishedTasks } from '../../src/services/unfinished-tasks.ts'
import type { ConversationsTable, CustomersTable } from '../../src/storage/schema.ts'
import { sampleCompany } from '../customers/opened-store.ts'
import { type CustomerStore, commit, customerStore, latest } from '../customers/store.ts'
import { engines } from '../databases.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Friday, four in the afternoon where the company is. */
const TODAY = '2027-01-15'

describe.each(engines)('orders of customers on %s', (engine) => {
  let customers: CustomerStore
  let company: Company
  let systems: SampleSystems
  let orders: Orders
  let conversation: ConversationsTable
  let customer: CustomersTable
  let other: CustomersTable

  beforeEach(async () => {
    company = await sampleCompany()
    customers = await customerStore(engine)
    const { store } = customers
    systems = new SampleSystems(store, () => company)
    orders = new Orders(store, () => company, systems)
    conversation = await customers.conversation()
    customer = await added('8000000011')
    other = await added('8000000029')
  })
  afterEach(() => customers.close())

  const added = async (account: string): Promise<CustomersTable> => {
    await customers.customer(account, { phone: '13900000011', email: 'lin@example.com' })
    const { db } = customers.store
    const had = { plan: 'basic', home: 'f500', district: 'central', monthly_fen: 14_800 }
    const made = await record(account)
    await db.updateTable('customer_records').set(had).where('id', '=', made.id).execute()
    return record(account)
  }
  const record = async (account: string): Promise<CustomersTable> => {
    const found = await findByAccount(customers.store, account)
    if (!found) throw new Error('The customer of the test is gone.')
    return found
  }
  const written = (write: Write) => customers.store.db.transaction().execute(write)
  const place = (request: OrderRequest, by = customer) => orders.place(conversation, by, request)
  const placed = async (request: OrderRequest, by = customer) => {
    const placement = await place(request, by)
    if (!('write' in placement)) throw new Error(`Not placed: ${placement.result}.`)
    await written(placement.write)
    return placement
  }
  const undone = async (id: string, by = customer): Promise<string> => {
    const undo = await orders.undo(by, id)
    if ('write' in undo) await written(undo.write)
    return undo.result
  }
  const writesOf = (...placements: Placement[]) =>
    Promise.allSettled(placements.map((one) => ('write' in one ? written(one.write) : Promise.reject(one))))
  const outdated = (results: PromiseSettledResult<unknown>[]) =>
    results.filter((result) => result.status === 'rejected' && result.reason instanceof Outdated)
  const rows = (table: 'orders' | 'visits' | 'cancellations' | 'tickets' | 'plan_changes' | 'notices') =>
    customers.store.db.selectFrom(table).selectAll().execute()
  const line = () =>
    customers.store.db
      .selectFrom('line_states')
      .selectAll()
      .where('customer_id', '=', customer.id)
      .executeTakeFirst()
  const profile = async () => openProfile(customers.store, await record('8000000011'))
  const actions = async () =>
    (await customers.store.audit.list(customers.store.db, 100)).map(({ action }) => action)

  const max: OrderRequest = { kind: 'plan.change', plan: 'max', from: 'basic', effective: '2027-02-01' }
  const plus: OrderRequest = { ...max, plan: 'plus' }
  const dispute: OrderRequest = {
    ...{ kind: 'bill.dispute', month: '2026-12', item: 'roaming_data', fen: 8_600 },
    words: '我没有出国',
  }
  const book: OrderRequest = { kind: 'visit.book', visit: 'repair', day: '2027-01-18', from: 540, to: 720 }

  it('places one once, and says so to whoever places the same again', async () => {
    const { reference, undoUntil } = await placed(max)
    expect(reference).toMatch(/^Q270115-[2-9A-Z]{4}$/)
    expect(undoUntil).toBe(Date.parse('2027-02-01T00:00:00+08:00'))
    expect(await place(max)).toMatchObject({ result: 'repeated', order: { reference, request: max } })
    expect(await orders.standing(customer)).toMatchObject([{ reference, status: 'done' }])
    expect(await rows('orders')).toHaveLength(1)
    expect(await actions()).toContain('order.place')
  })

  it('keeps apart what different customers place', async () => {
    await placed(max)
    expect((await placed(max, other)).result).toBe('done')
    expect(await orders.standing(customer)).toHaveLength(1)
  })

  it('puts a newer one in the place of what can be replaced', async () => {
    const first = await placed(max)
    const second = await placed(plus)
    expect(await orders.standing(customer)).toMatchObject([{ id: second.id, request: plus }])
    expect(await rows('plan_changes')).toMatchObject([{ id: second.id, plan: 'plus' }])
    expect(await undone(first.id)).toBe('too-late')
  })

  it('lets nothing else stand beside what is being looked into', async () => {
    await placed(dispute)
    expect(await place({ ...dispute, fen: 100 })).toMatchObject({
      result: 'other-standing',
      order: { request: dispute },
    })
    expect(await place({ ...dispute, words: '还是不对' })).toMatchObject({ result: 'repeated' })
    expect(await place({ ...dispute, item: null })).toMatchObject({ result: 'done' })
  })

  it('places one of two that are confirmed at the same moment, and runs the other turn again', async () => {
    const results = await writesOf(await place(max), await place(max))
    expect(outdated(results)).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await place(max)).toMatchObject({ result: 'repeated' })
    expect(await rows('plan_changes')).toHaveLength(1)
  })

  it('replaces one once, of two replacements at the same moment', async () => {
    await placed(max)
    const senior: OrderRequest = { ...max, plan: 'lite' }
    const results = await writesOf(await place(plus), await place(senior))
    expect(outdated(results)).toHaveLength(1)
    const standing = await orders.standing(customer)
    expect(standing).toHaveLength(1)
    expect(await rows('plan_changes')).toMatchObject([{ id: standing[0]?.id }])
  })

  it('takes one back once, also when asked twice at the same moment, and not after its time', async () => {
    const { id } = await placed(max)
    const [one, two] = [await orders.undo(customer, id), await orders.undo(customer, id)]
    if (!('write' in one) || !('write' in two)) throw new Error('It cannot be taken back.')
    const results = await Promise.allSettled([written(one.write), written(two.write)])
    expect(outdated(results)).toHaveLength(1)
    expect(await orders.standing(customer)).toEqual([])
    expect(await rows('plan_changes')).toEqual([])
    expect(await undone(id)).toBe('too-late')
    const again = await placed(max)
    customers.clock.now = Date.parse('2027-02-01T00:00:00+08:00')
    expect(await undone(again.id)).toBe('too-late')
    expect(await undone(again.id, other)).toBe('too-late')
  })

  it('changes a plan on its day, with the fee, once, and on record', async () => {
    await placed(max)
    expect(await applyDuePlanChanges(customers.store, company)).toBe(0)
    expect(await record('8000000011')).toMatchObject({ plan: 'basic', monthly_fen: 14_800 })
    customers.clock.now = Date.parse('2027-02-01T00:00:00+08:00')
    const both = await Promise.all([
      applyDuePlanChanges(customers.store, company),
      applyDuePlanChanges(customers.store, company),
    ])
    expect(both.toSorted()).toEqual([0, 1])
    expect(await record('8000000011')).toMatchObject({ plan: 'max', monthly_fen: 24_800 })
    expect((await actions()).filter((action) => action === 'plan.change')).toHaveLength(1)
    expect(await orders.standing(customer)).toEqual([])
    expect(await place({ ...plus, from: 'max', effective: '2027-03-01' })).toMatchObject({ result: 'done' })
  })

  it('changes a plan at once where its day is today', async () => {
    await placed({ ...max, effective: TODAY })
    expect(await record('8000000011')).toMatchObject({ plan: 'max' })
  })

  it('cancels a service, ends what nobody works on of the worklist, and runs it again when taken back', async () => {
    const { db } = customers.store
    const at = { created_at: 1, updated_at: 1, closed_at: null, snoozed_until: null, due_at: null }
    await db
      .insertInto('retention_items')
      .values({
        ...{ id: 'item', customer_id: customer.id, subject_id: customer.subject_id, state: 'open' },
        ...{ source: 'model', version: 0, owner: null, probability: 0.7, ev: 3, offer: null, reasons: '[]' },
        ...{ model: null, outcome: null, closed_by: null, note: null, ...at },
      })
      .execute()
    const cancel = (service: 'mobile' | 'home'): OrderRequest => ({
      ...{ kind: 'service.cancel', service, effective: '2027-01-31', offer: null },
    })
    await placed(cancel('home'))
    expect(await systems.servicesOf(customer)).toEqual(['mobile'])
    expect(await systems.servicesRunning(customer)).toEqual(['mobile', 'home'])
    expect(await db.selectFrom('retention_items').select('state').execute()).toEqual([{ state: 'open' }])
    const { id } = await placed(cancel('mobile'))
    expect(await db.selectFrom('retention_items').select('state').execute()).toEqual([{ state: 'dropped' }])
    expect(await undone(id)).toBe('done')
    expect(await systems.servicesOf(customer)).toEqual(['mobile'])
    expect(await rows('cancellations')).toMatchObject([{ service: 'home', effective: '2027-01-31' }])
  })

  it.each<readonly [string, OrderRequest, string]>([
    ['a charge that is disputed', dispute, 'roaming_data · 2026-12 · ¥86.00\n我没有出国'],
    [
      'a refund',
      { kind: 'pay.refund', reason: 'paid-twice', fen: 9_900, month: null, words: 'paid it twice' },
      'paid-twice · ¥99.00\npaid it twice',
    ],
  ])('opens a ticket for %s, and closes it when taken back', async (_what, request, text) => {
    const { id, reference } = await placed(request)
    const number = reference.replace('Q', 'T')
    const topic = request.kind
    expect(await ticketsOf(customers.store, customer)).toMatchObject([
      { number, topic, status: 'open', text },
    ])
    expect(await rows('tickets')).toMatchObject([
      { conversation_id: conversation.id, subject_id: customer.subject_id },
    ])
    expect(await undone(id)).toBe('done')
    expect(await ticketsOf(customers.store, customer)).toMatchObject([{ number, status: 'closed' }])
  })

  it('offers times for visits on working days within the days planned, not before they can be changed', async () => {
    const slots = await systems.freeSlots(customer)
    // Of today nothing is left: it is four in the afternoon.
    expect(slots[0]).toEqual({ day: '2027-01-16', from: 540, to: 720 })
    expect(slots.at(-1)).toEqual({ day: '2027-01-29', from: 780, to: 1080 })
    expect(slots).toHaveLength(28)
    customers.clock.now = Date.parse('2027-01-16T08:59:00+08:00')
    expect((await systems.freeSlots(customer))[0]).toMatchObject({ day: '2027-01-16', from: 780 })
    customers.clock.now = Date.parse('2027-01-16T09:01:00+08:00')
    expect((await systems.freeSlots(customer))[0]).toMatchObject({ day: '2027-01-17' })
    company = {
      ...company,
      variables: new Map([
        ...company.variables,
        ['hours.agents.holidays', '2027-01-17'],
        ['hours.agents.mon', 'closed'],
      ]),
    }
    expect((await systems.freeSlots(customer))[0]).toMatchObject({ day: '2027-01-19' })
    company = { ...company, variables: new Map() }
    expect(await systems.freeSlots(customer)).toEqual([])
  })

  it('books a visit, lists it, moves it, puts it back, and cancels it for another to be booked', async () => {
    const booked = await placed(book)
    const [visit] = await systems.visits(customer)
    expect(visit).toEqual({ id: booked.id, kind: 'repair', day: '2027-01-18', from: 540, to: 720 })
    expect(await place({ ...book, day: '2027-01-19' })).toMatchObject({ result: 'other-standing' })
    const moved = await placed({
      ...{ kind: 'visit.move', visitId: booked.id, day: '2027-01-20', from: 780, to: 1080 },
      before: { day: '2027-01-18', from: 540, to: 720 },
    })
    expect(await systems.visits(customer)).toMatchObject([{ id: booked.id, day: '2027-01-20', from: 780 }])
    expect(await undone(moved.id)).toBe('done')
    expect(await systems.visits(customer)).toEqual([visit])
    await placed({ kind: 'visit.cancel', visitId: booked.id })
    expect(await systems.visits(customer)).toEqual([])
    expect(await rows('visits')).toMatchObject([{ status: 'cancelled', seat: null }])
    expect(await orders.standing(customer)).toMatchObject([{ request: { kind: 'visit.cancel' } }])
    await placed({ ...book, day: '2027-01-19' })
    expect(await systems.visits(customer)).toMatchObject([{ day: '2027-01-19' }])
  })

  it('takes a booking back until some hours before, and moves nobody else’s visit', async () => {
    const { id } = await placed(book)
    const move: OrderRequest = {
      ...{ kind: 'visit.move', visitId: id, day: '2027-01-20', from: 780, to: 1080 },
      before: { day: '2027-01-18', from: 540, to: 720 },
    }
    expect(outdated(await writesOf(await place(move, other)))).toHaveLength(1)
    expect(outdated(await writesOf(await place({ kind: 'visit.cancel', visitId: id }, other)))).toHaveLength(
      1,
    )
    customers.clock.now = Date.parse('2027-01-18T05:00:00+08:00')
    expect(await undone(id)).toBe('too-late')
    customers.clock.now -= 1
    expect(await undone(id)).toBe('done')
    expect(await systems.visits(customer)).toEqual([])
  })

  it('puts a moved visit back only while the time it was moved from is still to come', async () => {
    const { id } = await placed(book)
    const moved = await placed({
      ...{ kind: 'visit.move', visitId: id, day: '2027-01-27', from: 540, to: 720 },
      before: { day: '2027-01-18', from: 540, to: 720 },
    })
    expect(moved.undoUntil).toBe(Date.parse('2027-01-18T05:00:00+08:00'))
    customers.clock.now = Date.parse('2027-01-18T05:00:00+08:00')
    expect(await undone(moved.id)).toBe('too-late')
    expect(await systems.visits(customer)).toMatchObject([{ day: '2027-01-27' }])
  })

  it('gives every technician’s time to one customer, however many want it at once', async () => {
    const { capacity } = visitPlan(company)
    const others = await Promise.all(
      ['37', '45', '52', '60', '78'].map((ending) => added(`80000000${ending}`)),
    )
    const wanting = [customer, other, ...others].slice(0, capacity + 2)
    const placements = await Promise.all(wanting.map((one) => place(book, one)))
    const results = await writesOf(...placements)
    expect(outdated(results)).toHaveLength(2)
    const seats = (await rows('visits')).flatMap((row) => ('seat' in row ? [row.seat] : []))
    expect(seats.toSorted()).toEqual(Array.from({ length: capacity }, (_, at) => `2027-01-18:540:${at + 1}`))
    const gone = { day: '2027-01-18', from: 540, to: 720 }
    expect(await systems.freeSlots(customer)).not.toContainEqual(gone)
    // Somebody who had that time goes back to it all the same.
    const [booked] = await orders.standing(
      wanting.find((_, at) => results[at]?.status === 'fulfilled') ?? customer,
    )
    const late = wanting.find((_, at) => results[at]?.status === 'rejected') ?? customer
    if (!booked) throw new Error('Nobody has booked.')
    const owner = wanting.find((_, at) => results[at]?.status === 'fulfilled') ?? customer
    const moved = await placed(
      { kind: 'visit.move', visitId: booked.id, day: '2027-01-19', from: 540, to: 720, before: gone },
      owner,
    )
    await placed(book, late)
    expect(await undone(moved.id, owner)).toBe('done')
    expect(await systems.visits(owner)).toMatchObject([gone])
  })

  it('is done with visits of days before, and with no others', async () => {
    const { store, clock } = customers
    await placed(book)
    await placed({ ...book, day: '2027-01-19' }, other)
    clock.now = Date.parse('2027-01-18T23:59:00+08:00')
    expect(await endPastVisits(store, company.timeZone)).toBe(0)
    clock.now = Date.parse('2027-01-19T00:00:00+08:00')
    expect(await endPastVisits(store, company.timeZone)).toBe(1)
    expect(await systems.visits(customer)).toEqual([])
    expect(await systems.visits(other)).toHaveLength(1)
    expect(await rows('visits')).toContainEqual(expect.objectContaining({ status: 'done', seat: null }))
  })

  it('refuses a time at which nobody comes', async () => {
    for (const wrong of [{ from: 600 }, { day: '2027-01-15' }, { day: '2027-03-15' }]) {
      expect(outdated(await writesOf(await place({ ...book, ...wrong })))).toHaveLength(1)
    }
    expect(await rows('orders')).toEqual([])
  })

  it('tests a line: no signal in an outage, otherwise as its state says', async () => {
    const { db } = customers.store
    const state = { blocked: null, blocked_at: null, port_code: null, port_until: null, secured_at: null }
    expect(await systems.testLine(customer)).toBe('ok')
    await db
      .insertInto('line_states')
      .values({ ...state, customer_id: customer.id, line_test: 'unstable', updated_at: 1 })
      .execute()
    expect(await systems.testLine(customer)).toBe('unstable')
    const outage = { district: 'central', started_at: 1, expected_end: null, ended_at: null }
    await db
      .insertInto('outages')
      .values({ id: 'tv', service: 'tv', ...outage })
      .execute()
    expect(await systems.testLine(customer)).toBe('unstable')
    await db
      .insertInto('outages')
      .values({ id: 'home', service: 'home', ...outage })
      .execute()
    expect(await systems.testLine(customer)).toBe('no-signal')
  })

  it('blocks a SIM, keeps what else is known of the line, and unblocks it', async () => {
    await placed({ kind: 'account.secure' })
    await placed({ kind: 'sim.block', what: 'sim' })
    expect(await line()).toMatchObject({ blocked: 'sim', secured_at: customers.clock.now })
    expect(await place({ kind: 'sim.block', what: 'sim' })).toMatchObject({ result: 'repeated' })
    await placed({ kind: 'sim.block', what: 'sim-and-phone' })
    expect(await line()).toMatchObject({ blocked: 'sim-and-phone' })
    await placed({ kind: 'sim.unblock' })
    expect(await line()).toMatchObject({ blocked: null, blocked_at: null })
    expect(await orders.standing(customer)).toMatchObject([
      { request: { kind: 'sim.unblock' } },
      { request: { kind: 'account.secure' } },
    ])
  })

  it('sends a code for another operator to the contact on record, sealed, and voids it', async () => {
    const { id, undoUntil } = await placed({ kind: 'number.port-out' })
    expect(undoUntil).toBe(customers.clock.now + DAY)
    const state = await line()
    const key = await customers.store.vault.keyOf(customer.subject_id)
    const code = key.open(`line_states.port_code:${customer.id}`, state?.port_code ?? Buffer.alloc(0))
    expect(code).toMatch(/^\d{8}$/)
    expect(state?.port_until).toBe(undoUntil)
    const [notice] = await customers.notices()
    expect(notice).toMatchObject({ kind: 'port-code', expires_at: undoUntil, status: 'pending' })
    const body = key.open(`notices.body:${notice?.id}`, notice?.body ?? Buffer.alloc(0))
    expect(JSON.parse(body)).toMatchObject({ code, phone: '13900000011', email: 'lin@example.com' })
    expect(await undone(id)).toBe('done')
    expect(await line()).toMatchObject({ port_code: null, port_until: null })
  })

  it('changes how a customer is reached and found, tells the old number, and puts it back', async () => {
    const { store, clock } = customers
    const change = (field: 'phone' | 'email' | 'address', value: string, before: string | null) =>
      placed({ kind: 'contact.change', field, value, before })
    const { id } = await change('phone', '13700000037', '13900000011')
    await change('email', 'new@example.com', 'lin@example.com')
    await change('address', '滨江区柳岸大道 1 号', null)
    expect(await profile()).toMatchObject({
      ...{ phone: '13700000037', email: 'new@example.com', address: '滨江区柳岸大道 1 号', name: 'Lin' },
    })
    expect((await record('8000000011')).phone_hash).toBe(phoneHash(store.vault, '13700000037'))
    const key = await store.vault.keyOf(customer.subject_id)
    const told = (await customers.notices()).map((row) => [
      row.kind,
      JSON.parse(key.open(`notices.body:${row.id}`, row.body)),
    ])
    expect(told).toMatchObject([
      ['contact-change', { field: 'phone', phone: '13900000011' }],
      ['contact-change', { field: 'email', email: 'lin@example.com' }],
    ])
    clock.now += 6 * DAY
    expect(await undone(id)).toBe('done')
    expect(await profile()).toMatchObject({ phone: '13900000011', email: 'new@example.com' })
    const [address] = (await orders.standing(customer)).filter(
      ({ request }) => request.kind === 'contact.change' && request.field === 'address',
    )
    expect(await undone(address?.id ?? '')).toBe('done')
    expect((await profile()).address).toBe(null)
    clock.now += 2 * DAY
    const email = (await orders.standing(customer)).find(({ request }) => request.kind === 'contact.change')
    expect(await undone(email?.id ?? '')).toBe('too-late')
  })

  it('keeps two details that are changed at the same moment on two devices', async () => {
    const change = (field: 'phone' | 'email', value: string) =>
      place({ kind: 'contact.change', field, value, before: null })
    const both = [await change('phone', '13700000037'), await change('email', 'new@example.com')]
    expect((await writesOf(...both)).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await profile()).toMatchObject({ phone: '13700000037', email: 'new@example.com' })
  })

  it('reads what it has placed, however long an address is, and places nothing it could not read', async () => {
    const change = (value: string, before: string | null): OrderRequest => ({
      ...{ kind: 'contact.change', field: 'address', value, before },
    })
    await placed(change('滨'.repeat(300), '江'.repeat(230)))
    expect(await orders.standing(customer)).toHaveLength(1)
    await expect(place(change('滨'.repeat(301), null))).rejects.toThrow()
    expect(await rows('orders')).toHaveLength(1)
    const email = `${'a'.repeat(64)}@${`${'b'.repeat(59)}.`.repeat(3)}example`
    expect(email.length).toBeGreaterThan(200)
    await placed({ kind: 'contact.change', field: 'email', value: email, before: null })
    expect(await profile()).toMatchObject({ email })
  })

  it('has nothing to put back of a visit whose booking was taken back', async () => {
    const { id } = await placed(book)
    const before = { day: '2027-01-18', from: 540, to: 720 }
    const moved = await placed({
      kind: 'visit.move',
      visitId: id,
      day: '2027-01-20',
      from: 540,
      to: 720,
      before,
    })
    expect(await undone(id)).toBe('done')
    expect(await orders.standing(customer)).toEqual([])
    expect(await undone(moved.id)).toBe('too-late')
    expect((await placed({ ...book, day: '2027-01-19' })).result).toBe('done')
  })

  it('has nothing to put back of a visit that is over, and books another', async () => {
    const { id } = await placed({ ...book, day: '2027-01-25' })
    const before = { day: '2027-01-25', from: 540, to: 720 }
    const moved = await placed({
      kind: 'visit.move',
      visitId: id,
      day: '2027-01-18',
      from: 540,
      to: 720,
      before,
    })
    customers.clock.now = Date.parse('2027-01-18T13:00:00+08:00')
    expect(await undone(moved.id)).toBe('too-late')
    expect(await undone(id)).toBe('too-late')
    expect((await placed({ ...book, day: '2027-01-21' })).result).toBe('done')
  })

  it('places again what was undone elsewhere: a contact, a block, a cancellation', async () => {
    const { store } = customers
    const requests: OrderRequest[] = [
      { kind: 'contact.change', field: 'phone', value: '13700000037', before: '13900000011' },
      { kind: 'sim.block', what: 'sim' },
      { kind: 'service.cancel', service: 'home', effective: '2027-01-31', offer: null },
    ]
    for (const request of requests) {
      await placed(request)
      expect((await place(request)).result).toBe('repeated')
    }
    await store.db.transaction().execute(async (trx) => {
      await changeContact(store, trx, customer.id, 'phone', '13900000011')
      await setLineState(trx, customer.id, { blocked: null }, 1)
      await trx.deleteFrom('cancellations').execute()
    })
    expect(await orders.standing(customer)).toEqual([])
    for (const request of requests) expect((await placed(request)).result).toBe('done')
    expect(await profile()).toMatchObject({ phone: '13700000037' })
    expect(await line()).toMatchObject({ blocked: 'sim' })
    expect(await rows('cancellations')).toHaveLength(1)
  })

  it('puts back the contact there was first, and sends a code to leave with to it, too', async () => {
    const change = async (field: 'phone' | 'email', value: string) =>
      placed({ kind: 'contact.change', field, value, before: (await profile())[field] })
    const key = await customers.store.vault.keyOf(customer.subject_id)
    const told = async (kind: string): Promise<unknown[]> =>
      (await customers.notices())
        .filter((notice) => notice.kind === kind)
        .map(({ id, body }) => JSON.parse(key.open(`notices.body:${id}`, body)))
    await change('phone', '13600000001')
    customer = await record('8000000011')
    const { id } = await change('phone', '13600000002')
    customer = await record('8000000011')
    await change('email', 'thief@example.com')
    customer = await record('8000000011')
    const changes = await told('contact-change')
    expect(changes).toHaveLength(4)
    // Two of a moment come in any order.
    for (const notice of [
      { phone: '13900000011' },
      { phone: '13600000001', email: null },
      { email: 'lin@example.com' },
    ])
      expect(changes).toContainEqual(expect.objectContaining(notice))
    const port = await placed({ kind: 'number.port-out' })
    const codes = await told('port-code')
    expect(codes).toHaveLength(2)
    for (const notice of [
      { phone: '13600000002', email: 'thief@example.com' },
      { phone: '13900000011', email: 'lin@example.com' },
    ])
      expect(codes).toContainEqual(expect.objectContaining(notice))
    expect(await undone(port.id)).toBe('done')
    expect(await undone(id)).toBe('done')
    expect(await profile()).toMatchObject({ phone: '13900000011' })
    customers.clock.now += 7 * DAY
    customer = await record('8000000011')
    await placed({ kind: 'number.port-out' })
    expect((await told('port-code')).slice(2)).toMatchObject([{ phone: '13900000011' }])
  })

  it('removes codes and unfinished tasks that have run out, and no others', async () => {
    const { store, clock } = customers
    await placed({ kind: 'sim.block', what: 'sim' })
    await placed({ kind: 'number.port-out' })
    const unfinished = new UnfinishedTasks(store)
    await written(await unfinished.save(customer, conversation.id, { dialog: 'd', slots: {} }))
    clock.now += DAY - 1
    await removeRunOut(store)
    expect(await line()).toMatchObject({ port_until: clock.now + 1 })
    clock.now += 1
    await removeRunOut(store)
    expect(await line()).toMatchObject({ port_code: null, port_until: null, blocked: 'sim' })
    expect(await unfinished.elsewhere(customer, 'another')).not.toBeNull()
    clock.now += 13 * DAY
    await removeRunOut(store)
    expect(await store.db.selectFrom('unfinished_tasks').selectAll().execute()).toEqual([])
  })

  it('ends the proofs of everybody else when an account is secured, not that of whoever secures it', async () => {
    const { db } = customers.store
    const elsewhere = await customers.conversation()
    const until = customers.clock.now + HOUR
    await db
      .updateTable('conversations')
      .set({ customer_id: customer.id, verified_until: until })
      .where('id', 'in', [conversation.id, elsewhere.id])
      .execute()
    await placed({ kind: 'account.secure' })
    const proofs = await db.selectFrom('conversations').select(['id', 'verified_until']).execute()
    expect(new Map(proofs.map(({ id, verified_until }) => [id, verified_until]))).toEqual(
      new Map([
        [conversation.id, until],
        [elsewhere.id, customers.clock.now],
      ]),
    )
    expect(await place({ kind: 'account.secure' })).toMatchObject({ result: 'repeated' })
  })

  it('lets one of two turns go ahead that end each other’s proof, and has the other run again', async () => {
    const { db } = customers.store
    const elsewhere = await customers.conversation()
    const until = customers.clock.now + HOUR
    const both = [conversation.id, elsewhere.id]
    await db
      .updateTable('conversations')
      .set({ customer_id: customer.id, verified_until: until })
      .where('id', 'in', both)
      .execute()
    const turns = await Promise.all(
      both.map(async (id) => {
        const here = await latest(customers, { id })
        const placement = await orders.place(here, customer, { kind: 'account.secure' })
        if (!('write' in placement)) throw new Error(placement.result)
        return () => commit(customers, here, placement)
      }),
    )
    const kept = await Promise.all(turns.map((turn) => turn()))
    expect(kept.toSorted()).toEqual([false, true])
    expect(await rows('orders')).toHaveLength(1)
  })
})
