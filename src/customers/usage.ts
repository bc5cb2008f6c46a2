/** What customers use each month: data, calls, texts. */

import type { Store, Trx } from '../conversations/store.ts'
import type { UsageTable } from '../storage/schema.ts'

/** One month's use. */
export interface Usage {
  /** `YYYY-MM`. */
  readonly month: string
  readonly dataMb: number
  readonly minutes: number
  readonly texts: number
}

const BATCH = 2_000

/** Writes the use of customers. */
export async function insertUsage(
  trx: Trx,
  customers: readonly { readonly customerId: string; readonly usage: readonly Usage[] }[],
): Promise<void> {
  const rows: UsageTable[] = customers.flatMap(({ customerId, usage }) =>
    usage.map(({ month, dataMb, minutes, texts }) => ({
      customer_id: customerId,
      month,
      data_mb: dataMb,
      minutes,
      texts,
    })),
  )
  for (let at = 0; at < rows.length; at += BATCH)
    await trx
      .insertInto('usage')
      .values(rows.slice(at, at + BATCH))
      .execute()
}

/** What a customer used, newest month first; the newest may not be over yet. @param months at most so many */
export async function usageOf(store: Store, customerId: string, months = 13): Promise<Usage[]> {
  const rows = await store.db
    .selectFrom('usage')
    .select(['month', 'data_mb', 'minutes', 'texts'])
    .where('customer_id', '=', customerId)
    .orderBy('month', 'desc')
    .limit(months)
    .execute()
  return rows.map(({ month, data_mb, minutes, texts }) => ({ month, dataMb: data_mb, minutes, texts }))
}
