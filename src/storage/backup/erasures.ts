/** Who was erased stays erased: the list of erasures and what it does to a restored key database. */

import { type Kysely, sql } from 'kysely'
import { LiukeError } from '../../errors.ts'
import type { ErasureOrdersTable, KeystoreSchema } from '../schema.ts'

/** A subject whose key was destroyed. */
export interface Erasure {
  readonly subject_id: string
  /** Milliseconds since 1970. */
  readonly erased_at: number
}

const ROWS = 500

/** Adds orders to erase to those of a key database. */
export async function addOrders(
  keystore: Kysely<KeystoreSchema>,
  orders: readonly ErasureOrdersTable[],
): Promise<void> {
  for (let at = 0; at < orders.length; at += ROWS) {
    await keystore
      .insertInto('erasure_orders')
      .values(orders.slice(at, at + ROWS))
      .onConflict((c) => c.column('id').doNothing())
      .execute()
  }
}

/**
 * Adds erasures to the list of a key database and destroys the keys of everybody on it.
 * @returns how many keys that were
 * @throws LiukeError `restore_failed` when a key would be left
 */
export async function replayErasures(
  keystore: Kysely<KeystoreSchema>,
  erasures: readonly Erasure[],
): Promise<number> {
  for (let at = 0; at < erasures.length; at += ROWS) {
    await keystore
      .insertInto('erasures')
      .values(erasures.slice(at, at + ROWS))
      .onConflict((c) => c.column('subject_id').doNothing())
      .execute()
  }
  const { numDeletedRows } = await keystore
    .deleteFrom('subject_keys')
    .where('subject_id', 'in', (q) => q.selectFrom('erasures').select('subject_id'))
    .executeTakeFirstOrThrow()
  const { rows } = await sql`
    select 1 from subject_keys join erasures on erasures.subject_id = subject_keys.subject_id limit 1`.execute(
    keystore,
  )
  if (rows.length === 0) return Number(numDeletedRows)
  throw new LiukeError(
    'restore_failed',
    'A key of an erased person would have come back.',
    'Nothing was restored. Please report this.',
  )
}
