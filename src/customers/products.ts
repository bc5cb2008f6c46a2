/** What customers have besides plan and broadband: television, add-ons, extra lines, phones on instalment. */

import type { Store, Trx } from '../conversations/store.ts'
import type { ProductsTable } from '../storage/schema.ts'

/** Something a customer has; `bill_item.<product>` in the company's tables names it. */
export interface Product {
  readonly product: string
  /** First day, and the last where it ends; `YYYY-MM-DD`. */
  readonly since: string
  readonly until: string | null
}

const BATCH = 2_000

/** Writes products of customers. */
export async function insertProducts(
  trx: Trx,
  customers: readonly { readonly customerId: string; readonly products: readonly Product[] }[],
): Promise<void> {
  const rows: ProductsTable[] = customers.flatMap(({ customerId, products }) =>
    products.map((product) => ({ customer_id: customerId, ...product })),
  )
  for (let at = 0; at < rows.length; at += BATCH)
    await trx
      .insertInto('products')
      .values(rows.slice(at, at + BATCH))
      .execute()
}

/** What a customer has on a day, longest-held first. @param day `YYYY-MM-DD` */
export async function productsOf(store: Store, customerId: string, day: string): Promise<Product[]> {
  return store.db
    .selectFrom('products')
    .select(['product', 'since', 'until'])
    .where('customer_id', '=', customerId)
    .where('since', '<=', day)
    .where((e) => e.or([e('until', 'is', null), e('until', '>=', day)]))
    .orderBy('since')
    .orderBy('product')
    .execute()
}
