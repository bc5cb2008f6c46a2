/** What customers pay for services each month: their monthly fee without what pays off a phone. */

import type { CustomersTable } from '../storage/schema.ts'

/** Attribute of a customer: what of the monthly fee pays off phones, in fen. */
export const INSTALMENT = 'instalment_fen'

/** In yuan; null where the fee is not known. Who attributes say nothing of pays off no phone. */
export function serviceYuan({
  monthly_fen: fen,
  attributes,
}: Pick<CustomersTable, 'monthly_fen' | 'attributes'>): number | null {
  if (fen === null) return null
  // Those of imported customers are long, and few pay off a phone.
  if (!attributes.includes(INSTALMENT)) return fen / 100
  // Written by insertCustomers and the import, from records of text, numbers and null.
  const paidOff = (JSON.parse(attributes) as Record<string, unknown>)[INSTALMENT]
  return typeof paidOff === 'number' && paidOff > 0 ? Math.max(0, fen - paidOff) / 100 : fen / 100
}
