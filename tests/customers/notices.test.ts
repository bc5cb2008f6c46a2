import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  changeNotice,
  codeNotice,
  type Notice,
  type NoticeFailure,
  type NoticeSender,
  Notices,
  portCodeNotice,
  UndeliverableError,
} from '../../src/customers/notices.ts'
import { LiukeError } from '../../src/errors.ts'
import { engines } from '../databases.ts'
import { type CustomerStore, codeFor, customerStore } from './store.ts'

describe.each(engines)('notices on %s', (engine) => {
  let customers: CustomerStore
  let sent: Notice[]
  let failures: NoticeFailure[]
  const take: NoticeSender = async (notice) => {
    sent.push(notice)
  }

  beforeEach(async () => {
    customers = await customerStore(engine)
    sent = []
    failures = []
  })
  afterEach(() => customers.close())

  /** One process with a sender. */
  const processWith = (send: NoticeSender | null): Notices =>
    new Notices(customers.store, send, (failure) => failures.push(failure))

  /** Puts notices there, without the limits that asking for codes has. */
  async function put(count: number, isVoid = false): Promise<void> {
    const { store, clock } = customers
    const { subject_id } = await customers.conversation()
    for (let n = 0; n < count; n++) {
      const row = await codeNotice(store, {
        subjectId: subject_id,
        phone: '13900000001',
        email: null,
        language: 'en',
        code: String(n).padStart(6, '0'),
        expiresAt: clock.now + 300_000,
        isVoid,
      })
      await store.db.insertInto('notices').values(row).execute()
    }
  }
  const statuses = async () => (await customers.notices()).map(({ status }) => status)
  const bodySizes = async () => (await customers.notices()).map(({ body }) => body.length)

  it('are sent once, to whom the customer is, and what they said is forgotten', async () => {
    const { code } = await codeFor(customers, await customers.customer('ACC-1'))
    expect((await bodySizes())[0]).toBeGreaterThan(0)
    const notices = processWith(take)
    expect(await notices.sendDue()).toBe(1)
    expect(await notices.sendDue()).toBe(0)
    const [row] = await customers.notices()
    expect(sent).toEqual([
      {
        id: row?.id,
        kind: 'code',
        phone: '13900000001',
        email: 'lin@example.com',
        language: 'zh',
        code,
        minutes: 5,
      },
    ])
    expect(row).toMatchObject({ status: 'sent', attempts: 1, lease_until: null, last_error: null })
    expect(await bodySizes()).toEqual([0])
  })

  it('carry codes for another operator, and news of a changed contact', async () => {
    const { store, clock } = customers
    const { subject_id: subjectId } = await customers.conversation()
    const receiver = { phone: '13900000001', email: 'lin@example.com', language: 'en' } as const
    const draft = { subjectId, ...receiver }
    const rows = [
      await portCodeNotice(store, { ...draft, code: '12345678', expiresAt: clock.now + 86_400_000 }),
      await changeNotice(store, { ...draft, field: 'phone', expiresAt: clock.now + 7 * 86_400_000 }),
    ]
    expect(rows.map(({ body }) => body.toString('latin1')).join()).not.toMatch(/12345678|13900000001/)
    await store.db.insertInto('notices').values(rows).execute()
    await processWith(take).sendDue()
    expect(sent.toSorted((one, other) => one.minutes - other.minutes)).toEqual([
      { id: rows[0]?.id, kind: 'port-code', ...receiver, code: '12345678', minutes: 1_440 },
      { id: rows[1]?.id, kind: 'contact-change', ...receiver, code: null, field: 'phone', minutes: 10_080 },
    ])
    expect(await bodySizes()).toEqual([0, 0])
  })

  it('say how long the code is still valid', async () => {
    await put(1)
    customers.clock.now += 270_000
    await processWith(take).sendDue()
    expect(sent[0]?.minutes).toBe(1)
  })

  it('are shared by several processes, each sent once', async () => {
    await put(70)
    const processes = [processWith(take), processWith(take), processWith(take)]
    for (let round = 0; round < 3; round++) await Promise.all(processes.map((one) => one.sendDue()))
    expect(sent).toHaveLength(70)
    expect(new Set(sent.map(({ id }) => id)).size).toBe(70)
    expect(new Set(await statuses())).toEqual(new Set(['sent']))
  })

  it('are never sent where they stand for nobody', async () => {
    await put(3, true)
    await codeFor(customers, 'NOBODY-1')
    const notices = processWith(take)
    for (let round = 0; round < 10; round++) {
      await notices.sendDue()
      customers.clock.now += 60_000
    }
    expect(sent).toEqual([])
    expect(new Set(await statuses())).toEqual(new Set(['void']))
  })

  it('wait where nothing can be sent', async () => {
    await put(1)
    const notices = processWith(null)
    expect([notices.canSend, await notices.sendDue(), await statuses()]).toEqual([false, 0, ['pending']])
    expect(processWith(take).canSend).toBe(true)
  })

  it('are not sent when the code has run out, and forgotten', async () => {
    await put(1)
    customers.clock.now += 300_000
    await processWith(take).sendDue()
    expect([sent, await statuses(), await bodySizes()]).toEqual([[], ['expired'], [0]])
  })

  it('are tried six times, ever less often, under one id, and then given up', async () => {
    await put(1)
    const tried: number[] = []
    const ids = new Set<string>()
    const notices = processWith(async ({ id }) => {
      tried.push((customers.clock.now - 1_800_000_000_000) / 1_000)
      ids.add(id)
      throw new TypeError('no')
    })
    for (let second = 0; second < 120; second++) {
      await notices.sendDue()
      customers.clock.now += 1_000
    }
    expect(tried).toEqual([0, 2, 6, 14, 30, 62])
    expect(ids.size).toBe(1)
    expect(failures.map(({ reason, final }) => [reason, final])).toEqual([
      ...Array.from({ length: 5 }, () => ['TypeError', false]),
      ['TypeError', true],
    ])
    expect([await statuses(), await bodySizes()]).toEqual([['dead'], [0]])
  })

  it('that warn somebody, or carry a code to leave with, are tried until they are worth nothing', async () => {
    const { store, clock } = customers
    const { subject_id: subjectId } = await customers.conversation()
    const draft = { subjectId, phone: '13900000001', email: null, language: 'en' } as const
    const HOUR = 3_600_000
    const rows = [
      await changeNotice(store, { ...draft, field: 'phone', expiresAt: clock.now + 7 * 24 * HOUR }),
      await portCodeNotice(store, { ...draft, code: '12345678', expiresAt: clock.now + 24 * HOUR }),
    ]
    await store.db.insertInto('notices').values(rows).execute()
    let isDown = true
    const notices = processWith(async (notice) => {
      if (isDown) throw new TypeError('no')
      await take(notice)
    })
    for (let hour = 0; hour < 30; hour++) {
      await notices.sendDue()
      clock.now += HOUR
    }
    isDown = false
    await notices.sendDue()
    expect(sent).toMatchObject([{ kind: 'contact-change' }])
    expect((await statuses()).toSorted()).toEqual(['expired', 'sent'])
    expect(failures.filter(({ final }) => final)).toMatchObject([{ id: rows[1]?.id, reason: 'expired' }])
  })

  it('reach somebody where there is a sender, and an address it reaches', () => {
    const contacts = [
      { phone: '13900000001', email: null },
      { phone: null, email: 'lin@example.com' },
      { phone: null, email: null },
    ]
    const mail: NoticeSender = Object.assign(take.bind(null), { reaches: ['email'] as const })
    const reached = [take, mail, null].map((send) =>
      contacts.map((contact) => processWith(send).canReach(contact)),
    )
    expect(reached).toEqual([
      [true, true, false],
      [false, true, false],
      [false, false, false],
    ])
  })

  it('are given up at once when they can never arrive', async () => {
    await put(1)
    const notices = processWith(() => Promise.reject(new UndeliverableError('code_no_receiver', 'x', 'y')))
    await notices.sendDue()
    expect(await customers.notices()).toMatchObject([{ status: 'dead', last_error: 'code_no_receiver' }])
    expect(failures).toMatchObject([{ reason: 'code_no_receiver', final: true }])
    expect(await bodySizes()).toEqual([0])
  })

  it('keep of an error only its code or name, for it may quote the code', async () => {
    await put(2)
    const thrown = [new LiukeError('mail_postponed', '000000', '000001'), '000001']
    await processWith(() => Promise.reject(thrown.shift())).sendDue()
    const errors = (await customers.notices()).map(({ last_error }) => last_error)
    expect(errors.sort()).toEqual(['Error', 'mail_postponed'])
    expect(JSON.stringify(failures)).not.toContain('00000')
  })

  it('do not hold each other up', async () => {
    await put(3)
    await processWith(async (notice) => {
      if (notice.code === '000001') throw new Error('no')
      await take(notice)
    }).sendDue()
    expect(sent.map(({ code }) => code).sort()).toEqual(['000000', '000002'])
  })

  it('of somebody who has been erased meanwhile go nowhere, and harm nobody', async () => {
    await put(1)
    const [row] = await customers.notices()
    await customers.store.vault.destroy(row?.subject_id ?? '')
    await put(1)
    await processWith(take).sendDue()
    expect(sent).toHaveLength(1)
    expect(failures).toMatchObject([{ reason: 'subject_erased' }])
  })

  it('of a process that died while sending are sent by another, when its lease is over', async () => {
    await put(1)
    // Like a process that dies: it takes the notice and is never heard of again.
    void processWith(() => new Promise<void>(() => undefined)).sendDue()
    await until(async () => (await statuses())[0] === 'sending')
    const other = processWith(take)
    customers.clock.now += 29_000
    expect(await other.sendDue()).toBe(0)
    customers.clock.now += 2_000
    expect(await other.sendDue()).toBe(1)
    expect(sent).toHaveLength(1)
    expect(await customers.notices()).toMatchObject([{ status: 'sent', attempts: 2 }])
  })

  it('of a process that slept are not put back by it', async () => {
    await put(1)
    let wake: (error: Error) => void = () => undefined
    const asleep = processWith(
      () =>
        new Promise((_resolve, reject) => {
          wake = reject
        }),
    ).sendDue()
    await until(async () => (await statuses())[0] === 'sending')
    customers.clock.now += 31_000
    let goOn: () => void = () => undefined
    const other = processWith(
      () =>
        new Promise((resolve) => {
          goOn = resolve
        }),
    ).sendDue()
    await until(async () => (await customers.notices())[0]?.attempts === 2)
    wake(new Error('too late'))
    await asleep
    expect(await statuses()).toEqual(['sending'])
    goOn()
    await other
    expect(await customers.notices()).toMatchObject([{ status: 'sent', attempts: 2 }])
  })
})

/** Waits until something is so; the time-out of the test bounds it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}
