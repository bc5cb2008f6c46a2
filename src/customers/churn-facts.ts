/** The columns the churn model of our own tables is learnt from, and how they follow from the records. */

import { addMonths, dayIn, monthsBetween } from './calendar.ts'
import type { Row } from './mapping.ts'

/** Months of invoices in which failed payments count. */
export const FAILURE_MONTHS = 6
/** How far back tickets count, in milliseconds: half a year. */
export const TICKET_MS = 183 * 86_400_000
/** How far back outages count, in milliseconds: a quarter. */
export const OUTAGE_MS = 91 * 86_400_000
/** Months whose use, and whose charges beyond the plan, are looked at; use is compared with as many before. */
export const RECENT_MONTHS = 3
/** Months before the newest bill that it is compared with. */
export const EARLIER_MONTHS = 11
/** With fewer earlier bills nothing is said about a rise. */
const EARLIER_AT_LEAST = 3

/** What the records of one customer add up to. */
export interface ChurnFacts {
  readonly id: string
  readonly churned: boolean | null
  readonly plan: string | null
  readonly home: string | null
  readonly contract: string | null
  /** `YYYY-MM-DD`. */
  readonly contractEnd: string | null
  readonly joined: string | null
  readonly payment: string | null
  readonly paperless: string | null
  readonly monthlyFen: number | null
  /** Names of what the customer has besides plan and broadband. */
  readonly products: readonly string[]
  readonly failedPayments: number
  readonly tickets: number
  readonly openTickets: number
  /** That touched a service the customer has, in the customer's district. */
  readonly outages: number
  /** MB in the recent months, and in as many before. */
  readonly dataRecent: number
  readonly dataBefore: number
  /** Beyond what is due each month, sum of the recent invoices. */
  readonly overageFen: number
  /** The newest invoice; the sum and number of those before. */
  readonly lastFen: number | null
  readonly earlierFen: number
  readonly earlierCount: number
}

/** The months facts are counted in, from the month of the newest invoices there are. */
export function monthsOfFacts(newest: string) {
  return {
    newest,
    failuresFrom: addMonths(newest, 1 - FAILURE_MONTHS),
    recentFrom: addMonths(newest, 1 - RECENT_MONTHS),
    beforeFrom: addMonths(newest, 1 - 2 * RECENT_MONTHS),
    earlierFrom: addMonths(newest, -EARLIER_MONTHS),
  }
}

/**
 * The row of one customer, with the columns of `data/mappings/sample.yaml`. Gender and age group are
 * personal and left out here: nobody is scored by them.
 * @param now milliseconds since 1970; days are compared in UTC, where a few hours do not matter
 */
export function churnRowOf(facts: ChurnFacts, now: number): Row {
  const today = dayIn(now, 'UTC')
  const has = (product: string) => facts.products.includes(product)
  return {
    id: facts.id,
    churned: facts.churned === null ? null : facts.churned ? 'yes' : 'no',
    gender: null,
    age_group: null,
    tenure_months: facts.joined === null ? null : monthsBetween(facts.joined, today),
    contract: facts.contract,
    plan: facts.plan,
    monthly_charge: facts.monthlyFen === null ? null : facts.monthlyFen / 100,
    home: facts.home ?? 'none',
    tv: has('tv') ? 'yes' : 'no',
    products: facts.products.length,
    payment: facts.payment,
    paperless: facts.paperless,
    failed_payments: facts.failedPayments,
    tickets: facts.tickets,
    open_tickets: facts.openTickets,
    outages: facts.outages,
    usage_trend: trendOf(facts.dataBefore, facts.dataRecent),
    overage: rounded(facts.overageFen / 100 / RECENT_MONTHS),
    price_rise: riseOf(facts),
    months_left: facts.contractEnd === null ? 0 : monthsBetween(today, facts.contractEnd),
  }
}

/** The services an outage can touch for a customer. */
export function servicesOf(home: string | null, products: readonly string[]): string[] {
  const [broadband, tv] = [home !== null && home !== 'none', products.includes('tv')]
  return ['mobile', ...(broadband ? ['home'] : []), ...(tv ? ['tv'] : [])]
}

/** −1 when use stopped, 0 when it stayed, 1 when it began. */
function trendOf(before: number, recent: number): number {
  return before + recent === 0 ? 0 : rounded((recent - before) / (recent + before))
}

/** How much higher the newest bill is than the mean of those before, as a share of it; negative when lower. */
function riseOf({ lastFen, earlierFen, earlierCount }: ChurnFacts): number {
  if (lastFen === null || earlierCount < EARLIER_AT_LEAST || earlierFen <= 0) return 0
  return rounded(lastFen / (earlierFen / earlierCount) - 1)
}

/** To what both engines, and a file, hold alike. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** The band an age falls into, for the audit. @param year the year it is now */
export function ageGroup(birthYear: number | null, year: number): string | null {
  if (birthYear === null) return null
  const age = year - birthYear
  return age < 30 ? 'under-30' : age < 60 ? '30-59' : '60-plus'
}
