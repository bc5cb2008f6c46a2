import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, type Store } from '../../src/conversations/store.ts'
import {
  newTicket,
  setTicketStatus,
  TICKET_ALPHABET,
  ticketByNumber,
  ticketForm,
  ticketNumber,
  ticketsOf,
} from '../../src/customers/tickets.ts'
import { engines, type TestHome, testHome } from '../databases.ts'
import { NOW, openedStore } from './opened-store.ts'

const TEXT = '账单里有一笔费用不对'

describe.each(engines)('tickets on %s', (engine) => {
  let home: TestHome
  let store: Store
  let close: () => Promise<void>
  let subjectId: string
  let clock = NOW

  beforeEach(async () => {
    clock = NOW
    home = await testHome(engine)
    ;({ store, close } = await openedStore(home, engine, () => clock))
    subjectId = newId()
    await store.vault.create(subjectId)
    await store.db.insertInto('subjects').values({ id: subjectId, created_at: clock }).execute()
  })
  afterEach(async () => {
    await close()
    await home.remove()
  })

  const draft = (text = TEXT) => ({
    customerId: null,
    conversationId: null,
    subjectId,
    topic: 'bill.dispute',
    text,
    now: clock,
  })
  const written = async (text = TEXT) => {
    const { number, write } = await newTicket(store, draft(text))
    await store.db.transaction().execute(write)
    return number
  }

  it('exist when their write is committed, and not before', async () => {
    const { number, write } = await newTicket(store, { ...draft(), timeZone: 'Asia/Shanghai' })
    expect(number).toMatch(/^T261122-[2-9A-Z]{4}$/)
    expect(await ticketByNumber(store, number)).toBeUndefined()
    await expect(
      store.db.transaction().execute(async (trx) => {
        await write(trx)
        throw new Error('the turn lost')
      }),
    ).rejects.toThrow('the turn lost')
    expect(await ticketByNumber(store, number)).toBeUndefined()
    await store.db.transaction().execute(write)
    expect(await ticketByNumber(store, number)).toMatchObject({
      ...{ number, topic: 'bill.dispute', status: 'open', text: TEXT, subjectId, customerId: null },
      ...{ createdAt: NOW, updatedAt: NOW, resolvedAt: null },
    })
  })

  it('are found however their number is written', async () => {
    const number = await written()
    const bare = number.replace('-', '').toLowerCase()
    for (const typed of [
      number,
      ` ${bare} `,
      bare.slice(1),
      number.replace('-', ' '),
      number.replace('T', 'Ｔ'),
    ])
      expect((await ticketByNumber(store, typed))?.number, typed).toBe(number)
    expect(await ticketByNumber(store, 'T261122-0000')).toBeUndefined()
    expect(await ticketByNumber(store, '')).toBeUndefined()
  })

  it('take another number where theirs went to somebody else, by running the turn again', async () => {
    const mine = await newTicket(store, draft())
    const theirs = await newTicket(store, draft())
    await store.db.transaction().execute(theirs.write)
    await store.db.updateTable('tickets').set({ number: mine.number }).execute()
    await expect(store.db.transaction().execute(mine.write)).rejects.toMatchObject({
      code: 'ticket_number_taken',
    })
    await written()
    expect(await store.db.selectFrom('tickets').select('id').execute()).toHaveLength(2)
  })

  it('of a customer come newest first', async () => {
    const customerId = newId()
    const empty = { plan: null, home: null, district: null, contract: null, contract_end: null, joined: null }
    await store.db
      .insertInto('customer_records')
      .values({
        ...{ id: customerId, subject_id: subjectId, account_hash: 'a', phone_hash: null, email_hash: null },
        ...{ ...empty, payment: null, monthly_fen: null, churned: null, attributes: '{}' },
        ...{ source: 'sample', status: 'active', profile: Buffer.alloc(1), created_at: 0, updated_at: 0 },
      })
      .execute()
    for (const text of ['first', 'second', 'third']) {
      const { write } = await newTicket(store, { ...draft(text), customerId })
      await store.db.transaction().execute(write)
      clock += 60_000
    }
    const texts = async (limit?: number) =>
      (await ticketsOf(store, { id: customerId }, limit)).map(({ text }) => text)
    expect(await texts()).toEqual(['third', 'second', 'first'])
    expect(await texts(2)).toEqual(['third', 'second'])
  })

  it('move from open to closed and back, and keep when they were first resolved', async () => {
    const number = await written()
    const ticket = async () => {
      const found = await ticketByNumber(store, number)
      if (!found) throw new Error('gone')
      return found
    }
    const { id } = await ticket()
    const move = (status: 'open' | 'working' | 'resolved' | 'closed') => {
      clock += 1_000
      return store.db.transaction().execute((trx) => setTicketStatus(trx, id, status, clock))
    }
    expect(await move('working')).toBe(true)
    expect(await ticket()).toMatchObject({ status: 'working', updatedAt: clock, resolvedAt: null })
    expect(await move('resolved')).toBe(true)
    const resolvedAt = clock
    expect(await move('resolved')).toBe(false)
    expect(await move('closed')).toBe(true)
    expect(await ticket()).toMatchObject({ status: 'closed', resolvedAt, updatedAt: clock })
    expect(await move('open')).toBe(true)
    expect(await ticket()).toMatchObject({ status: 'open', resolvedAt: null })
    await expect(
      store.db.transaction().execute((trx) => setTicketStatus(trx, newId(), 'closed', clock)),
    ).rejects.toMatchObject({ code: 'ticket_unknown' })
  })

  it('cannot be read once their author is erased', async () => {
    const number = await written()
    await store.vault.destroy(subjectId)
    await expect(ticketByNumber(store, number)).rejects.toMatchObject({ code: 'subject_erased' })
  })
})

describe('ticket numbers', () => {
  it('have no characters that are taken for one another', () => {
    expect(TICKET_ALPHABET).not.toMatch(/[01OILUV]/)
    expect(new Set(TICKET_ALPHABET).size).toBe(TICKET_ALPHABET.length)
    expect(ticketNumber('2026-11-22', (below) => below - 1)).toBe('T261122-ZZZZ')
  })

  it.each([
    ['t261122 4f7k', 'T261122-4F7K'],
    ['２６１１２２４Ｆ７Ｋ', 'T261122-4F7K'],
    ['nonsense!', 'NONSENSE'],
  ])('%s is %s', (typed, form) => expect(ticketForm(typed)).toBe(form))
})
