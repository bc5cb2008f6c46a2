/** The company's systems behind an HTTP interface of their own: docs/company-systems.openapi.yaml. */

import type { z } from 'zod'
import type { Company } from '../../company/types.ts'
import type { Store } from '../../conversations/store.ts'
import type { Invoice } from '../../customers/billing.ts'
import { dayIn, monthOf } from '../../customers/calendar.ts'
import type { Outage } from '../../customers/outages.ts'
import { findCustomer, openProfile } from '../../customers/records.ts'
import type { Usage } from '../../customers/usage.ts'
import type { CancellationsTable, CustomersTable } from '../../storage/schema.ts'
import { keepCopy } from '../record-changes.ts'
import type { Service } from '../services-left.ts'
import {
  type Carrying,
  type CompanySystems,
  type LineState,
  type Order,
  type Outcome,
  serviceUnavailable,
  type Visit,
  type VisitSlot,
} from '../systems.ts'
import {
  invoicesAnswer,
  lineAnswer,
  orderAnswer,
  outagesAnswer,
  refusalAnswer,
  servicesAnswer,
  slotsAnswer,
  usageAnswer,
  visitsAnswer,
} from './answers.ts'
import type { SystemRequest, SystemRequests } from './requests.ts'

/** See {@link CompanySystems}. Customers are named by their account number. */
export class HttpSystems implements CompanySystems {
  readonly #requests: SystemRequests
  readonly #store: Store
  readonly #company: () => Company
  readonly carrying: Carrying = {
    when: 'afterwards',
    send: (order) => this.#send(order),
    keep: (trx, order) => keepCopy({ store: this.#store, company: this.#company() }, trx, order),
  }

  constructor(requests: SystemRequests, store: Store, company: () => Company) {
    this.#requests = requests
    this.#store = store
    this.#company = company
  }

  async invoices(customer: CustomersTable, limit = 13): Promise<Invoice[]> {
    const path = await this.#pathOf(customer, 'invoices')
    const query = { limit: String(limit) }
    return (await this.#read('invoices', path, invoicesAnswer, query)).slice(0, limit)
  }

  async usageNow(customer: CustomersTable): Promise<Usage | null> {
    const month = monthOf(this.#today())
    const usage = await this.#read('usage', await this.#pathOf(customer, 'usage'), usageAnswer, { month })
    return usage?.month === month ? usage : null
  }

  outages(district: string): Promise<Outage[]> {
    return this.#read('outages', '/outages', outagesAnswer, { district })
  }

  async servicesOf(customer: CustomersTable): Promise<Service[]> {
    const held = await this.#services(customer)
    return held.filter(({ cancellation }) => cancellation === null).map(({ service }) => service)
  }

  async servicesRunning(customer: CustomersTable): Promise<Service[]> {
    const today = this.#today()
    const held = await this.#services(customer)
    return held
      .filter(({ cancellation }) => cancellation === null || cancellation.effective >= today)
      .map(({ service }) => service)
  }

  async cancellations({ id }: Pick<CustomersTable, 'id'>): Promise<CancellationsTable[]> {
    const customer = await findCustomer(this.#store, id)
    if (!customer) return []
    const held = await this.#services(customer)
    return held
      .flatMap(({ service, cancellation }) =>
        cancellation === null
          ? []
          : {
              id: cancellation.id,
              customer_id: id,
              service,
              effective: cancellation.effective,
              offer: cancellation.offer,
              created_at: cancellation.requestedAt,
            },
      )
      .sort((a, b) => a.created_at - b.created_at)
  }

  async visits(customer: CustomersTable): Promise<Visit[]> {
    return this.#read('visits', await this.#pathOf(customer, 'visits'), visitsAnswer)
  }

  async freeSlots(customer: CustomersTable): Promise<VisitSlot[]> {
    return this.#read('visit-slots', await this.#pathOf(customer, 'visit-slots'), slotsAnswer)
  }

  async testLine(customer: CustomersTable): Promise<LineState> {
    return this.#read('line', await this.#pathOf(customer, 'line'), lineAnswer)
  }

  async #services(customer: CustomersTable): Promise<z.output<typeof servicesAnswer>> {
    return this.#read('services', await this.#pathOf(customer, 'services'), servicesAnswer)
  }

  async #send(order: Order): Promise<Outcome> {
    const { id, reference, customer, request, undo } = order
    const { account } = await openProfile(this.#store, customer)
    const operation = undo ? 'undo' : 'order'
    const { status, body, retryAfterMs } = await this.#requests.send({
      operation,
      method: 'POST',
      path: undo ? `/orders/${encodeURIComponent(id)}/undo` : '/orders',
      headers: { 'idempotency-key': undo ? `${id}:undo` : id },
      body: { id, reference, account, request },
      // Repeated by the job, with patience, under the same key.
      repeat: false,
    })
    if (status === 409 || status === 422) {
      const code = refusalAnswer.safeParse(body)
      if (code.success) return { result: 'refused', code: code.data }
    }
    const answer = status < 300 ? orderAnswer.safeParse(body) : undefined
    if (!answer?.success) throw serviceUnavailable(`${operation}, answer ${status} that is not understood`)
    return answer.data.status === 'done' ? { result: 'done' } : { result: 'pending', retryAfterMs }
  }

  async #read<S extends z.ZodType>(
    operation: string,
    path: string,
    shape: S,
    query: SystemRequest['query'] = {},
  ): Promise<z.output<S>> {
    const { status, body } = await this.#requests.send({
      operation,
      method: 'GET',
      path,
      query,
      repeat: true,
    })
    if (status !== 200) throw serviceUnavailable(`${operation}, answer ${status}`)
    const parsed = shape.safeParse(body)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    // Where, not what: values are the customer's.
    throw serviceUnavailable(
      `${operation}, answer of another shape at ${issue?.path.join('.') || 'its root'}`,
    )
  }

  async #pathOf(customer: CustomersTable, what: string): Promise<string> {
    const { account } = await openProfile(this.#store, customer)
    // As part of an address these lead somewhere else, however they are encoded.
    if (account === '.' || account === '..') throw serviceUnavailable(`${what}, account that is a path`)
    return `/customers/${encodeURIComponent(account)}/${what}`
  }

  #today(): string {
    return dayIn(this.#store.now(), this.#company().timeZone)
  }
}
