/** What is known of a customer at one glance, for rules and desk: one query, nothing that tells who it is. */

import { sql } from 'kysely'
import type { Store } from '../conversations/store.ts'
import { dayIn, daysBetween, monthsBetween } from '../customers/calendar.ts'
import { prepare } from '../storage/prepared.ts'

/** Numbers about a customer. */
export interface Snapshot {
  readonly customerId: string
  readonly plan: string | null
  readonly monthlyYuan: number | null
  readonly tenureMonths: number | null
  /** Days to the end of the contract; null without one or when it has passed. */
  readonly contractDaysLeft: number | null
  readonly openTickets: number
  /** Topics of tickets of the last 30 days. */
  readonly recentTopics: readonly string[]
  /** Payments that failed in the last six invoices. */
  readonly failedPayments: number
  /** Of the newest score; null before the first. */
  readonly logit: number | null
}

const RECENT_MS = 30 * 86_400_000

const selectCustomer = prepare(
  (db, { customerId, since }: { readonly customerId: string; readonly since: string }) =>
    db
      .selectFrom('customers as c')
      .leftJoin('scores as s', 's.customer_id', 'c.id')
      .select(['c.plan', 'c.monthly_fen', 'c.joined', 'c.contract_end', 's.logit'])
      .select((e) => [
        e
          .selectFrom('invoices as i')
          .select((i) => i.fn.coalesce(i.fn.sum<number>('i.failed_payments'), sql<number>`0`).as('n'))
          .whereRef('i.customer_id', '=', 'c.id')
          .where('i.month', '>=', since)
          .as('failed_payments'),
      ])
      .where('c.id', '=', customerId),
)

const selectTickets = prepare((db, { customerId }: { readonly customerId: string }) =>
  db
    .selectFrom('tickets')
    .select(['topic', 'status', 'created_at'])
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .limit(20),
)

/** Reads a snapshot; null when there is no such customer. */
export async function snapshotOf(
  store: Store,
  customerId: string,
  timeZone: string,
): Promise<Snapshot | null> {
  const now = store.now()
  const since = dayIn(now - 6 * 31 * 86_400_000, timeZone).slice(0, 7)
  const [row] = (await selectCustomer(store.db, { customerId, since })).rows
  if (!row) return null
  const tickets = (await selectTickets(store.db, { customerId })).rows
  const today = dayIn(now, timeZone)
  const left = row.contract_end === null ? -1 : daysBetween(today, row.contract_end)
  return {
    customerId,
    plan: row.plan,
    monthlyYuan: row.monthly_fen === null ? null : row.monthly_fen / 100,
    tenureMonths: row.joined === null ? null : monthsBetween(row.joined, today),
    contractDaysLeft: left < 0 ? null : left,
    openTickets: tickets.filter(({ status }) => status === 'open' || status === 'working').length,
    recentTopics: tickets.filter(({ created_at }) => created_at > now - RECENT_MS).map(({ topic }) => topic),
    failedPayments: Number(row.failed_payments ?? 0),
    logit: row.logit,
  }
}
