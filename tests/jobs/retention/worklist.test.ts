/** The worklist of retention: who comes onto it, what people do with it, and what customers' choices do to it. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_BOOK, type Offer, type OfferBook } from '../../../src/churn/offers.ts'
import { armNow } from '../../../src/churn/treatments.ts'
import { recordInbound } from '../../../src/conversations/record.ts'
import { choicesOf, setChoice } from '../../../src/customers/choices.ts'
import { findByAccount } from '../../../src/customers/records.ts'
import { addItem } from '../../../src/jobs/retention/add.ts'
import { buildWorklist, newestBuild } from '../../../src/jobs/retention/build.ts'
import {
  assignItem,
  noteItem,
  releaseItem,
  snoozeItem,
  takeItem,
} from '../../../src/jobs/retention/changes.ts'
import { markAnswered } from '../../../src/jobs/retention/contact-answers.ts'
import { openContact, settleContact } from '../../../src/jobs/retention/contact-turn.ts'
import { requestContact } from '../../../src/jobs/retention/contacts.ts'
import {
  findEntry,
  historyOf,
  listEntries,
  newestContacts,
  noteOf,
  stateAt,
} from '../../../src/jobs/retention/entries.ts'
import { lastMorning, RetentionJob } from '../../../src/jobs/retention/nightly.ts'
import { endItem, undoOutcome } from '../../../src/jobs/retention/outcomes.ts'
import { createLogger } from '../../../src/log.ts'
import { Orders } from '../../../src/services/orders.ts'
import { SampleSystems } from '../../../src/services/sample-systems.ts'
import type { RetentionItemsTable } from '../../../src/storage/schema.ts'
import { sampleCompany } from '../../customers/opened-store.ts'
import { type CustomerStore, customerStore } from '../../customers/store.ts'
import { engines } from '../../databases.ts'

const DAY = 86_400_000
const LIN = { name: 'lin', role: 'agent' } as const
const WU = { name: 'wu', role: 'agent' } as const
const BOSS = { name: 'boss', role: 'supervisor' } as const

const OFFER: Offer = {
  id: 'thirty-off',
  services: ['mobile'],
  min_months: 0,
  not_within_days: 90,
  eligibility: { zh: '90 天内没有收到过优惠', en: 'had no offer in the last 90 days' },
  cost: 90,
  save_rate: 0.25,
  text: { zh: '每月减 30 元', en: '¥30 off a month' },
}

const bookOf = (capacity: number, holdOut = 0): OfferBook => ({
  ...DEFAULT_BOOK,
  terms: { ...DEFAULT_BOOK.terms, hold_out: holdOut },
  contact: { ...DEFAULT_BOOK.contact, capacity_per_week: capacity },
})

describe.each(engines)('the worklist on %s', (engine) => {
  let customers: CustomerStore
  let accounts = 0

  beforeAll(async () => {
    customers = await customerStore(engine)
  })
  beforeEach(async () => {
    // What another test did is long ago.
    customers.clock.now += 200 * DAY
    await customers.store.db.deleteFrom('scores').execute()
  })
  afterAll(() => customers.close())

  const db = () => customers.store.db
  const build = (capacity: number, holdOut = 0) =>
    buildWorklist({
      store: customers.store,
      book: bookOf(capacity, holdOut),
      timeZone: 'Asia/Shanghai',
      actor: 'system',
    })

  /** A customer with a mobile plan at so many yuan, who leaves with this probability. @returns id and account */
  async function scored(probability: number, changes: object = {}): Promise<{ id: string; account: string }> {
    accounts += 1
    const account = await customers.customer(`77${String(accounts).padStart(8, '0')}`, {
      phone: null,
      email: null,
    })
    const { id } = (await findByAccount(customers.store, account))!
    await db()
      .updateTable('customer_records')
      .set({ plan: 'basic', monthly_fen: 20_000, joined: '2020-01-01', ...changes })
      .where('id', '=', id)
      .execute()
    const title = { zh: '账单', en: 'Bill' }
    await db()
      .insertInto('scores')
      .values({
        customer_id: id,
        logit: Math.log(probability / (1 - probability)),
        probability,
        reasons: JSON.stringify([
          { group: 'bill', title, contribution: 0.7 },
          { group: 'loyalty', title, contribution: -0.4 },
        ]),
        model: 'm1',
        scored_at: customers.store.now(),
      })
      .execute()
    return { id, account }
  }
  /** Cancels a service as the bot does. @param offer that was heard and refused before */
  async function cancel(account: string, service: 'mobile' | 'home', offer: string | null = null) {
    const company = await sampleCompany()
    const systems = new SampleSystems(customers.store, () => company)
    const orders = new Orders(customers.store, () => company, systems)
    const customer = (await findByAccount(customers.store, account))!
    const request = { kind: 'service.cancel', service, effective: '2030-01-31', offer } as const
    const placement = await orders.place(await customers.conversation(), customer, request)
    if (!('write' in placement)) throw new Error(placement.result)
    await db().transaction().execute(placement.write)
  }
  const entriesOf = (customerId: string) =>
    db().selectFrom('retention_items').selectAll().where('customer_id', '=', customerId).execute()
  const choose = (customerId: string, choice: { contact?: 'granted' | 'refused'; automated?: boolean }) =>
    db()
      .transaction()
      .execute((trx) =>
        setChoice(customers.store, trx, { customerId, ...choice, actor: 'bot', conversationId: null }),
      )
  const entry = async (id: string): Promise<RetentionItemsTable> => (await findEntry(customers.store, id))!
  const seen = async (id: string) => ({ id, version: (await entry(id)).version })
  const rules = { book: bookOf(10), timeZone: 'Asia/Shanghai' }
  const added = async (account: string) => addItem(customers.store, LIN, { account, note: '' }, rules)

  it('takes those worth most, the best first, as many as the week has room for', async () => {
    const [low, high, middle] = [await scored(0.5), await scored(0.9), await scored(0.7)]
    const worthless = await scored(0.05)
    expect(await build(2)).toMatchObject({ looked: 4, added: 2, held: 0, roomLeft: 0 })
    const { rows } = await listEntries(customers.store, { filter: 'open', account: 'lin' })
    const mine = rows.filter(({ customer_id }) => [low.id, high.id, middle.id].includes(customer_id))
    expect(mine.map(({ customer_id }) => customer_id)).toEqual([high.id, middle.id])
    expect(mine[0]).toMatchObject({ state: 'open', source: 'model', probability: 0.9, model: 'm1' })
    // p·s·V − c without an offer: .9 · .1 · 200 · .4 · 12 − 40
    expect(mine[0]?.ev).toBeCloseTo(46.4, 9)
    customers.clock.now += 8 * DAY
    expect(await build(5)).toMatchObject({ added: 1, roomLeft: 4 })
    expect(await entriesOf(low.id)).toHaveLength(1)
    expect(await entriesOf(worthless.id)).toEqual([])
    expect(await newestBuild(customers.store)).toMatchObject({ at: customers.store.now(), added: 1 })
  })

  it('is filled once by runs that overlap, and nobody stands there twice', async () => {
    const who = await Promise.all(Array.from({ length: 6 }, (_, at) => scored(0.6 + at / 20)))
    const runs = await Promise.all([build(4), build(4), build(4)])
    expect(runs.reduce((sum, run) => sum + run.added, 0)).toBe(4)
    const rows = (await Promise.all(who.map(({ id }) => entriesOf(id)))).map(({ length }) => length)
    expect(rows).toEqual([0, 0, 1, 1, 1, 1])
    expect(await build(4)).toMatchObject({ added: 0, roomLeft: 0 })
  })

  it('is written a few at a time, so that others see some of it before the rest is there', async () => {
    const who = new Set(
      (await Promise.all(Array.from({ length: 30 }, () => scored(0.9)))).map(({ id }) => id),
    )
    const counts = new Set<number>()
    let running = true
    const run = build(100).finally(() => {
      running = false
    })
    while (running) {
      const rows = await db().selectFrom('retention_items').select('customer_id').execute()
      counts.add(rows.filter(({ customer_id }) => who.has(customer_id)).length)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await run).toMatchObject({ added: 30, roomLeft: 70 })
    expect([...counts].filter((count) => count > 0 && count < 30)).not.toEqual([])
  })

  it.each([
    { when: 'everybody has been scored, however often some are again', isScored: true, hours: 0 },
    { when: 'an hour was waited for that', isScored: false, hours: 1 },
  ])('is built in the morning once $when', async ({ isScored, hours }) => {
    const { store, clock } = customers
    const { id } = await scored(0.9)
    let looks = 0
    const job = new RetentionJob({
      store,
      book: () => bookOf(100),
      timeZone: () => 'Asia/Shanghai',
      log: createLogger('silent'),
      everyMs: 5,
      isScored: () => {
        looks += 1
        return isScored
      },
    })
    const until = (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 20_000, interval: 10 })
    const isBuilt = async () => (await newestBuild(store))?.at === clock.now
    job.start()
    try {
      if (hours > 0) {
        await until(async () => looks >= 3)
        expect(await isBuilt()).toBe(false)
        clock.now += hours * 3_600_000
        // As a record that changes all the time has it.
        await db().updateTable('scores').set({ scored_at: clock.now }).execute()
      }
      await until(isBuilt)
    } finally {
      await job.stop()
    }
    expect(await entriesOf(id)).toHaveLength(1)
  })

  it('leaves out who refused scores, left, was looked after, or was drawn to be left alone', async () => {
    const refuser = await scored(0.9)
    await choose(refuser.id, { automated: false })
    const gone = await scored(0.9, { status: 'cancelled' })
    const left = await scored(0.9, { churned: 1 })
    const unknown = await scored(0.9, { monthly_fen: null })
    const done = await scored(0.9)
    const doneId = await added(done.account)
    await endItem(customers.store, LIN, await seen(doneId), 'kept')
    const others = await Promise.all(Array.from({ length: 12 }, () => scored(0.9)))
    const { added: some, held } = await build(50, 0.5)
    expect(some + held).toBe(12)
    for (const { id } of [refuser, gone, left, unknown]) expect(await entriesOf(id)).toEqual([])
    expect(await entriesOf(done.id)).toHaveLength(1)
    for (const { id } of others) {
      const arm = await armNow(customers.store, id, 0.5, customers.store.now())
      expect(await entriesOf(id)).toHaveLength(arm === 'held' ? 0 : 1)
      const [treatment] = await db()
        .selectFrom('treatments')
        .select(['kind', 'arm', 'share', 'offer'])
        .where('customer_id', '=', id)
        .execute()
      expect(treatment).toEqual({ kind: 'contact', arm, share: 0.5, offer: null })
    }
    // Whoever is left alone is not drawn, nor recorded, again.
    expect(await build(50, 0.5)).toMatchObject({ added: 0, held: 0 })
  })

  it('gives an entry to one of two who take it, and to whom a supervisor says', async () => {
    const { store } = customers
    const { account } = await scored(0.6)
    const id = await added(account)
    await releaseItem(store, LIN, await seen(id))
    const before = await seen(id)
    const tries = await Promise.allSettled([takeItem(store, LIN, before), takeItem(store, WU, before)])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'retention_changed' },
    })
    await expect(assignItem(store, BOSS, await seen(id), 'nobody')).rejects.toMatchObject({
      code: 'retention_assignee',
    })
    await expect(added(account)).rejects.toMatchObject({ code: 'retention_listed' })
    await expect(added('0000')).rejects.toMatchObject({ code: 'customer_unknown' })
    await expect(takeItem(store, LIN, { id: randomUUID(), version: 0 })).rejects.toMatchObject({
      code: 'retention_unknown',
    })
  })

  it('keeps notes sealed, and brings back what was put off', async () => {
    const { store, clock } = customers
    const { account } = await scored(0.6)
    const id = await added(account)
    await noteItem(store, LIN, await seen(id), '嫌宽带太慢，周五再打')
    expect((await entry(id)).note?.includes(Buffer.from('宽带'))).toBe(false)
    expect(await noteOf(store, await entry(id))).toBe('嫌宽带太慢，周五再打')
    await snoozeItem(store, LIN, await seen(id), clock.now + DAY)
    expect(stateAt(await entry(id), clock.now)).toBe('snoozed')
    expect(stateAt(await entry(id), clock.now + DAY)).toBe('working')
    await noteItem(store, LIN, await seen(id), '')
    expect(await noteOf(store, await entry(id))).toBeNull()
  })

  it('ends an entry with what came of it, which can be taken back for ten minutes by whoever ended it', async () => {
    const { store, clock } = customers
    const { account } = await scored(0.6)
    const id = await added(account)
    await endItem(store, LIN, await seen(id), 'unreachable')
    await expect(takeItem(store, LIN, await seen(id))).rejects.toMatchObject({ code: 'retention_over' })
    await expect(undoOutcome(store, WU, await seen(id))).rejects.toMatchObject({ code: 'undo_too_late' })
    await undoOutcome(store, LIN, await seen(id))
    expect(await entry(id)).toMatchObject({ state: 'working', outcome: null, closed_at: null })
    await expect(undoOutcome(store, LIN, await seen(id))).rejects.toMatchObject({
      code: 'retention_not_over',
    })
    await endItem(store, LIN, await seen(id), 'kept')
    clock.now += 9 * 60_000
    await undoOutcome(store, BOSS, await seen(id))
    await endItem(store, LIN, await seen(id), 'kept')
    clock.now += 10 * 60_000
    await expect(undoOutcome(store, LIN, await seen(id))).rejects.toMatchObject({ code: 'undo_too_late' })
    const again = await added(account)
    expect(again).not.toBe(id)
    const deeds = await store.audit.list(store.db, 100)
    expect(deeds.filter(({ target }) => target === `retention:${id}`).map(({ action }) => action)).toEqual([
      ...['outcome', 'undo', 'outcome', 'undo', 'outcome', 'add'].map((deed) => `retention.${deed}`),
    ])
  })

  it('shows no score of a customer who refuses scores, and drops what a score put there', async () => {
    const { store } = customers
    const [byModel, byHand, ended] = [await scored(0.9), await scored(0.9), await scored(0.9)]
    const handId = await added(byHand.account)
    const endedId = await added(ended.account)
    await endItem(store, LIN, await seen(endedId), 'kept')
    await build(10)
    for (const { id } of [byModel, byHand, ended]) expect(await choose(id, { automated: false })).toBe(true)
    expect(await choose(byHand.id, { automated: false })).toBe(false)
    expect((await entriesOf(byModel.id))[0]).toMatchObject({ state: 'dropped', ev: null, reasons: '[]' })
    expect(await entry(handId)).toMatchObject({ state: 'working', probability: null, closed_at: null })
    const nothing = { probability: null, ev: null, reasons: '[]', model: null }
    expect(await entry(endedId)).toMatchObject({ state: 'done', ...nothing })
    // As it was kept before scores were cleared from what has ended.
    await db()
      .updateTable('retention_items')
      .set({ probability: 0.9, ev: 9 })
      .where('id', '=', endedId)
      .execute()
    await undoOutcome(store, LIN, await seen(endedId))
    expect(await entry(endedId)).toMatchObject({ state: 'working', ...nothing })
    expect(await choicesOf(customers.store, byHand.id)).toEqual({ contact: 'unknown', automated: false })
  })

  it('judges an offer when a message is asked for and again when it goes, and writes to nobody who has left', async () => {
    const { store, clock } = customers
    const { id: customerId, account } = await scored(0.9, { home: '300' })
    await choose(customerId, { contact: 'granted' })
    const { id: conversationId } = await customers.conversation()
    await db()
      .updateTable('conversations')
      .set({ customer_id: customerId })
      .where('id', '=', conversationId)
      .execute()
    const activity = { type: 'message', text: '你好', from: { id: 'customer', role: 'user' } }
    await recordInbound(store, { conversationId, activity, dedupe: null, role: 'user', visible: true })
    const book = { ...bookOf(10), offers: [OFFER] }
    const item = await addItem(store, LIN, { account, note: '' }, { ...rules, book })
    const contactRules = {
      ...{ terms: book.contact, offers: book.offers, timeZone: 'Asia/Shanghai' },
      isConnected: () => true,
    }
    const ask = async (offer: string | null): Promise<string> => {
      const id = randomUUID()
      await requestContact(store, LIN, await seen(item), { id, offer }, contactRules)
      return id
    }
    const opened = async (id: string) => (await openContact(store, id, contactRules))!

    const waiting = await ask(OFFER.id)
    expect(await opened(waiting)).toMatchObject({ answer: { ok: true }, offer: { id: OFFER.id } })
    // While it waits for the morning they hear an offer, and give something up all the same.
    await cancel(account, 'home', OFFER.id)
    const late = await opened(waiting)
    expect(late).toMatchObject({ answer: { ok: false, reason: 'offer' }, offer: null })
    await db()
      .transaction()
      .execute(settleContact(store, late, { state: 'blocked', reason: 'offer' }))
    await expect(ask(OFFER.id)).rejects.toMatchObject({
      code: 'contact_blocked',
      message: expect.stringContaining('(offer)'),
    })
    clock.now += 91 * DAY
    const plain = await opened(await ask(OFFER.id))
    await db()
      .transaction()
      .execute(settleContact(store, plain, { state: 'sent', messageId: 'm' }))
    clock.now += 31 * DAY
    await expect(ask(OFFER.id)).rejects.toThrow('(offer)')
    const last = await ask(null)
    await cancel(account, 'mobile')
    expect(await opened(last)).toMatchObject({ answer: { ok: false, reason: 'cancelled' } })
    // A colleague works on it: they end it.
    expect(await entry(item)).toMatchObject({ state: 'working', closed_at: null })
  })

  it('ends what a score put there when the customer cancels the last service', async () => {
    const { id, account } = await scored(0.9, { home: '300' })
    await build(10)
    const states: (string | undefined)[] = []
    for (const service of ['mobile', 'home'] as const) {
      await cancel(account, service)
      states.push((await entriesOf(id))[0]?.state)
    }
    expect(states).toEqual(['open', 'dropped'])
    expect((await entriesOf(id))[0]?.closed_at).toBe(customers.clock.now)
  })

  it('hears of an answer that came while a colleague had the chat', async () => {
    const { store, clock } = customers
    const { id: customerId, account } = await scored(0.6)
    const item = await added(account)
    const { id: conversationId } = await customers.conversation()
    const sent = { state: 'sent', sent_at: clock.now, send_at: clock.now, created_at: clock.now } as const
    const whose = { item_id: item, customer_id: customerId, conversation_id: conversationId } as const
    const nothing = { reason: null, offer: null, message_id: null, answered_at: null }
    await db()
      .insertInto('contacts')
      .values({
        id: randomUUID(),
        channel: 'directline',
        kind: 'retention',
        actor: 'lin',
        ...whose,
        ...sent,
        ...nothing,
      })
      .execute()
    const state = async () => (await newestContacts(store, [item])).get(item)?.state
    await markAnswered(store)
    expect(await state()).toBe('sent')
    clock.now += 60_000
    const activity = { type: 'message', text: '好的', from: { id: 'customer', role: 'user' } }
    await recordInbound(store, { conversationId, activity, dedupe: null, role: 'user', visible: true })
    await markAnswered(store)
    await markAnswered(store)
    expect(await state()).toBe('answered')
    const deeds = (await historyOf(store, item)).map(({ action }) => action)
    expect(deeds).toEqual(['retention.answered', 'retention.add'])
  })

  it('is read page by page, and by account number', async () => {
    const many = await Promise.all(Array.from({ length: 53 }, (_, at) => scored(0.6 + (at % 20) / 100)))
    await build(100)
    const ids: string[] = []
    let after: string | null = null
    let last = Number.POSITIVE_INFINITY
    do {
      const page = await listEntries(customers.store, {
        filter: 'open',
        account: 'lin',
        after: after ?? undefined,
      })
      for (const row of page.rows) {
        expect(row.ev ?? -1e15).toBeLessThanOrEqual(last)
        last = row.ev ?? -1e15
        ids.push(row.id)
      }
      after = page.after
    } while (after !== null)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(53)
    const one = await listEntries(customers.store, {
      filter: 'all',
      account: 'lin',
      customer: many[0]!.account,
    })
    expect(one.rows.map(({ customer_id }) => customer_id)).toEqual([many[0]!.id])
  })
})

it('the list is due at six in the morning where the company is', () => {
  const at = (time: string) => Date.parse(time)
  expect(lastMorning(at('2026-11-23T06:00:00+08:00'), 'Asia/Shanghai')).toBe(at('2026-11-23T06:00:00+08:00'))
  expect(lastMorning(at('2026-11-23T05:59:00+08:00'), 'Asia/Shanghai')).toBe(at('2026-11-22T06:00:00+08:00'))
})
