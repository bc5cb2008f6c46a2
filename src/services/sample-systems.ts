/** The company's systems on our own tables, as the sample company has them. */

import type { Company } from '../company/types.ts'
import type { Store } from '../conversations/store.ts'
import { type Invoice, invoicesOf } from '../customers/billing.ts'
import { dayIn, monthOf } from '../customers/calendar.ts'
import { lineStateOf } from '../customers/line-states.ts'
import { type Outage, outagesIn } from '../customers/outages.ts'
import { type Usage, usageOf } from '../customers/usage.ts'
import { freeVisitTimes, type Visit, type VisitSlot, visitsToCome } from '../customers/visits.ts'
import type { CancellationsTable, CustomersTable } from '../storage/schema.ts'
import { carryOut, takeBack } from './sample-orders.ts'
import { cancellationsOf, type Service, servicesLeft, servicesRunning } from './services-left.ts'
import type { Carrying, CompanySystems, LineState } from './systems.ts'

/** See {@link CompanySystems}; it is never down. */
export class SampleSystems implements CompanySystems {
  readonly #store: Store
  readonly #company: () => Company
  readonly carrying: Carrying = {
    when: 'in-turn',
    apply: (trx, order) => {
      const systems = { store: this.#store, company: this.#company() }
      return order.undo ? takeBack(systems, trx, order) : carryOut(systems, trx, order)
    },
  }

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

  visits(customer: CustomersTable): Promise<Visit[]> {
    return visitsToCome(this.#store, customer, this.#company().timeZone)
  }

  freeSlots(_customer: CustomersTable): Promise<VisitSlot[]> {
    return freeVisitTimes(this.#store, this.#company())
  }

  /** No signal while broadband is down in the district; otherwise what the customer's line state says. */
  async testLine(customer: CustomersTable): Promise<LineState> {
    const outages = customer.district === null ? [] : await this.outages(customer.district)
    if (outages.some(({ service }) => service === 'home')) return 'no-signal'
    return (await lineStateOf(this.#store, customer))?.line_test ?? 'ok'
  }

  #today(): string {
    return dayIn(this.#store.now(), this.#company().timeZone)
  }
}
