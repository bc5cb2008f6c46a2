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
  const cancelled = new Set((await cancellationsOf(db, customer)).map(({ service }) => service))
  return (await servicesHad(db, customer)).filter((service) => !cancelled.has(service))
}

/**
 * Services that still run: those cancelled to a later day do.
 * @param today `YYYY-MM-DD`
 */
export async function servicesRunning(
  db: Store['db'],
  customer: Pick<CustomersTable, 'id' | 'plan' | 'home'>,
  today: string,
): Promise<Service[]> {
  // The day of a cancellation is the last on which the service runs.
  const ended = (await cancellationsOf(db, customer)).filter(({ effective }) => effective < today)
  const over = new Set(ended.map(({ service }) => service))
  return (await servicesHad(db, customer)).filter((service) => !over.has(service))
}

async function servicesHad(
  db: Store['db'],
  customer: Pick<CustomersTable, 'id' | 'plan' | 'home'>,
): Promise<Service[]> {
  const products = await db
    .selectFrom('products')
    .select('product')
    .where('customer_id', '=', customer.id)
    .where('until', 'is', null)
    .execute()
  const has: Service[] = []
  if (customer.plan !== null) has.push('mobile')
  if (customer.home !== null) has.push('home')
  if (products.some(({ product }) => product === 'tv' || product.startsWith('tv_'))) has.push('tv')
  return has
}

/** What a customer has cancelled. */
export function cancellationsOf(
  db: Store['db'],
  customer: Pick<CustomersTable, 'id'>,
): Promise<CancellationsTable[]> {
  return db.selectFrom('cancellations').selectAll().where('customer_id', '=', customer.id).execute()
}
