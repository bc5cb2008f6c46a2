/** Questions whose meaning the customer told by choosing: labels, one group for each entry. */

import { newId, type Store } from '../../conversations/store.ts'
import { freshCluster, refreshClusters } from './clusters.ts'

/** Notes what was chosen. A question that a lead has decided about stays as it is. @returns whether it was noted */
export async function labelQuestion(store: Store, messageId: string, entry: string): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('unanswered')
      .select(['id', 'cluster_id'])
      .where('message_id', '=', messageId)
      .where('status', '=', 'new')
      .executeTakeFirst()
    if (!row) return false
    const group = await trx
      .selectFrom('clusters')
      .select('id')
      .where('status', '=', 'labelled')
      .where('entry', '=', entry)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    const cluster_id = group?.id ?? newId()
    if (!group)
      await trx
        .insertInto('clusters')
        .values(freshCluster(cluster_id, 'labelled', store.now(), entry))
        .execute()
    await trx
      .updateTable('unanswered')
      .set({ status: 'labelled', right_entry: entry, cluster_id })
      .where('id', '=', row.id)
      .where('status', '=', 'new')
      .execute()
    await refreshClusters(
      trx,
      [cluster_id, ...(row.cluster_id === null ? [] : [row.cluster_id])],
      store.now(),
    )
    return true
  })
}
