/** The line items of a sample customer's invoice, at the prices of the company's tables. */

import type { InvoiceLine } from '../billing.ts'
import { INVOICE_MONTHS, type Sketch, type SketchProduct } from './sketch.ts'
import type { Tariff } from './tariff.ts'
import type { Month } from './use.ts'

/** Late fees that fall into a month: fen, and the days they are for. */
export interface LateFee {
  readonly fen: number
  readonly days: number
}

/** Whether a product is billed in a month. */
export function isBilled({ startAgo, endAgo }: SketchProduct, ago: number): boolean {
  return ago <= startAgo && (endAgo === null || ago >= endAgo)
}

/** What is due each month anyway: plan, broadband, products, and discounts. */
export function recurringLines(sketch: Sketch, tariff: Tariff, ago: number): InvoiceLine[] {
  const lines: InvoiceLine[] = [line('plan', tariff.plans[sketch.plan].fen)]
  if (sketch.home !== null) lines.push(line('home', tariff.home[sketch.home]))
  for (const product of sketch.products)
    if (isBilled(product, ago)) lines.push(line(product.product, product.fen, product.quantity))
  if (!sketch.paperless) lines.push(line('paper', tariff.paper))
  if (sketch.promotion !== null && ago >= sketch.promotion.lastAgo)
    lines.push(line('promo_discount', -sketch.promotion.fen))
  if (sketch.payment === 'autopay') lines.push(line('autopay_discount', -tariff.autopayDiscount))
  return lines
}

/** All lines of an invoice. */
export function invoiceLines(
  sketch: Sketch,
  tariff: Tariff,
  ago: number,
  month: Month,
  lateFee: LateFee | undefined,
): InvoiceLine[] {
  const lines = recurringLines(sketch, tariff, ago)
  const add = (item: string, quantity: number, fenEach: number) => {
    if (quantity > 0) lines.push(line(item, quantity * fenEach, quantity))
  }
  add('extra_data', month.extraGb, tariff.extraGb)
  add('extra_minutes', month.extraMinutes, tariff.extraMinute)
  if (month.roaming !== null) {
    add('roaming_pack', month.roaming.packs, tariff.roamingPack)
    add('roaming_data', month.roaming.days, tariff.roamingDay)
    add('roaming_calls', month.roaming.minutes, tariff.roamingMinute)
  }
  add('intl_calls', month.intlMinutes, tariff.intlMinute)
  if (ago === sketch.tenureMonths && ago <= INVOICE_MONTHS) {
    lines.push(line('sim_fee', tariff.sim))
    if (sketch.home !== null) lines.push(line('install_fee', tariff.install), line('deposit', tariff.deposit))
  }
  if (lateFee !== undefined && lateFee.fen > 0) lines.push(line('late_fee', lateFee.fen, lateFee.days))
  return lines
}

function line(item: string, fen: number, quantity: number | null = null): InvoiceLine {
  return { item, fen, quantity }
}

/** What lines add up to, in fen. */
export function totalOf(lines: readonly InvoiceLine[]): number {
  return lines.reduce((sum, { fen }) => sum + fen, 0)
}
