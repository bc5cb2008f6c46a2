import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_BOOK, type OfferBook } from '../../src/churn/offer-shapes.ts'
import { armNow, armOf, periodOf, recordTreatment } from '../../src/churn/treatments.ts'
import { textOf } from '../../src/commands/churn-uplift.ts'
import { newId } from '../../src/conversations/store.ts'
import { insertCustomers, prepareCustomers } from '../../src/customers/records.ts'
import { uplift } from '../../src/jobs/uplift.ts'
import { CompanyServices } from '../../src/services/company-services.ts'
import { drawAttempt } from '../../src/services/save-attempt.ts'
import { snapshotOf } from '../../src/services/snapshot.ts'
import type { TreatmentKind } from '../../src/storage/schema.ts'
import { PLAIN_OFFER } from '../churn/plain-offer.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const DAY = 86_400_000
const BOOK: OfferBook = { ...DEFAULT_BOOK, offers: [PLAIN_OFFER] }
const TERMS = { ...BOOK.terms, hold_out: 0.1 }

const draftOf = (account: string, monthlyFen: number | null = 10_000) => ({
  profile: {
    ...{ account, name: null, phone: null, email: null },
    ...{ language: null, address: null, gender: null, birthYear: null },
  },
  ...{ source: 'test', status: 'active' as const, plan: 'plus', home: null, district: 'central' },
  ...{ contract: 'month', contractEnd: null, joined: '2020-01-01', payment: null },
  ...{ monthlyFen, churned: null, attributes: {} },
})

describe.each(engines)('the register of treatments on %s', (engine) => {
  let customers: CustomerStore
  /** Ids, in the order they were made. */
  let ids: string[] = []
  let start = 0

  beforeAll(async () => {
    customers = await customerStore(engine)
    const { store } = customers
    start = store.now()
    // The last one's fee is not known.
    const drafts = Array.from({ length: 120 }, (_, at) => draftOf(`T${at}`, at === 119 ? null : 10_000))
    const prepared = await prepareCustomers(store, drafts)
    await store.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
    ids = prepared.map(({ id }) => id)
  })
  afterAll(() => customers.close())

  const record = (
    customerId: string,
    arm: 'treated' | 'held',
    { share = 0.1, at = start, kind = 'offer' as TreatmentKind, offer = 'plain' as string | null } = {},
  ) =>
    customers.store.db.transaction().execute((trx) =>
      recordTreatment(customers.store, trx, {
        ...{ customerId, kind, arm, share, at },
        ...{ offer, probability: 0.5, ev: 20 },
      }),
    )
  const leave = (customerId: string, at: number) =>
    customers.store.db
      .insertInto('cancellations')
      .values({
        ...{ id: newId(), customer_id: customerId, service: 'mobile', effective: '2027-01-31' },
        ...{ offer: null, created_at: at },
      })
      .execute()

  it('holds what is known of those who were due, and what came of it', async () => {
    // 0–59 treated, 60–99 held; 10 and 15 of them left in time, the last of each after it.
    for (const [at, id] of ids.slice(0, 100).entries()) await record(id, at < 60 ? 'treated' : 'held')
    for (const id of [...ids.slice(0, 10), ...ids.slice(60, 75)]) await leave(id, start + 3 * DAY)
    for (const id of [ids[59] ?? '', ids[99] ?? '']) await leave(id, start + 91 * DAY)
    // Drawn again later into the other arm; treated while nobody was held; due a moment ago; erased; without a fee.
    await record(ids[0] ?? '', 'held', { at: start + 100 * DAY })
    await record(ids[100] ?? '', 'treated', { share: 0 })
    await record(ids[101] ?? '', 'held', { at: start + 150 * DAY })
    await record('nobody-any-more', 'held')
    await record(ids[119] ?? '', 'treated')
    await record(ids[102] ?? '', 'treated', { kind: 'contact' })
    customers.clock.now = start + 200 * DAY

    const shares: number[] = []
    const found = await uplift(customers.store, {
      ...{ kind: 'offer', days: 90, book: BOOK },
      onProgress: (share) => shares.push(share),
    })
    expect(found.treated).toEqual({ customers: 61, retained: 51, share: 51 / 61 })
    expect(found.held).toEqual({ customers: 40, retained: 25, share: 25 / 40 })
    expect(found).toMatchObject({ pending: 1, gone: 1, notDrawn: 1, withoutFee: 1, verdict: 'helps' })
    expect(found.value?.difference).toBeCloseTo(480 * (50 / 60 - 25 / 40), 6)
    expect(shares.at(-1)).toBe(1)
    const text = textOf({ ...found, holdOut: 0.1 }).join('\n')
    expect(text).toMatch(/51 of 61 stayed \(83\.6 %\)[\s\S]*\+21\.1 points[\s\S]*kept customers/)
    expect(text).toMatch(/Not counted: 1 who were due less than 90 days ago/)

    const fewer = await uplift(customers.store, { kind: 'contact', days: 90, book: BOOK })
    expect(fewer.verdict).toBe('too_few')
    expect(textOf({ ...fewer, holdOut: 0 }).join('\n')).toMatch(/Too few[\s\S]*Nobody is held at the moment/)
    customers.clock.now = start
  })

  it('counts what offers cost whoever takes them, and who left without a date whatever they cancelled before', async () => {
    const { store } = customers
    const prepared = await prepareCustomers(
      store,
      Array.from({ length: 60 }, (_, at) => draftOf(`U${at}`)),
    )
    await store.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
    const own = prepared.map(({ id }) => id)
    // Long ago, so that it is about nobody else.
    const at = start - 1_000 * DAY
    for (const [index, id] of own.entries())
      await record(id, index % 2 ? 'held' : 'treated', { at, kind: 'contact', offer: null })
    const services = new CompanyServices({
      ...{ store, verifiedMs: 1, canSendCodes: () => true },
      company: () => {
        throw new Error('An offer is taken without the company.')
      },
    })
    // Half of the treated took one in time, one of the held too, with a person; another one did long after.
    const now = customers.clock.now
    for (const [id, days] of [
      ...own.filter((_, index) => index % 4 === 0).map((one) => [one, 5] as const),
      [own[1] ?? '', 89] as const,
      [own[3] ?? '', 91] as const,
    ]) {
      customers.clock.now = at + days * DAY
      const row = await store.db
        .selectFrom('customers')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const conversation = await customers.conversation()
      await store.db.transaction().execute(await services.acceptOffer(conversation, row, 'plain'))
    }
    customers.clock.now = now
    const gone = own[7] ?? ''
    await leave(gone, at - 10 * DAY)
    await store.db.updateTable('customer_records').set({ churned: 1 }).where('id', '=', gone).execute()

    const book = { ...BOOK, terms: { ...BOOK.terms, agent_cost: 40 } }
    const { treated, held, value } = await uplift(store, { kind: 'contact', days: 90, book })
    expect([treated.retained, held.retained]).toEqual([30, 29])
    expect(value?.difference).toBeCloseTo(480 - 40 - 90 / 2 - (480 * 29 - 90) / 30, 6)
    await store.db.deleteFrom('treatments').where('customer_id', 'in', own).execute()
  })

  it('has one row for a kind and period, and one on the audit log, however often it is written', async () => {
    const id = ids[110] ?? ''
    expect([await record(id, 'treated'), await record(id, 'held')]).toEqual([true, false])
    const { db } = customers.store
    const rows = await db.selectFrom('treatments').select('arm').where('customer_id', '=', id).execute()
    expect(rows).toEqual([{ arm: 'treated' }])
    const onRecord = await db
      .selectFrom('audit')
      .select('action')
      .where('target', '=', `customer:${id}`)
      .execute()
    expect(onRecord).toEqual([{ action: 'treatment.record' }])
  })

  it('draws the share that is asked for, the same for a customer within a period and not beyond', () => {
    const { vault } = customers.store
    const many = Array.from({ length: 4_000 }, (_, at) => `customer-${at}`)
    const held = (share: number, period: number) =>
      many.filter((id) => armOf(vault, id, share, period) === 'held')
    expect(held(0, 1)).toEqual([])
    expect(held(1, 1)).toEqual(many)
    // Four standard deviations of 4,000 draws at .1 are .019.
    const first = held(0.1, 1)
    expect(Math.abs(first.length / many.length - 0.1)).toBeLessThan(0.019)
    expect(held(0.1, 1)).toEqual(first)
    // Of 400 about 40 are drawn again by chance.
    const again = new Set(first)
    expect(held(0.1, 2).filter((id) => again.has(id)).length).toBeLessThan(100)
  })

  it('keeps somebody in the arm of the last 90 days, whatever a new draw would say', async () => {
    const { store } = customers
    const id = ids.find((one) => armOf(store.vault, one, 0.1, periodOf(start)) === 'treated') ?? ''
    await store.db.deleteFrom('treatments').where('customer_id', '=', id).execute()
    expect(await armNow(store, id, 0.1, start)).toBe('treated')
    await record(id, 'held', { kind: 'contact' })
    expect(await armNow(store, id, 0.1, start + 89 * DAY)).toBe('held')
    // Where nobody is held any more, everybody is treated.
    expect(await armNow(store, id, 0, start + 89 * DAY)).toBe('treated')
  })

  describe('an attempt in a conversation', () => {
    const attempt = (customerId: string, mayDraw = true) => ({
      ...{ customerId, monthlyYuan: 100, offer: PLAIN_OFFER, terms: TERMS, probability: 0.9, mayDraw },
    })
    const drawn = (arm: 'treated' | 'held') =>
      ids
        .slice(103, 118)
        .concat(Array.from({ length: 60 }, (_, at) => `stranger-${at}`))
        .find(
          (id) => armOf(customers.store.vault, id, 0.1, periodOf(start)) === arm && id !== (ids[110] ?? ''),
        ) ?? ''

    it('is made and recorded once, with its value without an agent', async () => {
      const { store } = customers
      const id = drawn('treated')
      const { made, write } = await drawAttempt(store, attempt(id))
      expect(made).toBe(true)
      if (write) await store.db.transaction().execute(write)
      const [row] = await store.db
        .selectFrom('treatments')
        .selectAll()
        .where('customer_id', '=', id)
        .execute()
      expect(row).toMatchObject({
        kind: 'offer',
        arm: 'treated',
        share: 0.1,
        offer: 'plain',
        probability: 0.9,
      })
      // .9 · .25 · (480 − 90) − .1 · .6 · 90
      expect(row?.ev).toBeCloseTo(82.35, 9)
      expect((await drawAttempt(store, attempt(id))).write).toBeNull()
    })

    it('is not made for somebody who is left alone, now and when they come back', async () => {
      const { store } = customers
      const id = drawn('held')
      const first = await drawAttempt(store, attempt(id))
      expect(first.made).toBe(false)
      if (first.write) await store.db.transaction().execute(first.write)
      expect(await drawAttempt(store, attempt(id))).toEqual({ made: false, write: null })
    })

    it('is made without a draw for those who may not be drawn; on record without a score, beside an earlier draw', async () => {
      const { store } = customers
      const id = drawn('held')
      for (const _again of [1, 2]) {
        const { made, write } = await drawAttempt(store, attempt(id, false))
        expect(made).toBe(true)
        if (write) await store.db.transaction().execute(write)
      }
      const rows = await store.db.selectFrom('treatments').selectAll().where('customer_id', '=', id).execute()
      expect(rows.sort((a, b) => b.share - a.share)).toMatchObject([
        { arm: 'held', share: 0.1, probability: 0.9 },
        { arm: 'treated', share: 0, offer: 'plain', probability: null, ev: null, at: customers.clock.now },
      ])
      // Neither hides the draw.
      expect(await armNow(store, id, 0.1, start + DAY)).toBe('held')
    })

    it('rests after an offer nobody drew for, wherever the customer comes next', async () => {
      const { store } = customers
      const id = ids[117] ?? ''
      await store.db.deleteFrom('treatments').where('customer_id', '=', id).execute()
      const { write } = await drawAttempt(store, attempt(id, false))
      if (write) await store.db.transaction().execute(write)
      customers.clock.now += 2 * DAY
      expect(await snapshotOf(store, id, 'Asia/Shanghai')).toMatchObject({ daysSinceOffer: 2 })
      customers.clock.now -= 2 * DAY
    })
  })

  it('tells offers what their conditions ask for, and hides the score of those who refused scores', async () => {
    const { store } = customers
    const id = ids[118] ?? ''
    const score = {
      customer_id: id,
      logit: 1,
      probability: 0.73,
      reasons: '[]',
      model: 'm',
      scored_at: start,
    }
    await store.db.insertInto('scores').values(score).execute()
    // What pays off a phone brings no margin.
    await store.db
      .updateTable('customer_records')
      .set({ monthly_fen: 35_000, attributes: '{"instalment_fen":25000}' })
      .where('id', '=', id)
      .execute()
    await store.db
      .insertInto('products')
      .values({ customer_id: id, product: 'tv_sport', since: '2026-01-01', until: null })
      .execute()
    expect(await snapshotOf(store, id, 'Asia/Shanghai')).toMatchObject({
      ...{ services: ['mobile', 'tv'], plan: 'plus', contract: 'month', district: 'central' },
      ...{ monthlyYuan: 100, daysSinceOffer: null, logit: 1, automated: true },
    })
    await record(id, 'treated', { at: start - 5 * DAY })
    await leave(id, start - DAY)
    const refused = { contact: null, contact_at: null, contact_by: null, asked_at: null }
    await store.db
      .insertInto('customer_choices')
      .values({ ...refused, customer_id: id, automated: 0, automated_at: start, automated_by: 'bot' })
      .execute()
    expect(await snapshotOf(store, id, 'Asia/Shanghai')).toMatchObject({
      ...{ services: ['tv'], daysSinceOffer: 5, logit: null, automated: false },
    })
  })
})
