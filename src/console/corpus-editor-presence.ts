/** Who has which item of the draft open, in every process. */

import type { Store } from '../conversations/store.ts'
import type { ItemSummary } from './corpus-types.ts'

type Open = ItemSummary['open']

/** Whoever was not heard of for so long has closed it, in milliseconds; pages tell every ten seconds. */
const GONE_AFTER_MS = 25_000

/** Notes that somebody has an item open. */
export async function notePresence(
  { db, now }: Store,
  row: { readonly key: string; readonly account: string; readonly editing: boolean },
): Promise<void> {
  const values = { key: row.key, account: row.account, editing: row.editing ? 1 : 0, seen_at: now() }
  await db
    .insertInto('draft_presence')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['key', 'account']).doUpdateSet({ editing: values.editing, seen_at: values.seen_at }),
    )
    .execute()
  await db
    .deleteFrom('draft_presence')
    .where('seen_at', '<', now() - 10 * GONE_AFTER_MS)
    .execute()
}

/** Who else has items open, by key; one key, or all. */
export async function othersAt(
  { db, now }: Store,
  account: string,
  key?: string,
): Promise<ReadonlyMap<string, Open>> {
  const rows = await db
    .selectFrom('draft_presence')
    .selectAll()
    .where('seen_at', '>', now() - GONE_AFTER_MS)
    .where('account', '!=', account)
    .$if(key !== undefined, (query) => query.where('key', '=', key ?? ''))
    .orderBy('account')
    .execute()
  const byKey = Map.groupBy(rows, (row) => row.key)
  return new Map(
    [...byKey].map(([item, open]) => [
      item,
      open.map((row) => ({ account: row.account, editing: row.editing === 1 })),
    ]),
  )
}
