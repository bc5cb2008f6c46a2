/** Who leaves: the logistic ground truth that churn labels of the sample are drawn from. */

import type { Row } from '../mapping.ts'

/**
 * The coefficients, in logits. They were chosen, not measured: each pulls the way one would expect, and
 * together about one in six leaves and the true probability ranks them with an AUC of about .84.
 * docs/customers.md lists them for people.
 */
export const truth = {
  base: -0.3,
  oneYear: -1.4,
  twoYear: -2.4,
  /** For each e-fold of 1 + months. */
  logTenure: -0.55,
  /** For the newest bill being higher by its whole (at most .6 counts; lower bills count nothing). */
  priceRise: 2.9,
  /** Each, of the last six months; at most 3 count. */
  failedPayment: 0.8,
  /** Each, of the last six months; at most 4 count. */
  ticket: 0.6,
  openTicket: 0.5,
  /** Each, of the last three months; at most 3 count. */
  outage: 0.25,
  /** For use having stopped (trend −1); its rise counts as well. */
  usageTrend: -3,
  /** A contract that ends within two months. */
  ending: 1.1,
  autopay: -0.6,
  home: -0.4,
  /** Each product besides plan and broadband; at most 4 count. */
  product: -0.2,
} as const

/** The logit with which a customer leaves, from the columns of `data/mappings/sample.yaml`. */
export function trueLogit(row: Row): number {
  const number = (column: string, most = Number.POSITIVE_INFINITY) => {
    const value = row[column]
    return typeof value === 'number' ? Math.min(value, most) : 0
  }
  const when = (condition: boolean, weight: number) => (condition ? weight : 0)
  const inContract = row['contract'] !== 'month'
  return (
    truth.base +
    when(row['contract'] === 'one-year', truth.oneYear) +
    when(row['contract'] === 'two-year', truth.twoYear) +
    truth.logTenure * Math.log1p(number('tenure_months')) +
    truth.priceRise * Math.max(0, number('price_rise', 0.6)) +
    truth.failedPayment * number('failed_payments', 3) +
    truth.ticket * number('tickets', 4) +
    when(number('open_tickets') > 0, truth.openTicket) +
    truth.outage * number('outages', 3) +
    truth.usageTrend * number('usage_trend') +
    when(inContract && number('months_left') < 2, truth.ending) +
    when(row['payment'] === 'autopay', truth.autopay) +
    when(row['home'] !== 'none', truth.home) +
    truth.product * number('products', 4)
  )
}

/** The probability of a logit. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
