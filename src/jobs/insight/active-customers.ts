/** Reads everybody who is a customer now, a page at a time, however many they are. */

import type { Store } from '../../conversations/store.ts'
import type { CustomersTable } from '../../storage/schema.ts'

/** Customers read at once. */
const AT_ONCE = 2_000

/** What insight asks of a customer's record. */
export type ActiveCustomer = Pick<CustomersTable, 'id' | 'plan' | 'home' | 'joined' | 'monthly_fen'>

/**
 * Pages of active customers in the order of their ids.
 * @param onProgress hears 0..1, after each page was worked on
 */
export async function* activeCustomers(
  store: Store,
  onProgress: (share: number) => void,
): AsyncGenerator<readonly ActiveCustomer[]> {
  const { count } = await store.db
    .selectFrom('customers')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow()
  let read = 0
  for (let after = ''; ; ) {
    const page = await store.db
      .selectFrom('customers')
      .select(['id', 'plan', 'home', 'joined', 'monthly_fen'])
      .where('status', '=', 'active')
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.id
    read += page.length
    onProgress(Math.min(1, read / Math.max(1, Number(count))))
  }
}
