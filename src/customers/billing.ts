/** Invoices: written with their line items sealed, read newest first, and compared line by line. */

import type { Insertable } from 'kysely'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { InvoicesTable } from '../storage/schema.ts'
import type { NewCustomer } from './records.ts'

/** One line of an invoice. */
export interface InvoiceLine {
  /** What it is for; `bill_item.<item>` in the company's tables names it. */
  readonly item: string
  /** Fen; negative for discounts. */
  readonly fen: number
  /** How much of it (minutes, GB, days), where that means something. */
  readonly quantity: number | null
}

/** One month's invoice. */
export interface Invoice {
  /** `YYYY-MM`. */
  readonly month: string
  readonly totalFen: number
  /** `YYYY-MM-DD`. */
  readonly due: string
  readonly paidAt: number | null
  readonly failedPayments: number
  readonly lines: readonly InvoiceLine[]
}

function linesContext(id: string): string {
  return `invoices.lines:${id}`
}

const BATCH = 1_000

/** Writes invoices of new customers. */
export async function insertInvoices(
  store: Store,
  trx: Trx,
  customers: readonly { readonly customer: NewCustomer; readonly invoices: readonly Invoice[] }[],
): Promise<void> {
  const rows: Insertable<InvoicesTable>[] = []
  for (const { customer, invoices } of customers) {
    const key = await store.vault.keyOf(customer.subjectId)
    for (const invoice of invoices) {
      const id = newId()
      rows.push({
        id,
        customer_id: customer.id,
        month: invoice.month,
        total_fen: invoice.totalFen,
        due: invoice.due,
        paid_at: invoice.paidAt,
        failed_payments: invoice.failedPayments,
        lines: key.seal(linesContext(id), JSON.stringify(invoice.lines)),
      })
    }
  }
  for (let at = 0; at < rows.length; at += BATCH)
    await trx
      .insertInto('invoices')
      .values(rows.slice(at, at + BATCH))
      .execute()
}

/**
 * Invoices of a customer, newest first.
 * @throws LiukeError `subject_erased`
 */
export async function invoicesOf(
  store: Store,
  customer: { readonly id: string; readonly subject_id: string },
  limit = 13,
): Promise<Invoice[]> {
  const rows = await store.db
    .selectFrom('invoices')
    .selectAll()
    .where('customer_id', '=', customer.id)
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
  const key = await store.vault.keyOf(customer.subject_id)
  return rows.map((row) => ({
    month: row.month,
    totalFen: row.total_fen,
    due: row.due,
    paidAt: row.paid_at,
    failedPayments: row.failed_payments,
    // Written by ourselves through insertInvoices, and authenticated by the seal.
    lines: JSON.parse(key.open(linesContext(row.id), row.lines)) as InvoiceLine[],
  }))
}

/** How one line differs between two invoices. */
export interface LineChange {
  readonly item: string
  /** Fen before and after; 0 where the line is not there. */
  readonly before: number
  readonly after: number
  readonly quantityBefore: number | null
  readonly quantityAfter: number | null
}

/** Every line that differs between two invoices, the largest difference first. Lines of one item are added up. */
export function compareInvoices(before: Invoice, after: Invoice): LineChange[] {
  const [old, now] = [byItem(before), byItem(after)]
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((item) => ({
      item,
      before: old.get(item)?.fen ?? 0,
      after: now.get(item)?.fen ?? 0,
      quantityBefore: old.get(item)?.quantity ?? null,
      quantityAfter: now.get(item)?.quantity ?? null,
    }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
}

function byItem(invoice: Invoice): Map<string, { fen: number; quantity: number | null }> {
  const items = new Map<string, { fen: number; quantity: number | null }>()
  for (const { item, fen, quantity } of invoice.lines) {
    const sum = items.get(item)
    items.set(item, {
      fen: (sum?.fen ?? 0) + fen,
      quantity: quantity === null ? (sum?.quantity ?? null) : (sum?.quantity ?? 0) + quantity,
    })
  }
  return items
}
