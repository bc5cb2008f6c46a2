/** Notes which accepted questions are live by now. */

import type { Trx } from '../../conversations/store.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { liveRevision } from '../../corpus/revisions/revisions.ts'

/**
 * What was accepted before something was published, and waits in the draft no more, has been published.
 * @returns how many clusters
 */
export async function settleApplied({ store }: Pick<Curation, 'store'>): Promise<number> {
  const live = await liveRevision(store)
  if (live === null) return 0
  const accepted = await store.db
    .selectFrom('clusters')
    .select(['id', 'entry', 'decided_by'])
    .where('status', '=', 'accepted')
    .where('decided_at', '<=', live.since)
    .execute()
  let settled = 0
  for (const { id, entry, decided_by } of accepted) {
    const waiting = await store.db
      .selectFrom('draft_items')
      .select('key')
      .where('key', '=', `entry:${entry ?? ''}`)
      .executeTakeFirst()
    if (waiting) continue
    await store.db.transaction().execute((trx) => apply(trx, id, decided_by ?? 'system', store.now()))
    settled++
  }
  return settled
}

async function apply(trx: Trx, cluster: string, by: string, now: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('clusters')
    .set({ status: 'applied', updated_at: now })
    .where('id', '=', cluster)
    .where('status', '=', 'accepted')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await trx
    .updateTable('unanswered')
    .set({ status: 'applied' })
    .where('cluster_id', '=', cluster)
    .where('status', '=', 'accepted')
    .execute()
  const rows = await trx
    .selectFrom('unanswered')
    .select('phrase_hash')
    .distinct()
    .where('cluster_id', '=', cluster)
    .execute()
  for (const { phrase_hash } of rows)
    await trx
      .insertInto('settled_phrases')
      .values({ phrase_hash, status: 'applied', by, at: now })
      .onConflict((c) => c.column('phrase_hash').doNothing())
      .execute()
}
