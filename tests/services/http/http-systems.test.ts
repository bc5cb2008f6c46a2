/** The client against a real server that keeps to the document, and against one that does not. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { loadCompany } from '../../../src/company/load.ts'
import type { Company } from '../../../src/company/types.ts'
import { findByAccount } from '../../../src/customers/records.ts'
import { LiukeError } from '../../../src/errors.ts'
import { HttpSystems } from '../../../src/services/http/http-systems.ts'
import { type BreakerState, SystemRequests } from '../../../src/services/http/requests.ts'
import { orderRequestShape } from '../../../src/services/order-requests.ts'
import type { Order, Outcome } from '../../../src/services/systems.ts'
import type { CustomersTable } from '../../../src/storage/schema.ts'
import { type CustomerStore, customerStore } from '../../customers/store.ts'
import { COMPANY_TOKEN, type CompanyServer, companyServer, type Fault } from './company-server.ts'
import { operations, schemaProblems, schemas } from './contract.ts'
import { requests } from './orders-of-every-kind.ts'

/** An account that has to be encoded in an address. */
const ACCOUNT = '80/00 0045?'

let customers: CustomerStore
let company: Company
let server: CompanyServer
let customer: CustomersTable
let states: BreakerState[]
let answered: [string, string][]

beforeAll(async () => {
  customers = await customerStore('sqlite')
  customers.clock.now = Date.now()
  company = await loadCompany('data/company')
  await customers.customer(ACCOUNT)
  const found = await findByAccount(customers.store, ACCOUNT)
  if (!found) throw new Error('The customer of the test is gone.')
  customer = found
})
afterAll(() => customers.close())
beforeEach(async () => {
  server = await companyServer()
  states = []
  answered = []
})
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
  expect(server.problems).toEqual([])
})

function systems({ token = COMPANY_TOKEN, timeoutMs = 2_000, url = server.url } = {}): HttpSystems {
  const sender = new SystemRequests({
    url,
    token,
    timeoutMs,
    observer: {
      answered: (operation, result) => answered.push([operation, result]),
      breaker: (state) => states.push(state),
    },
  })
  return new HttpSystems(sender, customers.store, () => company)
}

function order(request: Order['request'], more: Partial<Order> = {}): Order {
  const names = { id: 'o1', reference: 'Q261122-4F7K', conversationId: 'c1' }
  return { ...names, customer, request, undo: false, ...more }
}

function send(on: HttpSystems, what: Order): Promise<Outcome> {
  if (on.carrying.when !== 'afterwards') throw new Error('Orders over HTTP are sent afterwards.')
  return on.carrying.send(what)
}

/** The message of the refusal. */
async function downBy(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'service_unavailable') return error.message
    throw error
  }
  throw new Error('There was an answer.')
}

describe('the document', () => {
  it('has all kinds of orders, with the fields we send and no others', () => {
    for (const one of z.array(z.record(z.string(), z.unknown())).parse(kindsOf(orderRequestShape))) {
      const fields = fieldsOf(one)
      const name = fields.kind.replace(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase())
      expect([name, fields]).toEqual([name, fieldsOf(schemas[name] ?? {})])
    }
  })

  it.each(Object.entries(requests))('takes an order of %s as we send it', (_kind, request) => {
    expect(orderRequestShape.parse(request)).toEqual(request)
    expect(schemaProblems('Request', request)).toEqual([])
  })
})

function kindsOf(shape: z.ZodType): unknown {
  return z.toJSONSchema(shape).oneOf
}

function fieldsOf(schema: Readonly<Record<string, unknown>>): {
  kind: string
  fields: string[]
  required: string[]
} {
  const properties = z
    .record(z.string(), z.looseObject({ const: z.unknown().optional() }))
    .parse(schema['properties'])
  const required = z.array(z.string()).parse(schema['required'])
  return {
    kind: String(properties['kind']?.const),
    fields: Object.keys(properties).sort(),
    required: required.sort(),
  }
}

describe('the example of docs/company-systems.md', () => {
  it('answers everything that dialogs ask', async () => {
    const on = systems()
    const invoices = await on.invoices(customer, 1)
    expect(invoices).toMatchObject([{ totalFen: 12_900, paidAt: null, lines: [{ item: 'plan' }] }])
    expect(await on.usageNow(customer)).toMatchObject({ dataMb: 5_120, minutes: 83, texts: 4 })
    expect(await on.outages('riverside')).toEqual([])
    expect(await on.servicesOf(customer)).toEqual(['mobile', 'home'])
    expect(await on.visits(customer)).toMatchObject([{ id: 'v1', kind: 'repair', from: 780 }])
    const slots = await on.freeSlots(customer)
    expect(slots.map(({ day }) => day)).toEqual(slots.map(({ day }) => day).sort())
    expect(await on.testLine(customer)).toBe('ok')
    expect(new Set(server.calls.map(({ operation }) => operation))).toEqual(
      new Set(operations.filter((name) => name.startsWith('GET') && name !== 'GET /health')),
    )
    expect(server.calls[0]?.path).toBe(`/customers/${encodeURIComponent(ACCOUNT)}/invoices`)
  })

  it('does each kind of order once, however often it is sent, and takes it back once', async () => {
    const on = systems()
    for (const [at, request] of Object.values(requests).entries()) {
      const one = order(request, { id: `o${at}` })
      expect(await send(on, one)).toEqual({ result: 'done' })
      expect(await send(on, one)).toEqual({ result: 'done' })
    }
    expect(await on.servicesOf(customer)).toEqual(['mobile'])
    // It runs until its day.
    expect(await on.servicesRunning(customer)).toEqual(
      requests['service.cancel'].effective > new Date().toISOString().slice(0, 10)
        ? ['mobile', 'home']
        : ['mobile'],
    )
    expect(await on.cancellations(customer)).toMatchObject([
      { id: 'o1', customer_id: customer.id, service: 'home', effective: '2026-12-01' },
    ])
    const cancelling = order(requests['service.cancel'])
    for (const again of [1, 2])
      expect([again, await send(on, { ...cancelling, undo: true })]).toEqual([again, { result: 'done' }])
    expect(await on.servicesOf(customer)).toEqual(['mobile', 'home'])
    const keys = server.calls.flatMap(({ key }) => key ?? [])
    expect([keys[2], keys.at(-1)]).toEqual(['o1', 'o1:undo'])
  })

  it('refuses an order that arrives after it was taken back', async () => {
    const on = systems()
    const late = order(requests['service.cancel'], { id: 'o99' })
    expect(await send(on, { ...late, undo: true })).toEqual({ result: 'done' })
    expect(await send(on, late)).toEqual({ result: 'refused', code: 'undone' })
    expect(await on.cancellations(customer)).toEqual([])
  })

  it('does what was done before the connection was cut only once', async () => {
    const on = systems()
    server.faults.push('cut-after')
    const cancelling = order(requests['service.cancel'])
    expect(await downBy(send(on, cancelling))).toContain('connection')
    expect(await on.cancellations(customer)).toHaveLength(1)
    expect(await send(on, cancelling)).toEqual({ result: 'done' })
    expect(await on.cancellations(customer)).toHaveLength(1)
  })
})

describe('an order', () => {
  it.each<[string, Fault, Outcome]>([
    [
      'is asked for again',
      { answer: { status: 202, body: { status: 'accepted' } }, headers: { 'retry-after': '90' } },
      { result: 'pending', retryAfterMs: 90_000 },
    ],
    [
      'is asked for again when it suits us',
      { answer: { status: 202, body: { status: 'accepted' } } },
      { result: 'pending', retryAfterMs: null },
    ],
    [
      'is refused',
      { answer: { status: 409, body: { error: { code: 'slot-taken' } } } },
      { result: 'refused', code: 'slot-taken' },
    ],
    [
      'is refused for what it says',
      { answer: { status: 422, body: { error: { code: 'plan.unknown', message: '?' } } } },
      { result: 'refused', code: 'plan.unknown' },
    ],
  ])('%s', async (_case, fault, outcome) => {
    server.faults.push(fault)
    expect(await send(systems(), order(requests['visit.book']))).toEqual(outcome)
  })

  it.each<[string, Fault]>([
    ['500', { status: 500 }],
    ['503, which is not repeated at once', { status: 503 }],
    ['429', { status: 429 }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['a redirect', { status: 307, headers: { location: 'https://elsewhere.example.com/' } }],
    ['a refusal without a code', { answer: { status: 409, body: { error: 'no' } } }],
    ['a code that is a text', { answer: { status: 409, body: { error: { code: '张伟 138 0000 0000' } } } }],
    ['a status nobody knows', { answer: { status: 200, body: { status: 'maybe' } } }],
    ['no JSON', 'no-json'],
    ['a cut connection', 'cut'],
  ])('is tried again after %s', async (_case, fault) => {
    server.faults.push(fault)
    await downBy(send(systems(), order(requests['visit.book'])))
    expect(server.calls).toHaveLength(1)
  })
})

describe('reading', () => {
  it.each<[string, readonly Fault[]]>([
    ['503', [{ status: 503 }, { status: 503 }]],
    ['502 and a cut connection', [{ status: 502 }, 'cut']],
    ['504', [{ status: 504 }]],
  ])('goes on after %s', async (_case, faults) => {
    server.faults.push(...faults)
    expect(await systems().testLine(customer)).toBe('ok')
    expect(server.calls).toHaveLength(faults.length + 1)
  })

  it('is given up after the third try', async () => {
    server.down = /./
    expect(await downBy(systems().testLine(customer))).toContain('line, 503')
    expect(server.calls).toHaveLength(3)
  })

  it.each<[string, Fault, RegExp]>([
    ['500', { status: 500 }, /line, 500/],
    ['401', { status: 401 }, /line, answer 401/],
    ['404', { status: 404 }, /line, answer 404/],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example.com/' } }, /redirect/],
    ['no JSON', 'no-json', /no-json/],
    ['no UTF-8', 'no-utf8', /no-json/],
    ['too much', 'too-large', /too-large/],
    ['another shape', { answer: { status: 200, body: { state: 'asleep' } } }, /another shape at state/],
    ['nothing at all', { answer: { status: 200, body: [] } }, /another shape at its root/],
  ])('takes %s for no answer, and asks once', async (_case, fault, message) => {
    server.faults.push(fault)
    expect(await downBy(systems().testLine(customer))).toMatch(message)
    expect(server.calls).toHaveLength(1)
  })

  it.each<Fault>(['hang', 'dribble'])('does not wait longer than it may: %s', async (fault) => {
    server.faults.push(fault)
    expect(await downBy(systems({ timeoutMs: 100 }).testLine(customer))).toContain('timeout')
    expect(server.calls).toHaveLength(1)
  })

  it('says nothing about the customer when it fails', async () => {
    const words = { invoices: [{ month: '张伟', totalFen: 'lots', secret: ACCOUNT }] }
    server.faults.push({ answer: { status: 200, body: words } })
    const message = await downBy(systems().invoices(customer))
    expect(message).toContain('invoices.0.month')
    expect(message).not.toMatch(/张伟|lots|80/)
  })

  it('needs the token', async () => {
    const message = await downBy(systems({ token: 'another-token-of-16' }).testLine(customer))
    expect(message).toContain('401')
    expect(message).not.toContain('another-token')
  })

  it('puts lists in order and keeps to the limit, whatever comes', async () => {
    const invoice = (month: string) => ({
      month,
      totalFen: 1,
      due: '2026-01-01',
      paidAt: '2026-01-01T08:00:00+08:00',
      failedPayments: 0,
      lines: [],
    })
    const body = { invoices: ['2026-08', '2026-10', '2026-09'].map(invoice) }
    server.faults.push({ answer: { status: 200, body } })
    const invoices = await systems().invoices(customer, 2)
    expect(invoices.map(({ month }) => month)).toEqual(['2026-10', '2026-09'])
    expect(invoices[0]?.paidAt).toBe(Date.parse('2026-01-01T00:00:00Z'))
  })
})

describe('systems that are down', () => {
  it('are left alone after failures in a row, then tried with one request, and used again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const on = systems()
    server.down = /./
    for (let times = 0; times < 20; times++) await downBy(on.testLine(customer))
    expect(server.calls).toHaveLength(5)
    expect(states.at(-1)).toBe('open')
    expect(await downBy(on.testLine(customer))).toContain('paused')

    // Whoever asks while one request tries it out waits for what comes of that one.
    vi.setSystemTime(Date.now() + 5_000)
    await Promise.all([1, 2, 3].map(() => downBy(on.testLine(customer))))
    expect(server.calls).toHaveLength(6)
    vi.setSystemTime(Date.now() + 5_000)
    await downBy(on.testLine(customer))
    expect(server.calls).toHaveLength(6)

    server.down = null
    vi.setSystemTime(Date.now() + 5_000)
    expect(await Promise.all([1, 2, 3].map(() => on.testLine(customer)))).toEqual(['ok', 'ok', 'ok'])
    expect(states).toEqual(['closed', 'open', 'half-open', 'open', 'half-open', 'closed'])
    expect(answered.at(-1)).toEqual(['line', '200'])
  })

  it('are not given up for answers that are wrong for one customer', async () => {
    const on = systems()
    for (let times = 0; times < 10; times++) {
      server.faults.push(times % 2 === 0 ? { status: 404 } : 'no-json')
      await downBy(on.testLine(customer))
    }
    expect(await on.testLine(customer)).toBe('ok')
    expect(states).toEqual(['closed'])
  })

  it('may be nowhere at all', async () => {
    const gone = await companyServer()
    await gone.close()
    expect(await downBy(systems({ url: gone.url }).testLine(customer))).toContain('line, connection')
  })
})
