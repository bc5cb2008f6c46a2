/** Removes what imports that came to nothing have left: hidden customers, their keys, and what was prepared. */

import type { Store } from '../../conversations/store.ts'
import { isAlive } from './lease.ts'

/** Customers removed in one go, so that turns need not wait. */
const AT_ONCE = 250

/**
 * Sweeps up after imports that were dropped or whose process is gone. What was swept half is swept on by the next.
 * @param onSwept is told how many customers were removed so far
 * @returns how many hidden customers were removed
 */
export async function sweepImports(
  store: Store,
  onSwept?: (count: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const hidden = await store.db.selectFrom('imports').selectAll().where('status', '!=', 'live').execute()
  let swept = 0
  for (const one of hidden) {
    if (one.status === 'running') {
      if (isAlive(one, store.now())) continue
      await giveUp(store, one.id)
    }
    for (let count = -1; count !== 0; ) {
      if (signal?.aborted) return swept
      count = await sweepSome(store, one.id)
      swept += count
      onSwept?.(swept)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await store.db.deleteFrom('imports').where('id', '=', one.id).where('status', '=', 'dropped').execute()
  }
  await clearPrepared(store)
  return swept
}

/** Takes an import for failed; it cannot go on from here. */
export async function giveUp(store: Store, importId: string): Promise<void> {
  await store.db
    .updateTable('imports')
    .set({ status: 'dropped' })
    .where('id', '=', importId)
    .where('status', '=', 'running')
    .execute()
}

/** Removes what imports have only prepared that do not run any more. */
export async function clearPrepared(store: Store): Promise<void> {
  for (const table of ['import_seen', 'import_changes'] as const)
    await store.db
      .deleteFrom(table)
      .where('import_id', 'not in', (q) =>
        q.selectFrom('imports').select('imports.id').where('imports.status', '=', 'running'),
      )
      .execute()
}

async function sweepSome(store: Store, importId: string): Promise<number> {
  const rows = await store.db
    .selectFrom('customer_records')
    .select(['id', 'subject_id'])
    .where('import_id', '=', importId)
    .limit(AT_ONCE)
    .execute()
  if (rows.length === 0) return 0
  const [ids, subjects] = [rows.map(({ id }) => id), rows.map(({ subject_id: id }) => id)]
  // Keys first: a sweep that is cut off here finds the rows again.
  await store.vault.discard(subjects)
  await store.db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('customer_records')
      .where('id', 'in', ids)
      .where('import_id', '=', importId)
      .execute()
    await trx.deleteFrom('subjects').where('id', 'in', subjects).execute()
  })
  return rows.length
}
