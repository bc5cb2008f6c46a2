/** The rows the churn model learns from and scores, taken from all tables by a few queries for many customers. */

import { sql } from 'kysely'
import type { Store } from '../conversations/store.ts'
import type { CustomersTable } from '../storage/schema.ts'
import { addMonths, dayIn, monthOf } from './calendar.ts'
import {
  type ChurnFacts,
  churnRowOf,
  monthsOfFacts,
  OUTAGE_MS,
  servicesOf,
  TICKET_MS,
} from './churn-facts.ts'
import type { Row } from './mapping.ts'

/** Begins the source of imported customers; the name of their mapping follows. */
export const IMPORTED = 'import:'

/** A customer as the churn model sees them. */
export interface ChurnSourceRow {
  readonly customerId: string
  /** `sample`, or `import:` and the name of the mapping whose columns the row has. */
  readonly source: string
  readonly row: Row
}

/** Customers asked for in one round of queries; both engines take that many ids. */
const AT_ONCE = 5_000
/** Stands for "before everything" where there are no invoices. */
const NO_MONTH = '0000-00'

/** When rows are as of. */
export interface ChurnRowOptions {
  /**
   * The moment lies in the past: failed payments, which have no day of their own, count from the day on which the
   * invoice was due. What the record says of plan, contract, payment and fee is as of today all the same.
   */
  readonly past?: boolean
}

/**
 * Rows of customers, of all of them or of those named, in the order of their ids. Customers of our own
 * tables have the columns of `data/mappings/sample.yaml`; imported ones have theirs. Nothing that is dated after
 * the moment counts: invoices and use of the month it lies in or later, tickets that came or were settled later,
 * products and outages that began later.
 * @param now milliseconds since 1970
 */
export async function churnRows(
  store: Pick<Store, 'db'>,
  now: number,
  customerIds?: readonly string[],
  options: ChurnRowOptions = {},
): Promise<ChurnSourceRow[]> {
  const newest = await newestMonth(store, now)
  const asOf: AsOf = { now, newest, past: options.past ?? false }
  const rows: ChurnSourceRow[] = []
  if (customerIds === undefined) rows.push(...(await rowsOf(store, asOf, null)))
  else
    for (let at = 0; at < customerIds.length; at += AT_ONCE)
      rows.push(...(await rowsOf(store, asOf, customerIds.slice(at, at + AT_ONCE))))
  return rows.sort((a, b) => (a.customerId < b.customerId ? -1 : 1))
}

/** A moment, and the month of the newest invoices there were. */
interface AsOf {
  readonly now: number
  readonly newest: string
  readonly past: boolean
}

async function rowsOf(
  store: Pick<Store, 'db'>,
  asOf: AsOf,
  ids: readonly string[] | null,
): Promise<ChurnSourceRow[]> {
  const { now, newest } = asOf
  const customers = await customersOf(store, ids)
  const own = customers.filter(({ source }) => !source.startsWith(IMPORTED))
  if (own.length === 0) return customers.map(importedRow)
  const [invoices, usage, tickets, products, outages] = await Promise.all([
    invoiceSums(store, asOf, ids),
    usageSums(store, newest, ids),
    ticketCounts(store, now, ids),
    activeProducts(store, now, ids),
    outageCounts(store, now),
  ])
  return customers.map((customer) => {
    if (customer.source.startsWith(IMPORTED)) return importedRow(customer)
    const held = products.get(customer.id) ?? []
    const services = customer.district === null ? [] : servicesOf(customer.home, held)
    const facts: ChurnFacts = {
      id: customer.id,
      churned: customer.churned === null ? null : customer.churned === 1,
      ...{ plan: customer.plan, home: customer.home, contract: customer.contract },
      ...{ contractEnd: customer.contract_end, joined: customer.joined, payment: customer.payment },
      paperless: textOf(attributesOf(customer)['paperless']),
      monthlyFen: customer.monthly_fen,
      products: held,
      outages: services.reduce(
        (sum, service) => sum + (outages.get(`${customer.district} ${service}`) ?? 0),
        0,
      ),
      ...(tickets.get(customer.id) ?? { tickets: 0, openTickets: 0 }),
      ...(usage.get(customer.id) ?? { dataRecent: 0, dataBefore: 0 }),
      ...(invoices.get(customer.id) ?? NO_INVOICES),
    }
    return { customerId: customer.id, source: customer.source, row: churnRowOf(facts, now) }
  })
}

type Slim = Omit<CustomersTable, 'subject_id' | 'profile' | 'account_hash' | 'phone_hash' | 'email_hash'>

async function customersOf(store: Pick<Store, 'db'>, ids: readonly string[] | null): Promise<Slim[]> {
  let query = store.db
    .selectFrom('customers')
    .select(['id', 'source', 'status', 'plan', 'home', 'district', 'contract', 'contract_end', 'joined'])
    .select(['payment', 'monthly_fen', 'churned', 'attributes', 'created_at', 'updated_at'])
  if (ids !== null) query = query.where('id', 'in', ids)
  return query.execute()
}

/** The row of an imported customer is what was imported. */
function importedRow(customer: Slim): ChurnSourceRow {
  return { customerId: customer.id, source: customer.source, row: attributesOf(customer) }
}

function attributesOf({ attributes }: Slim): Row {
  // Written by insertCustomers and the import, from records of text, numbers and null.
  return JSON.parse(attributes) as Row
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** The month of the newest invoices at a moment: those of the month it lies in are still to come. */
async function newestMonth({ db }: Pick<Store, 'db'>, now: number): Promise<string> {
  const thisMonth = monthOf(dayIn(now, 'UTC'))
  const last = addMonths(thisMonth, -1)
  // Almost always there are some of last month; looking for the newest would read them all.
  const usual = await db.selectFrom('invoices').select('month').where('month', '=', last).limit(1).execute()
  if (usual.length > 0) return last
  const row = await db
    .selectFrom('invoices')
    .select((e) => e.fn.max('month').as('month'))
    .where('month', '<', thisMonth)
    .executeTakeFirst()
  return row?.month ?? NO_MONTH
}

const NO_INVOICES = { failedPayments: 0, overageFen: 0, lastFen: null, earlierFen: 0, earlierCount: 0 }
type InvoiceSums = Pick<ChurnFacts, keyof typeof NO_INVOICES>

async function invoiceSums(
  store: Pick<Store, 'db'>,
  { now, newest, past }: AsOf,
  ids: readonly string[] | null,
): Promise<Map<string, InvoiceSums>> {
  const isDue = past ? sql`and i.due <= ${dayIn(now, 'UTC')}` : sql``
  const { failuresFrom, recentFrom, earlierFrom } = monthsOfFacts(newest)
  const isNewest = sql`i.month = ${newest}`
  const beyond = sql`i.month >= ${recentFrom} and i.total_fen > c.monthly_fen`
  let query = store.db
    .selectFrom('invoices as i')
    .innerJoin('customers as c', 'c.id', 'i.customer_id')
    .select('i.customer_id as id')
    .select([
      sql<number>`sum(case when i.month >= ${failuresFrom} ${isDue} then i.failed_payments else 0 end)`.as(
        'failed',
      ),
      sql<number>`sum(case when ${beyond} then i.total_fen - c.monthly_fen else 0 end)`.as('beyond'),
      sql<number | null>`sum(case when ${isNewest} then i.total_fen end)`.as('last'),
      sql<number>`sum(case when ${isNewest} then 0 else i.total_fen end)`.as('earlier'),
      sql<number>`sum(case when ${isNewest} then 0 else 1 end)`.as('earlier_count'),
    ])
    .where('i.month', '>=', earlierFrom)
    .where('i.month', '<=', newest)
    .groupBy('i.customer_id')
  if (ids !== null) query = query.where('i.customer_id', 'in', ids)
  const sums = (await query.execute()).map((row): [string, InvoiceSums] => [
    row.id,
    {
      failedPayments: row.failed,
      overageFen: row.beyond,
      lastFen: row.last,
      earlierFen: row.earlier,
      earlierCount: row.earlier_count,
    },
  ])
  return new Map(sums)
}

async function usageSums(
  store: Pick<Store, 'db'>,
  newest: string,
  ids: readonly string[] | null,
): Promise<Map<string, Pick<ChurnFacts, 'dataRecent' | 'dataBefore'>>> {
  const { recentFrom, beforeFrom } = monthsOfFacts(newest)
  let query = store.db
    .selectFrom('usage')
    .select('customer_id as id')
    .select([
      sql<number>`sum(case when month >= ${recentFrom} then data_mb else 0 end)`.as('recent'),
      sql<number>`sum(case when month < ${recentFrom} then data_mb else 0 end)`.as('before'),
    ])
    .where('month', '>=', beforeFrom)
    .where('month', '<=', newest)
    .groupBy('customer_id')
  if (ids !== null) query = query.where('customer_id', 'in', ids)
  const rows = await query.execute()
  return new Map(rows.map(({ id, recent, before }) => [id, { dataRecent: recent, dataBefore: before }]))
}

async function ticketCounts(
  store: Pick<Store, 'db'>,
  now: number,
  ids: readonly string[] | null,
): Promise<Map<string, Pick<ChurnFacts, 'tickets' | 'openTickets'>>> {
  const from = now - TICKET_MS
  const isOpen = sql`status in ('open', 'working') or coalesce(resolved_at, updated_at) > ${now}`
  let query = store.db
    .selectFrom('tickets')
    .select('customer_id as id')
    .select([
      sql<number>`sum(case when created_at >= ${from} then 1 else 0 end)`.as('recent'),
      sql<number>`sum(case when ${isOpen} then 1 else 0 end)`.as('open'),
    ])
    .where('customer_id', 'is not', null)
    .where('created_at', '<=', now)
    .groupBy('customer_id')
  if (ids !== null) query = query.where('customer_id', 'in', ids)
  const rows = await query.execute()
  return new Map(rows.map(({ id, recent, open }) => [id ?? '', { tickets: recent, openTickets: open }]))
}

async function activeProducts(
  store: Pick<Store, 'db'>,
  now: number,
  ids: readonly string[] | null,
): Promise<Map<string, string[]>> {
  const today = dayIn(now, 'UTC')
  let query = store.db
    .selectFrom('products')
    .select(['customer_id', 'product'])
    .where('since', '<=', today)
    .where((e) => e.or([e('until', 'is', null), e('until', '>=', today)]))
  if (ids !== null) query = query.where('customer_id', 'in', ids)
  const held = new Map<string, string[]>()
  for (const { customer_id: id, product } of await query.execute())
    held.set(id, [...(held.get(id) ?? []), product])
  return held
}

/** Outages of the last three months, by district and service. */
async function outageCounts(store: Pick<Store, 'db'>, now: number): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('outages')
    .select(['district', 'service'])
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('started_at', '>=', now - OUTAGE_MS)
    .where('started_at', '<=', now)
    .groupBy(['district', 'service'])
    .execute()
  return new Map(rows.map(({ district, service, count }) => [`${district} ${service}`, count]))
}
