/** What a customer has of us and has not cancelled. */

import type { Store } from '../conversations/store.ts'
import type { CancellationsTable, CustomersTable } from '../storage/schema.ts'

/** What a customer can cancel. */
export type Service = 'mobile' | 'home' | 'tv'

/** Services a customer has and has not cancelled yet. */
export async function servicesLeft(
  db: Store['db'],
  customer: Pick<CustomersTable, 'id' | 'plan' | 'home'>,
): Promise<Service[]> {
  const products = await db
    .selectFrom('products')
    .select('product')
    .where('customer_id', '=', customer.id)
    .where('until', 'is', null)
    .execute()
  const cancelled = new Set((await cancellationsOf(db, customer)).map(({ service }) => service))
  const has: Service[] = []
  if (customer.plan !== null) has.push('mobile')
  if (customer.home !== null) has.push('home')
  if (products.some(({ product }) => product === 'tv' || product.startsWith('tv_'))) has.push('tv')
  return has.filter((service) => !cancelled.has(service))
}

/** What a customer has cancelled. */
export function cancellationsOf(
  db: Store['db'],
  customer: Pick<CustomersTable, 'id'>,
): Promise<CancellationsTable[]> {
  return db.selectFrom('cancellations').selectAll().where('customer_id', '=', customer.id).execute()
}
