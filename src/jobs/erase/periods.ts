/** How long things are kept: the company's figures, and which rows each of them is about. */

import type { Company } from '../../company/types.ts'

/** The figures of `retention.yaml`, each with the rows whose time it measures. Conditions are SQL of ours alone. */
export const periods = {
  chats_unverified_days: {
    table: 'conversations',
    since: 'updated_at',
    only: "customer_id is null and owner in ('bot', 'closed')",
  },
  chats_verified_days: {
    table: 'conversations',
    since: 'updated_at',
    only: "customer_id is not null and owner in ('bot', 'closed')",
  },
  files_days: { table: 'files', since: 'created_at', only: "status <> 'waiting'" },
  traces_days: { table: 'decisions', since: 'created_at', only: 'length(trace) > 0' },
  deliveries_days: { table: 'outbox', since: 'created_at', only: "status in ('sent', 'unknown', 'dead')" },
  verifications_days: { table: 'verifications', since: 'created_at', only: '1 = 1' },
  tickets_days: { table: 'tickets', since: 'updated_at', only: "status in ('resolved', 'closed')" },
  tasks_days: { table: 'tasks', since: 'updated_at', only: "status in ('done', 'dropped')" },
  // Those that stand for good, such as a changed address, stay until they are replaced.
  orders_days: {
    table: 'orders',
    since: 'updated_at',
    only: 'due_at is null and (slot is null or standing_until is not null)',
  },
  visits_days: { table: 'visits', since: 'updated_at', only: "status in ('done', 'cancelled')" },
  worklist_days: { table: 'retention_items', since: 'closed_at', only: 'closed_at is not null' },
  copies_days: { table: 'data_copies', since: 'done_at', only: 'done_at is not null' },
  invoices_days: { table: 'kept_invoices', since: 'kept_since', only: '1 = 1' },
} as const

/** Name of a period in `retention.yaml`. */
export type Period = keyof typeof periods

/** Days by period; null where nothing is said, and so everything is kept. */
export type Policy = Readonly<Record<Period, number | null>>

// Object.keys gives strings; these are the keys of the table.
export const periodNames = Object.keys(periods) as Period[]

/** At least this many days: a slip of the pen shall not empty a database. */
const SHORTEST_DAYS = 1
const LONGEST_DAYS = 36_500

/** Reads the periods from the company's tables, and says which are missing or no whole number of days. */
export function policyOf(company: Pick<Company, 'variables'>): {
  readonly policy: Policy
  readonly missing: readonly Period[]
  readonly unreadable: readonly Period[]
} {
  const missing: Period[] = []
  const unreadable: Period[] = []
  const days = (name: Period): number | null => {
    const value = company.variables.get(`retention.${name}`)
    if (value === undefined) {
      missing.push(name)
      return null
    }
    const number = typeof value === 'string' ? Number(value) : Number.NaN
    if (Number.isInteger(number) && number >= SHORTEST_DAYS && number <= LONGEST_DAYS) return number
    unreadable.push(name)
    return null
  }
  // One entry for each name.
  const policy = Object.fromEntries(periodNames.map((name) => [name, days(name)])) as Policy
  return { policy, missing, unreadable }
}
