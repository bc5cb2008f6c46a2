/** Whatever fails, dies or comes at once: in the end the company's systems hold what our orders say, and each end is told once. */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadCompany } from '../../src/company/load.ts'
import type { Company } from '../../src/company/types.ts'
import { findByAccount } from '../../src/customers/records.ts'
import { OrdersJob } from '../../src/jobs/orders.ts'
import { createLogger } from '../../src/log.ts'
import { HttpSystems } from '../../src/services/http/http-systems.ts'
import { SystemRequests } from '../../src/services/http/requests.ts'
import { type DueNews, newsOf, newsTold } from '../../src/services/order-news.ts'
import { dueOrders, leaseOrder } from '../../src/services/order-sending.ts'
import { Orders } from '../../src/services/orders.ts'
import { type CustomerStore, commit, customerStore, latest } from '../customers/store.ts'
import {
  COMPANY_TOKEN,
  type CompanyServer,
  companyServer,
  type Fault,
} from '../services/http/company-server.ts'
import { requests } from '../services/http/orders-of-every-kind.ts'

const MINUTE = 60_000

let customers: CustomerStore
let server: CompanyServer
let company: Company
let people = 0

beforeAll(async () => {
  customers = await customerStore('sqlite')
  server = await companyServer()
  company = await loadCompany('data/company')
})
afterAll(async () => {
  vi.useRealTimers()
  await Promise.all([customers.close(), server.close()])
  expect(server.problems).toEqual([])
})

type Action =
  | { readonly do: 'cancel' | 'undo' | 'undo-while-sending'; readonly service: 'home' | 'mobile' }
  /** `die`: a process dies after it has sent an order, before it has written what came of it. */
  | { readonly do: 'send' | 'tell' | 'die' }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'fail'; readonly fault: Fault }

const service = fc.constantFrom('home' as const, 'mobile' as const)
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constantFrom('cancel' as const, 'undo' as const, 'undo-while-sending' as const),
    service,
  }),
  fc.record({ do: fc.constantFrom('send' as const, 'send' as const, 'tell' as const, 'die' as const) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    do: fc.constant('fail' as const),
    fault: fc.constantFrom<Fault>({ status: 500 }, { status: 503 }, 'cut', 'cut-after', 'no-json', {
      answer: { status: 202, body: { status: 'accepted' } },
    }),
  }),
)

describe('orders', () => {
  it('come out as the customer wanted them, once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), walk), {
      numRuns: 25,
    })
  })
})

async function walk(actions: readonly Action[]): Promise<void> {
  const { store, clock } = customers
  clock.now = Date.parse('2026-11-22T10:00:00+08:00')
  // The breaker goes by the clock of the process.
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now })
  server.faults.length = 0
  await store.db.deleteFrom('orders').execute()
  people += 1
  const customer = await findByAccount(store, await customers.customer(`B${people}`))
  if (!customer) throw new Error('The customer of the test is gone.')
  const conversation = await customers.conversation()
  const told: string[] = []
  /** What the customer has confirmed last of each service. */
  const wanted = new Map<string, 'cancelled' | 'kept'>()

  const processOf = () => {
    const sender = new SystemRequests({
      url: server.url,
      token: COMPANY_TOKEN,
      timeoutMs: 2_000,
      observer: { answered: () => undefined, breaker: () => undefined },
    })
    const systems = new HttpSystems(sender, store, () => company)
    const { carrying } = systems
    if (carrying.when !== 'afterwards') throw new Error('Orders over HTTP are sent afterwards.')
    const tell = async ({ orderId }: DueNews): Promise<void> => {
      const news = await newsOf(store, orderId, conversation.id)
      if (news && (await commit(customers, await latest(customers, conversation), { write: newsTold(news) })))
        told.push(`${orderId} ${news.end}`)
    }
    const job = new OrdersJob({ store, carrying, tell, onSent: () => undefined, log: createLogger('silent') })
    return { systems, carrying, job, orders: new Orders(store, () => company, systems) }
  }
  const [one, other] = [processOf(), processOf()]
  const wait = (minutes: number): void => {
    clock.now += minutes * MINUTE
    vi.setSystemTime(clock.now)
  }
  const act = async (step: Action): Promise<void> => {
    switch (step.do) {
      case 'cancel': {
        const request = { ...requests['service.cancel'], service: step.service }
        // On two devices at once: of both turns one is committed.
        const placed = await Promise.all(
          [one, other].map(({ orders }) => orders.place(conversation, customer, request)),
        )
        const seen = await latest(customers, conversation)
        const committed = await Promise.all(
          placed.map((placement) => 'write' in placement && commit(customers, seen, placement)),
        )
        if (committed.includes(true)) wanted.set(step.service, 'cancelled')
        return
      }
      case 'undo': {
        const standing = (await one.orders.undoable(customer)).find(
          ({ request }) => request.kind === 'service.cancel' && request.service === step.service,
        )
        const undone = standing && (await one.orders.undo(customer, standing.id))
        if (
          undone &&
          'write' in undone &&
          (await commit(customers, await latest(customers, conversation), undone))
        )
          wanted.set(step.service, 'kept')
        return
      }
      case 'undo-while-sending':
        await Promise.all([one.job.sendDue(), act({ do: 'undo', service: step.service })])
        return
      case 'send':
        await Promise.all([one.job.sendDue(), other.job.sendDue()])
        return
      case 'tell':
        await Promise.all([one.job.tellDue(), other.job.tellDue()])
        return
      case 'die': {
        const [row] = await dueOrders(store, 1)
        const leased = row && (await leaseOrder(store, row))
        if (!leased) return
        const { id, reference, status } = leased.row
        const request = (await one.orders.byId(id))?.request
        if (!request) throw new Error('The order of the test is gone.')
        const order = { id, reference, request, customer, conversationId: conversation.id }
        // Nobody hears the answer.
        await one.carrying.send({ ...order, undo: status === 'undoing' }).catch(() => undefined)
        return
      }
      case 'wait':
        return wait(step.minutes)
      case 'fail':
        server.faults.push(step.fault)
    }
  }

  for (const step of actions) await act(step)
  // All is well from here on.
  server.faults.length = 0
  for (let rounds = 0; rounds < 4; rounds++) {
    wait(90)
    await act({ do: 'send' })
    await act({ do: 'send' })
    await act({ do: 'tell' })
  }

  const rows = await store.db.selectFrom('orders').selectAll().execute()
  expect(rows.filter(({ due_at, lease_until }) => due_at !== null || lease_until !== null)).toEqual([])
  const done = rows.filter(({ status }) => status === 'done')
  expect(rows.filter(({ status }) => !['done', 'undone'].includes(status))).toEqual([])
  const cancellations = await one.systems.cancellations(customer)
  expect(cancellations.map(({ id }) => id).sort()).toEqual(done.map(({ id }) => id).sort())
  const kept = [...wanted].filter(([, wish]) => wish === 'cancelled').map(([name]) => name)
  expect(cancellations.map((cancellation) => cancellation.service).sort()).toEqual(kept.sort())
  expect(told).toEqual([...new Set(told)])
  for (const { id } of done) expect(told).toContain(`${id} done`)
}
