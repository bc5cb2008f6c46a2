/** What customers are compared by, read from all tables for some thousands of them at a time. Gender and age are not among it. */

import { sql } from 'kysely'
import type { Store } from '../../conversations/store.ts'
import { dayIn, monthsBetween } from '../../customers/calendar.ts'
import { monthsOfFacts, TICKET_MS } from '../../customers/churn-facts.ts'
import { activeCustomers } from './active-customers.ts'
import type { Both, FeatureUnit } from './results.ts'

/** A feature, and how it is brought to a measure. */
export interface FeatureKind {
  readonly id: string
  readonly title: Both
  readonly unit: FeatureUnit
  /** Whether its logarithm is compared. */
  readonly logged: boolean
}

/** In the order in which they are told where they stand out alike. */
export const featureKinds = [
  { id: 'tenure', title: { zh: '在网时长', en: 'time as a customer' }, unit: 'months', logged: true },
  { id: 'monthly', title: { zh: '月费', en: 'monthly charge' }, unit: 'yuan', logged: false },
  { id: 'products', title: { zh: '业务数量', en: 'products' }, unit: 'count', logged: true },
  { id: 'trend', title: { zh: '用量趋势', en: 'trend of use' }, unit: 'trend', logged: false },
  { id: 'tickets', title: { zh: '半年内工单', en: 'tickets in half a year' }, unit: 'count', logged: true },
  {
    id: 'failed',
    title: { zh: '半年内扣款失败', en: 'failed payments in half a year' },
    unit: 'count',
    logged: true,
  },
  { id: 'risk', title: { zh: '流失风险', en: 'risk of leaving' }, unit: 'share', logged: false },
] as const satisfies readonly FeatureKind[]

export type FeatureId = (typeof featureKinds)[number]['id']

/** A column for each feature, as long as there are customers; NaN for what is not known. */
export type FeatureTable = Readonly<Record<FeatureId, Float64Array>>

/**
 * Reads everybody who is a customer now.
 * @param onProgress hears 0..1
 */
export async function readFeatures(
  store: Store,
  timeZone: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<{ readonly customers: number; readonly table: FeatureTable }> {
  const today = dayIn(store.now(), timeZone)
  const newest = await store.db
    .selectFrom('invoices')
    .select((e) => e.fn.max('month').as('month'))
    .executeTakeFirst()
  const months = monthsOfFacts(newest?.month ?? '0001-01')
  const rows: Record<FeatureId, number>[] = []
  for await (const page of activeCustomers(store, onProgress)) {
    const ids = page.map(({ id }) => id)
    const [products, tickets, failed, trend, risk] = [
      await productCounts(store, ids, today),
      await ticketCounts(store, ids),
      await failedPayments(store, ids, months),
      await usageTrends(store, ids, months),
      await risks(store, ids),
    ]
    for (const { id, home, joined, monthly_fen: fen } of page) {
      const broadband = home === null || home === 'none' ? 0 : 1
      rows.push({
        tenure: joined === null ? Number.NaN : monthsBetween(joined, today),
        monthly: fen === null ? Number.NaN : fen / 100,
        products: 1 + broadband + (products.get(id) ?? 0),
        trend: trend.get(id) ?? Number.NaN,
        tickets: tickets.get(id) ?? 0,
        failed: failed.get(id) ?? 0,
        risk: risk.get(id) ?? Number.NaN,
      })
    }
  }
  const table = Object.fromEntries(
    featureKinds.map(({ id }) => [id, Float64Array.from(rows, (row) => row[id])]),
    // featureKinds has every id of a feature.
  ) as Record<FeatureId, Float64Array>
  return { customers: rows.length, table }
}

type Numbers = Map<string, number>
type Months = ReturnType<typeof monthsOfFacts>

const numbersOf = (rows: readonly { readonly id: string | null; readonly value: number }[]): Numbers =>
  new Map(rows.map(({ id, value }) => [id ?? '', Number(value)]))

async function productCounts(store: Store, ids: readonly string[], today: string): Promise<Numbers> {
  const rows = await store.db
    .selectFrom('products')
    .select(['customer_id as id', (e) => e.fn.countAll<number>().as('value')])
    .where('customer_id', 'in', ids)
    .where('since', '<=', today)
    .where((e) => e.or([e('until', 'is', null), e('until', '>=', today)]))
    .groupBy('customer_id')
    .execute()
  return numbersOf(rows)
}

async function ticketCounts(store: Store, ids: readonly string[]): Promise<Numbers> {
  const rows = await store.db
    .selectFrom('tickets')
    .select(['customer_id as id', (e) => e.fn.countAll<number>().as('value')])
    .where('customer_id', 'in', ids)
    .where('created_at', '>=', store.now() - TICKET_MS)
    .groupBy('customer_id')
    .execute()
  return numbersOf(rows)
}

async function failedPayments(store: Store, ids: readonly string[], months: Months): Promise<Numbers> {
  const rows = await store.db
    .selectFrom('invoices')
    .select(['customer_id as id', (e) => e.fn.sum<number>('failed_payments').as('value')])
    .where('customer_id', 'in', ids)
    .where('month', '>=', months.failuresFrom)
    .where('month', '<=', months.newest)
    .groupBy('customer_id')
    .execute()
  return numbersOf(rows)
}

/** As the churn model reckons it: −1 when use stopped, 1 when it began. Those who used nothing have none. */
async function usageTrends(store: Store, ids: readonly string[], months: Months): Promise<Numbers> {
  const rows = await store.db
    .selectFrom('usage')
    .select([
      'customer_id as id',
      sql<number>`sum(case when month >= ${months.recentFrom} then data_mb else 0 end)`.as('recent'),
      sql<number>`sum(case when month < ${months.recentFrom} then data_mb else 0 end)`.as('before'),
    ])
    .where('customer_id', 'in', ids)
    .where('month', '>=', months.beforeFrom)
    .where('month', '<=', months.newest)
    .groupBy('customer_id')
    .execute()
  const used = rows.map(({ id, recent, before }) => ({ id, recent: Number(recent), before: Number(before) }))
  return numbersOf(
    used
      .filter(({ recent, before }) => recent + before > 0)
      .map(({ id, recent, before }) => ({ id, value: (recent - before) / (recent + before) })),
  )
}

/** Those who refused automated decisions have no score here either. */
async function risks(store: Store, ids: readonly string[]): Promise<Numbers> {
  const rows = await store.db
    .selectFrom('scores')
    .select(['customer_id as id', 'probability as value'])
    .where('customer_id', 'in', ids)
    .where('customer_id', 'not in', (e) =>
      e.selectFrom('customer_choices').select('customer_id').where('automated', '=', 0),
    )
    .execute()
  return numbersOf(rows)
}
