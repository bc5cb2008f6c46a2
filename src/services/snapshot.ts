/** What is known of a customer at one glance, for rules, offers and desk: nothing that tells who it is. */

import { sql } from 'kysely'
import type { OfferCustomer, OfferService } from '../churn/offers.ts'
import type { Store } from '../conversations/store.ts'
import { dayIn, daysBetween, monthsBetween } from '../customers/calendar.ts'
import { serviceYuan } from '../customers/service-fee.ts'
import { prepare } from '../storage/prepared.ts'

/** Numbers about a customer; what conditions of offers look at is among them. */
export interface Snapshot extends OfferCustomer {
  readonly customerId: string
  readonly openTickets: number
  /** Topics of tickets of the last 30 days. */
  readonly recentTopics: readonly string[]
  /** Payments that failed in the last six invoices. */
  readonly failedPayments: number
  /** Of the newest score; null before the first, and for those who refused scores. */
  readonly logit: number | null
  /** False: refused decisions by a program. */
  readonly automated: boolean
}

const RECENT_MS = 30 * 86_400_000

const selectCustomer = prepare(
  (db, { customerId, since }: { readonly customerId: string; readonly since: string }) =>
    db
      .selectFrom('customers as c')
      .leftJoin('scores as s', 's.customer_id', 'c.id')
      .leftJoin('customer_choices as h', 'h.customer_id', 'c.id')
      .select(['c.plan', 'c.home', 'c.monthly_fen', 'c.joined', 'c.contract', 'c.contract_end', 'c.district'])
      .select(['c.attributes', 's.logit', 'h.automated'])
      .select((e) => [
        e
          .selectFrom('products as p')
          .select((p) => p.fn.countAll<number>().as('n'))
          .whereRef('p.customer_id', '=', 'c.id')
          .where('p.until', 'is', null)
          .where('p.product', 'like', 'tv%')
          .as('tv'),
        e
          .selectFrom('tasks as t')
          .select((t) => t.fn.max('t.created_at').as('n'))
          .whereRef('t.customer_id', '=', 'c.id')
          .where('t.kind', '=', 'offer')
          .as('offer_taken'),
        e
          .selectFrom('treatments as d')
          .select((d) => d.fn.max('d.at').as('n'))
          .whereRef('d.customer_id', '=', 'c.id')
          .where('d.kind', '=', 'offer')
          .where('d.arm', '=', 'treated')
          .as('offer_made'),
        e
          .selectFrom('contacts as w')
          .select((w) => w.fn.max('w.sent_at').as('n'))
          .whereRef('w.customer_id', '=', 'c.id')
          .where('w.offer', 'is not', null)
          .as('offer_sent'),
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

const selectCancelled = prepare((db, { customerId }: { readonly customerId: string }) =>
  db
    .selectFrom('cancellations')
    .select(['service', 'offer', 'created_at'])
    .where('customer_id', '=', customerId),
)

const DAY_MS = 86_400_000

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
  const cancelled = (await selectCancelled(store.db, { customerId })).rows
  const refused = cancelled.filter(({ offer }) => offer !== null).map(({ created_at }) => created_at)
  const offers = [row.offer_taken, row.offer_made, row.offer_sent].map((at) => Number(at ?? 0))
  const lastOffer = Math.max(...offers, ...refused)
  const has: readonly (readonly [OfferService, boolean])[] = [
    ['mobile', row.plan !== null],
    ['home', row.home !== null],
    ['tv', Number(row.tv) > 0],
  ]
  const gone = new Set(cancelled.map(({ service }) => service))
  const automated = row.automated !== 0
  const today = dayIn(now, timeZone)
  const left = row.contract_end === null ? -1 : daysBetween(today, row.contract_end)
  return {
    customerId,
    services: has.flatMap(([service, held]) => (held && !gone.has(service) ? [service] : [])),
    plan: row.plan,
    contract: row.contract,
    district: row.district,
    daysSinceOffer: lastOffer === 0 ? null : Math.max(0, Math.floor((now - lastOffer) / DAY_MS)),
    monthlyYuan: serviceYuan(row),
    tenureMonths: row.joined === null ? null : monthsBetween(row.joined, today),
    contractDaysLeft: left < 0 ? null : left,
    openTickets: tickets.filter(({ status }) => status === 'open' || status === 'working').length,
    recentTopics: tickets.filter(({ created_at }) => created_at > now - RECENT_MS).map(({ topic }) => topic),
    failedPayments: Number(row.failed_payments ?? 0),
    logit: automated ? row.logit : null,
    automated,
  }
}
