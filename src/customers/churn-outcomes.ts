/** Customers as they were on a day, and who of them left soon after it: what an honest training learns from. */

import type { Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import { addDays, dayIn } from './calendar.ts'
import { type ChurnSourceRow, churnRows, IMPORTED } from './churn-rows.ts'
import type { Mapping } from './mapping.ts'

const DAY_MS = 86_400_000
const MOST_HORIZON = 730

/** A day to look back to, and for how many days after it leaving counts. */
export interface CutoffQuestion {
  /** `YYYY-MM-DD`; the whole day belongs to what is known. */
  readonly day: string
  readonly horizon: number
}

/** What is known of that day's customers. */
export interface PastCustomers {
  /** With the mapping's label: who left within the horizon, and who did not. */
  readonly rows: readonly ChurnSourceRow[]
  readonly left: number
  /** Who left on a day that nobody wrote down; they are in none of the rows. */
  readonly undated: number
  /** Of the rows, those whose record has been changed since: plan, contract and fee may be newer than the day. */
  readonly changedSince: number
}

/**
 * The customers of our own tables on a day. Leaving is cancelling the mobile service, or broadband where there is
 * no mobile plan, and counts on the day the customer said so. Who had said so before, or came later, is left out.
 * @throws LiukeError `churn_cutoff_invalid`, `churn_horizon_open` while the horizon is not over,
 *   `churn_cutoff_imported` where all customers are imported
 */
export async function customersAt(
  store: Pick<Store, 'db' | 'now'>,
  { label }: Pick<Mapping, 'label'>,
  { day, horizon }: CutoffQuestion,
): Promise<PastCustomers> {
  const cutoff = endOf(day)
  if (cutoff === null || !Number.isSafeInteger(horizon) || horizon < 1 || horizon > MOST_HORIZON) {
    const advice = `Write --cutoff 2026-06-30 --horizon 90; at most ${MOST_HORIZON} days.`
    throw new LiukeError('churn_cutoff_invalid', 'This is no day and number of days.', advice)
  }
  const until = cutoff + horizon * DAY_MS
  if (until >= store.now()) {
    const known = addDays(day, horizon + 1)
    const message = `Who leaves within ${horizon} days after ${day} is known from ${known} on.`
    throw new LiukeError('churn_horizon_open', message, 'Take an earlier day or fewer days.')
  }
  const { ids, leftAt, undated, changedSince } = await presentAt(store, cutoff, day)
  const rows = await churnRows(store, cutoff, ids, { past: true })
  const isLeaving = (id: string) => (leftAt.get(id) ?? Number.POSITIVE_INFINITY) <= until
  return {
    rows: rows.map((row) => ({
      ...row,
      row: { ...row.row, [label.column]: isLeaving(row.customerId) ? label.churned : label.stayed },
    })),
    left: rows.filter(({ customerId }) => isLeaving(customerId)).length,
    undated,
    changedSince,
  }
}

/**
 * Ids of the customers of our own tables who are customers today, by the same rule; of imported ones nobody.
 */
export async function customersNow({ db, now }: Pick<Store, 'db' | 'now'>): Promise<string[]> {
  const own = await ownCustomers(db)
  return (await presentAmong(db, own, now(), dayIn(now(), 'UTC'))).ids
}

async function ownCustomers(db: Store['db']) {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'source', 'status', 'churned', 'plan', 'joined', 'updated_at'])
    .execute()
  return customers.filter(({ source }) => !source.startsWith(IMPORTED))
}

/** Who was a customer at a moment, and when they said that they leave. */
async function presentAt({ db }: Pick<Store, 'db'>, cutoff: number, day: string) {
  const own = await ownCustomers(db)
  if (own.length === 0) {
    const advice =
      'An imported table is as of the day it was exported: choose that day in the system it comes from, and train without --cutoff.'
    throw new LiukeError('churn_cutoff_imported', 'There are no customers of our own tables.', advice)
  }
  return presentAmong(db, own, cutoff, day)
}

async function presentAmong(
  db: Store['db'],
  own: Awaited<ReturnType<typeof ownCustomers>>,
  cutoff: number,
  day: string,
) {
  const cancellations = await db
    .selectFrom('cancellations')
    .select(['customer_id', 'service', 'created_at'])
    .where('service', 'in', ['mobile', 'home'])
    .execute()
  const leftAt = new Map<string, number>()
  const plans = new Map(own.map(({ id, plan }) => [id, plan]))
  for (const { customer_id: id, service, created_at: at } of cancellations)
    if (service === 'mobile' || plans.get(id) === null) leftAt.set(id, Math.min(at, leftAt.get(id) ?? at))

  const known = own.filter(({ joined }) => joined === null || joined <= day)
  const isUndated = ({ id, status, churned }: (typeof own)[number]) =>
    (churned === 1 || status === 'cancelled') && !leftAt.has(id)
  const present = known.filter((customer) => {
    return !isUndated(customer) && (leftAt.get(customer.id) ?? Number.POSITIVE_INFINITY) > cutoff
  })
  return {
    ids: present.map(({ id }) => id),
    leftAt,
    undated: known.filter(isUndated).length,
    changedSince: present.filter(({ updated_at }) => updated_at > cutoff).length,
  }
}

/** The last millisecond of a day in UTC; null for what is no day. */
function endOf(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const start = Date.parse(`${day}T00:00:00Z`)
  const isReal = Number.isFinite(start) && new Date(start).toISOString().startsWith(day)
  return isReal ? start + DAY_MS - 1 : null
}
