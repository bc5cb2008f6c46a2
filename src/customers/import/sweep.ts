/** Removes what imports that came to nothing have left: hidden customers, their keys, and what was prepared. */

import type { Store } from '../../conversations/store.ts'
import { isAlive } from './lease.ts'

/** Customers removed in one go, so that turns need not wait; with each goes a key and all that could refer to it. */
const AT_ONCE = 150
/** Prepared rows removed in one go. */
const PREPARED_AT_ONCE = 250
const MOST_PAUSE_MS = 50

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
      count = await lettingOthers(() => sweepSome(store, one.id))
      swept += count
      onSwept?.(swept)
    }
    await store.db.deleteFrom('imports').where('id', '=', one.id).where('status', '=', 'dropped').execute()
  }
  await clearPrepared(store, signal)
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

/** Removes what imports have only prepared that do not run any more, a little at a time. */
export async function clearPrepared(store: Store, signal?: AbortSignal): Promise<void> {
  await clearChanges(store, signal)
  for (let after = ''; ; ) {
    const next = await store.db
      .selectFrom('import_seen')
      .select('import_id')
      .where('import_id', '>', after)
      .orderBy('import_id')
      .limit(1)
      .executeTakeFirst()
    if (next === undefined || signal?.aborted) return
    after = next.import_id
    if (!(await isRunning(store, after))) await clearSeen(store, after, signal)
  }
}

async function clearChanges(store: Store, signal?: AbortSignal): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await store.db
      .selectFrom('import_changes')
      .select(['customer_id', 'import_id'])
      .where('customer_id', '>', after)
      .orderBy('customer_id')
      .limit(PREPARED_AT_ONCE)
      .execute()
    const last = rows.at(-1)
    if (last === undefined || signal?.aborted) return
    after = last.customer_id
    const over: string[] = []
    for (const id of new Set(rows.map((row) => row.import_id)))
      if (!(await isRunning(store, id))) over.push(id)
    if (over.length === 0) continue
    const ids = rows.map((row) => row.customer_id)
    await lettingOthers(() =>
      store.db
        .deleteFrom('import_changes')
        .where('customer_id', 'in', ids)
        .where('import_id', 'in', over)
        .execute(),
    )
  }
}

async function clearSeen(store: Store, importId: string, signal?: AbortSignal): Promise<void> {
  for (let from = { source: 0, customer_id: '' }; ; ) {
    const { source, customer_id: after } = from
    const rows = await store.db
      .selectFrom('import_seen')
      .select(['source', 'customer_id'])
      .where('import_id', '=', importId)
      .where('source', '=', source)
      .where('customer_id', '>', after)
      .orderBy('customer_id')
      .limit(PREPARED_AT_ONCE)
      .execute()
    if (signal?.aborted) return
    const last = rows.at(-1)
    if (last === undefined) {
      const next = await store.db
        .selectFrom('import_seen')
        .select('source')
        .where('import_id', '=', importId)
        .where('source', '>', source)
        .orderBy('source')
        .limit(1)
        .executeTakeFirst()
      if (next === undefined) return
      from = { source: next.source, customer_id: '' }
      continue
    }
    from = last
    const ids = rows.map((row) => row.customer_id)
    await lettingOthers(() =>
      store.db
        .deleteFrom('import_seen')
        .where('import_id', '=', importId)
        .where('source', '=', source)
        .where('customer_id', 'in', ids)
        .execute(),
    )
  }
}

async function isRunning(store: Store, importId: string): Promise<boolean> {
  const running = await store.db
    .selectFrom('imports')
    .select('id')
    .where('id', '=', importId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return running !== undefined
}

/** Works, and then rests for as long: whoever waits to write gets the database meanwhile. */
async function lettingOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  const began = performance.now()
  const result = await work()
  const pause = Math.min(MOST_PAUSE_MS, performance.now() - began)
  await new Promise((resolve) => setTimeout(resolve, pause))
  return result
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
