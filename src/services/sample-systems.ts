/** The company's systems on our own tables, as the sample company has them. */

import type { Company } from '../company/types.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { type Invoice, invoicesOf } from '../customers/billing.ts'
import { dayIn, monthOf } from '../customers/calendar.ts'
import { type Outage, outagesIn } from '../customers/outages.ts'
import { type Usage, usageOf } from '../customers/usage.ts'
import type { CancellationsTable, CustomersTable } from '../storage/schema.ts'
import { cancellationsOf, type Service, servicesLeft, servicesRunning } from './services-left.ts'
import type { Carrying, CompanySystems, LineState, Order, Visit, VisitSlot } from './systems.ts'

/** See {@link CompanySystems}; it is never down. */
export class SampleSystems implements CompanySystems {
  readonly #store: Store
  readonly #company: () => Company
  readonly carrying: Carrying = { when: 'in-turn', apply: (trx, order) => this.#apply(trx, order) }

  constructor(store: Store, company: () => Company) {
    this.#store = store
    this.#company = company
  }

  invoices(customer: CustomersTable, limit = 13): Promise<Invoice[]> {
    return invoicesOf(this.#store, customer, limit)
  }

  async usageNow(customer: CustomersTable): Promise<Usage | null> {
    const [newest] = await usageOf(this.#store, customer.id, 1)
    return newest && newest.month === monthOf(this.#today()) ? newest : null
  }

  outages(district: string): Promise<Outage[]> {
    return outagesIn(this.#store, district, this.#store.now())
  }

  servicesOf(customer: CustomersTable): Promise<Service[]> {
    return servicesLeft(this.#store.db, customer)
  }

  servicesRunning(customer: CustomersTable): Promise<Service[]> {
    return servicesRunning(this.#store.db, customer, this.#today())
  }

  cancellations(customer: Pick<CustomersTable, 'id'>): Promise<CancellationsTable[]> {
    return cancellationsOf(this.#store.db, customer)
  }

  async visits(_customer: CustomersTable): Promise<Visit[]> {
    return []
  }

  async freeSlots(_customer: CustomersTable): Promise<VisitSlot[]> {
    return []
  }

  async testLine(_customer: CustomersTable): Promise<LineState> {
    return 'ok'
  }

  #today(): string {
    return dayIn(this.#store.now(), this.#company().timeZone)
  }

  async #apply(_trx: Trx, order: Order): Promise<void> {
    switch (order.request.kind) {
      default:
    }
  }
}
