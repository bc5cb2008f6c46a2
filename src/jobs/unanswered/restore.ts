/** Puts questions back to where they were before a decision. */

import type { Trx } from '../../conversations/store.ts'
import type { CurationDeedsTable } from '../../storage/schema.ts'
import { freshCluster, refreshClusters } from './clusters.ts'
import { type DeedRecord, isPutAway, STATUS } from './deed-record.ts'

/**
 * Puts questions and clusters back to what they were before a deed. What somebody has decided about since stays as that
 * decision has left it. What was learned stays on record: the history of the draft still has it.
 */
export async function restore(
  trx: Trx,
  { cluster, rows, target, settled }: DeedRecord,
  deed: CurationDeedsTable['deed'],
  now: number,
): Promise<void> {
  const status = STATUS[deed]
  const { status: before, entry } = cluster
  await trx
    .insertInto('clusters')
    .values(freshCluster(cluster.id, before, now, entry))
    .onConflict((c) => c.column('id').doNothing())
    .execute()
  if (target === cluster.id && status !== null)
    await trx
      .updateTable('clusters')
      .set({ status: before, entry, decided_by: null, decided_at: null })
      .where('id', '=', cluster.id)
      .where('status', '=', status)
      .execute()
  const parent = await trx
    .selectFrom('clusters')
    .select('status')
    .where('id', '=', cluster.id)
    .executeTakeFirstOrThrow()
  // Decided since: what is open again is clustered anew.
  const back = parent.status === before ? cluster.id : null
  const left = await clustersOf(trx, rows)
  for (const row of rows)
    await trx
      .updateTable('unanswered')
      .set({ status: row.status, cluster_id: back })
      .where('id', '=', row.id)
      .where('status', '=', status ?? row.status)
      .execute()
  // Those that have joined them since go with them.
  await trx
    .updateTable('unanswered')
    .set({ status: before, cluster_id: back })
    .where('cluster_id', '=', target)
    .where('status', '=', status ?? before)
    .execute()
  for (const hash of settled) if (!(await isPutAway(trx, hash))) await unsettle(trx, hash)
  await refreshClusters(trx, [cluster.id, target, ...left], now)
}

/** Where questions are now: they may have been clustered anew since. */
async function clustersOf(trx: Trx, rows: DeedRecord['rows']): Promise<string[]> {
  const clusters = new Set<string>()
  for (let at = 0; at < rows.length; at += 500) {
    const found = await trx
      .selectFrom('unanswered')
      .select('cluster_id')
      .distinct()
      .where(
        'id',
        'in',
        rows.slice(at, at + 500).map(({ id }) => id),
      )
      .execute()
    for (const { cluster_id } of found) if (cluster_id !== null) clusters.add(cluster_id)
  }
  return [...clusters]
}

async function unsettle(trx: Trx, hash: string): Promise<void> {
  await trx.deleteFrom('settled_phrases').where('phrase_hash', '=', hash).execute()
}
