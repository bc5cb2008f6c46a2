/** The rows of clusters: figures of their questions, made anew whenever those change. */

import type { Kysely } from 'kysely'
import type { Trx } from '../../conversations/store.ts'
import type { ClustersTable, Schema, UnansweredStatus } from '../../storage/schema.ts'
import { rankOf } from './rank.ts'

/** A cluster before it has questions. */
export function freshCluster(
  id: string,
  status: UnansweredStatus,
  now: number,
  entry: string | null = null,
): ClustersTable {
  return {
    ...{ id, status, rank: 0, questions: 0, customers: 0, first_at: now, last_at: now, cohesion: 1, entry },
    ...{ decided_by: null, decided_at: null, updated_at: now },
  }
}

/** Reckons figures anew; a cluster whose questions are gone goes too. */
export async function refreshClusters(trx: Trx, ids: Iterable<string>, now: number): Promise<void> {
  for (const id of new Set(ids)) {
    const rows = await trx
      .selectFrom('unanswered')
      .select(['customer_id', 'subject_id', 'risk_band', 'asked_at'])
      .where('cluster_id', '=', id)
      .execute()
    if (rows.length === 0) {
      await trx.deleteFrom('clusters').where('id', '=', id).execute()
      continue
    }
    const ranked = rows.map((row) => ({
      person: row.customer_id ?? row.subject_id,
      risk: row.risk_band,
      at: Number(row.asked_at),
    }))
    const times = ranked.map(({ at }) => at)
    await trx
      .updateTable('clusters')
      .set({
        rank: rankOf(ranked, now),
        questions: rows.length,
        customers: new Set(ranked.map(({ person }) => person)).size,
        first_at: times.reduce((a, b) => Math.min(a, b)),
        last_at: times.reduce((a, b) => Math.max(a, b)),
        updated_at: now,
      })
      .where('id', '=', id)
      .execute()
  }
}

/** Clusters whose questions were all erased, or whose time is over, go. */
export async function dropEmptyClusters(db: Kysely<Schema>): Promise<void> {
  await db
    .deleteFrom('clusters')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('unanswered')
            .select('unanswered.id')
            .whereRef('unanswered.cluster_id', '=', 'clusters.id'),
        ),
      ),
    )
    .execute()
}

/** Questions that were decided about one by one, in the test lab, leave the open clusters they were in. */
export async function detachDecided(trx: Trx, now: number): Promise<void> {
  const rows = await trx
    .selectFrom('unanswered')
    .innerJoin('clusters', 'clusters.id', 'unanswered.cluster_id')
    .select(['unanswered.id', 'clusters.id as cluster'])
    .where('clusters.status', '=', 'new')
    .where('unanswered.status', '!=', 'new')
    .execute()
  for (const { id } of rows)
    await trx
      .updateTable('unanswered')
      .set({ cluster_id: null })
      .where('id', '=', id)
      .where('status', '!=', 'new')
      .execute()
  await refreshClusters(
    trx,
    rows.map(({ cluster }) => cluster),
    now,
  )
}
