/** Puts the sample customers into an empty installation, all or nothing, and keeps an outage and visits going for the demo. */

import { hoursOn } from '../company/hours.ts'
import type { Company } from '../company/types.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { insertInvoices } from './billing.ts'
import { addDays, dayIn } from './calendar.ts'
import { outagesNow, SAMPLE_OUTAGE } from './generate/outages.ts'
import { generateSample, type SampleCustomer } from './generate/sample.ts'
import { type DemoCustomer, loadSampleSource } from './generate/source.ts'
import { setLineState } from './line-states.ts'
import { insertOutages, type Outage, outagesIn } from './outages.ts'
import { insertProducts } from './products.ts'
import { findByAccount, insertCustomers, type NewCustomer, prepareCustomers } from './records.ts'
import { insertTickets } from './tickets.ts'
import { insertUsage } from './usage.ts'
import { insertVisits, type Visit, visitPlan, visitsToCome } from './visits.ts'

/** Customers of the sample, where nothing else is asked for. */
export const SAMPLE_SIZE = 2_000
/** Customers sealed and written in one go; between them others get their turn and progress is told. */
const AT_ONCE = 250
/** Row that says what the sample was made from; whoever writes the sample holds it until the commit. */
const SETTING = 'sample_customers'

/** How the sample is made. */
export interface SampleOptions {
  /** Folder of what the sample is made of, such as `data/customers`. */
  readonly folder: string
  readonly company: Company
  readonly seed: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly count?: number
  /** Who is named in the audit log; `system` otherwise. */
  readonly actor?: string
  /** @param share 0..1 */
  readonly onProgress?: (share: number) => void
}

/**
 * Writes the sample where there are no customers yet. The keys are made first, then everything else in
 * one transaction: a process that dies in between leaves keys nobody uses, and the next start begins anew.
 * Where the sample is there already, only its outage and the visits of its fixed customers are renewed.
 * @returns whether it wrote the sample
 * @throws LiukeError `sample_source_invalid`, `tariff_incomplete`, `district_unknown`, `sample_too_large`
 */
export async function ensureSample(store: Store, options: SampleOptions): Promise<boolean> {
  const { folder, seed, now, onProgress } = options
  const isMade = await hasCustomers(store.db)
  if (isMade && !(await hasSample(store))) return false
  const source = await loadSampleSource(folder)
  if (isMade) {
    await renewOutages(store, source.demo, now)
    await renewVisits(store, options.company, source.demo)
    return false
  }
  const count = options.count ?? SAMPLE_SIZE
  const { variables, timeZone } = options.company
  const { customers, outages } = generateSample({ seed, count, now, timeZone, variables, source })
  onProgress?.(0.1)
  const prepared = await prepareCustomers(
    store,
    customers.map(({ draft }) => draft),
  )
  onProgress?.(0.2)
  const wrote = await store.db.transaction().execute(async (trx) => {
    const made = JSON.stringify({ seed, count: customers.length, now })
    await trx
      .insertInto('settings')
      .values({ key: SETTING, value: made })
      .onConflict((c) => c.column('key').doUpdateSet({ value: made }))
      .execute()
    // Another process that started at the same time is done by now.
    if (await hasCustomers(trx)) return false
    for (let at = 0; at < customers.length; at += AT_ONCE) {
      await writeCustomers(store, trx, customers.slice(at, at + AT_ONCE), prepared.slice(at, at + AT_ONCE))
      onProgress?.(0.2 + 0.8 * Math.min(1, (at + AT_ONCE) / customers.length))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await insertOutages(trx, outages)
    // The fixed customers come first.
    for (const [at, { line, visits = [] }] of source.demo.entries()) {
      const customerId = prepared[at]?.id
      if (customerId === undefined) continue
      await insertVisits(trx, options.company, customerId, visitsOf(options.company, visits, now), now)
      if (line !== undefined) await setLineState(trx, customerId, { line_test: line }, now)
    }
    await store.audit.append(trx, {
      actor: options.actor ?? 'system',
      action: 'customers.sample',
      target: 'customers',
      detail: { seed, ...countsOf(customers, outages) },
    })
    return true
  })
  return wrote
}

async function writeCustomers(
  store: Store,
  trx: Trx,
  customers: readonly SampleCustomer[],
  prepared: readonly NewCustomer[],
): Promise<void> {
  await insertCustomers(store, trx, prepared)
  const all = customers.flatMap((sample, at) => {
    const customer = prepared[at]
    return customer ? [{ ...sample, customer, customerId: customer.id }] : []
  })
  await insertInvoices(store, trx, all)
  await insertUsage(trx, all)
  await insertProducts(trx, all)
  await insertTickets(store, trx, all)
}

function countsOf(customers: readonly SampleCustomer[], outages: readonly Outage[]) {
  const sum = (of: (customer: SampleCustomer) => number) => customers.reduce((all, one) => all + of(one), 0)
  return {
    customers: customers.length,
    invoices: sum(({ invoices }) => invoices.length),
    usage: sum(({ usage }) => usage.length),
    products: sum(({ products }) => products.length),
    tickets: sum(({ tickets }) => tickets.length),
    outages: outages.length,
  }
}

async function hasCustomers(db: Store['db'] | Trx): Promise<boolean> {
  return (await db.selectFrom('customers').select('id').limit(1).executeTakeFirst()) !== undefined
}

async function hasSample(store: Store): Promise<boolean> {
  const row = await store.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SETTING)
    .executeTakeFirst()
  return row !== undefined
}

/** Ends outages of the sample that should be over, and begins one anew where the demo wants one and has none. */
async function renewOutages(store: Store, demo: readonly DemoCustomer[], now: number): Promise<void> {
  await store.db
    .updateTable('outages')
    .set((e) => ({ ended_at: e.ref('expected_end') }))
    .where('id', 'like', `${SAMPLE_OUTAGE}%`)
    .where('ended_at', 'is', null)
    .where('expected_end', '<=', now)
    .execute()
  for (const outage of outagesNow(demo, now)) {
    const running = await outagesIn(store, outage.district, now)
    if (running.some(({ service }) => service === outage.service)) continue
    await store.db.transaction().execute((trx) => insertOutages(trx, [outage]))
  }
}

/** Books the visits of fixed customers anew who have none to come. */
async function renewVisits(store: Store, company: Company, demo: readonly DemoCustomer[]): Promise<void> {
  const now = store.now()
  for (const { account, visits = [] } of demo) {
    if (visits.length === 0) continue
    const customer = await findByAccount(store, account)
    if (!customer || (await visitsToCome(store, customer, company.timeZone)).length > 0) continue
    await store.db
      .transaction()
      .execute((trx) => insertVisits(trx, company, customer.id, visitsOf(company, visits, now), now))
  }
}

/** When the visits of a fixed customer are: on the first day from the one named on which somebody works. */
function visitsOf(
  company: Company,
  visits: NonNullable<DemoCustomer['visits']>,
  now: number,
): Omit<Visit, 'id'>[] {
  const { windows } = visitPlan(company)
  const today = dayIn(now, company.timeZone)
  return visits.flatMap(({ kind, in_days, window }) => {
    const time = windows[window - 1]
    const day = Array.from({ length: 14 }, (_, more) => addDays(today, in_days + more)).find(
      (day) => hoursOn(company, day) !== null,
    )
    return time === undefined || day === undefined ? [] : [{ kind, day, ...time }]
  })
}
