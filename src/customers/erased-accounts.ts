/** Accounts of customers who were erased: an import must not bring them back. */

import type { Store } from '../conversations/store.ts'

/** Which of some keyed hashes of accounts are of customers who were erased. */
export async function erasedAmong(
  { db }: Pick<Store, 'db'>,
  accountHashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (accountHashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('erased_accounts')
    .select('account_hash')
    .where('account_hash', 'in', accountHashes)
    .execute()
  return new Set(rows.map(({ account_hash }) => account_hash))
}
