/** Which changes of the draft can still be taken back. */

import type { Store, Trx } from '../../conversations/store.ts'
import { liveRevision } from './revisions.ts'

/**
 * Those after which nothing came: neither another change of the item, nor its publishing. Taking any other back would
 * undo more than it did.
 */
export async function undoable(db: Store['db'] | Trx, changes: readonly string[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const made = await db
    .selectFrom('draft_changes')
    .select(['id', 'key', 'version', 'was_changed', 'changed_at'])
    .where('id', 'in', changes)
    .where('undone_at', 'is', null)
    .execute()
  const keys = ['', ...made.map(({ key }) => key)]
  const rows = await db
    .selectFrom('draft_items')
    .select(['key', 'version'])
    .where('key', 'in', keys)
    .execute()
  const versions = new Map(rows.map(({ key, version }) => [key, version]))
  const counted = await db
    .selectFrom('draft_changes')
    .select(['key', (e) => e.fn.max('version').as('newest')])
    .where('key', 'in', keys)
    .groupBy('key')
    .execute()
  const newest = new Map(counted.map((row) => [row.key, Number(row.newest)]))
  const since = (await liveRevision({ db }))?.since ?? 0
  const still = made.filter(({ key, version, was_changed, changed_at }) => {
    const now = versions.get(key)
    if (now !== undefined) return now === version
    // What was put back to what is live has no row, and neither has what was published since.
    return was_changed === 1 && newest.get(key) === version && since <= Number(changed_at)
  })
  return new Set(still.map(({ id }) => id))
}
