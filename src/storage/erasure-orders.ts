/** The list of who was erased, in the key database: written with the end of the keys, done again after a restore. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ErasureOrdersTable, KeystoreSchema } from './schema.ts'

/** Whom an order is about. Ids only. */
export interface ErasureOrder {
  readonly id: string
  readonly scope: ErasureOrdersTable['scope']
  readonly customerId: string | null
  /** Whose keys are destroyed. */
  readonly subjectIds: readonly string[]
  readonly conversationIds: readonly string[]
  /** Customers whose links to people on channels go. */
  readonly linkedTo: readonly string[]
  /** Keyed hashes of the accounts, which an import must not bring back. */
  readonly accountHashes: readonly string[]
  readonly actor: string
  /** Milliseconds since 1970. */
  readonly orderedAt: number
}

/** Everybody who was ever erased. */
export interface EverybodyErased {
  /** Whose keys were destroyed. */
  readonly subjectIds: readonly string[]
  readonly orders: readonly ErasureOrder[]
}

const AT_ONCE = 500

/**
 * Writes an order and destroys the keys, together or not at all: from here on there is no way back.
 * @returns the wrapped keys that were there, for whoever looks whether they are gone
 */
export async function orderErasure(
  keystore: Kysely<KeystoreSchema>,
  order: ErasureOrder,
): Promise<readonly Buffer[]> {
  return keystore.transaction().execute(async (trx) => {
    const wrapped: Buffer[] = []
    const { subjectIds, orderedAt: erased_at } = order
    for (let at = 0; at < subjectIds.length; at += AT_ONCE) {
      const some = subjectIds.slice(at, at + AT_ONCE)
      const keys = await trx
        .selectFrom('subject_keys')
        .select('wrapped')
        .where('subject_id', 'in', some)
        .execute()
      wrapped.push(...keys.map((row) => row.wrapped))
      await trx.deleteFrom('subject_keys').where('subject_id', 'in', some).execute()
      await trx
        .insertInto('erasures')
        .values(some.map((subject_id) => ({ subject_id, erased_at })))
        .onConflict((c) => c.column('subject_id').doNothing())
        .execute()
    }
    await trx
      .insertInto('erasure_orders')
      .values({ ...rowOf(order), done_at: null })
      .execute()
    return wrapped
  })
}

/** Orders that were begun and not finished, oldest first. */
export async function openOrders(keystore: Kysely<KeystoreSchema>): Promise<ErasureOrder[]> {
  const rows = await keystore
    .selectFrom('erasure_orders')
    .selectAll()
    .where('done_at', 'is', null)
    .orderBy('ordered_at')
    .execute()
  return rows.map(orderOf)
}

/** An order is done: nothing of it is left. One of a period is not kept: after a restore the next night does it again. */
export async function finishOrder(
  keystore: Kysely<KeystoreSchema>,
  { id, scope }: Pick<ErasureOrder, 'id' | 'scope'>,
  now: number,
): Promise<void> {
  if (scope === 'period') await keystore.deleteFrom('erasure_orders').where('id', '=', id).execute()
  else await keystore.updateTable('erasure_orders').set({ done_at: now }).where('id', '=', id).execute()
}

/** Everybody who was ever erased, of whom a copy of the main database may still have something. */
export async function everyErasure(keystore: Kysely<KeystoreSchema>): Promise<EverybodyErased> {
  const subjects = await keystore.selectFrom('erasures').select('subject_id').execute()
  const orders = await keystore.selectFrom('erasure_orders').selectAll().orderBy('ordered_at').execute()
  return { subjectIds: subjects.map(({ subject_id }) => subject_id), orders: orders.map(orderOf) }
}

/**
 * Leaves nothing of deleted rows in the files of the database: pages are overwritten as they are freed, and the
 * write-ahead log is emptied as far as no reader holds it. On PostgreSQL dead rows of keys are taken away.
 */
export async function scrub<Schema>(
  db: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  table?: string,
): Promise<void> {
  if (engine === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db)
  else if (table !== undefined) await sql`vacuum ${sql.table(table)}`.execute(db)
}

/** From here on what this connection deletes is overwritten, also in pages that become free. */
export async function overwriteDeleted<Schema>(
  db: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
): Promise<void> {
  if (engine === 'sqlite') await sql`pragma secure_delete = on`.execute(db)
}

/** The row of an order. */
export function rowOf(order: ErasureOrder): Omit<ErasureOrdersTable, 'done_at'> {
  return {
    id: order.id,
    scope: order.scope,
    customer_id: order.customerId,
    subjects: JSON.stringify(order.subjectIds),
    conversations: JSON.stringify(order.conversationIds),
    linked: JSON.stringify(order.linkedTo),
    accounts: JSON.stringify(order.accountHashes),
    actor: order.actor,
    ordered_at: order.orderedAt,
  }
}

/** An order by its row. */
export function orderOf(row: ErasureOrdersTable): ErasureOrder {
  return {
    id: row.id,
    scope: row.scope,
    customerId: row.customer_id,
    // All four written by rowOf.
    subjectIds: JSON.parse(row.subjects) as string[],
    conversationIds: JSON.parse(row.conversations) as string[],
    linkedTo: JSON.parse(row.linked) as string[],
    accountHashes: JSON.parse(row.accounts) as string[],
    actor: row.actor,
    orderedAt: row.ordered_at,
  }
}
