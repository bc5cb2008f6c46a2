/** Erases people: the keys first, from where there is no way back, then every row of the register, then the proof. */

import { type Kysely, sql } from 'kysely'
import { newId, type Store, type Trx } from '../../conversations/store.ts'
import {
  type ErasureOrder,
  type EverybodyErased,
  everyErasure,
  finishOrder,
  openOrders,
  orderErasure,
  overwriteDeleted,
  scrub,
} from '../../storage/erasure-orders.ts'
import type { Schema } from '../../storage/schema.ts'
import { dropEmptyClusters } from '../unanswered/clusters.ts'
import { forgetPhrases } from './learned-phrases.ts'
import { keysOfPerson, NOBODY, type Person } from './person.ts'
import { type AnyDatabase, rowsOf, rowsThatStay } from './personal-store.ts'
import { chatTables, personalStores } from './stores.ts'

const AT_ONCE = 500

/** What finding somebody needs besides a database. */
export interface Hasher {
  readonly vault: Pick<Store['vault'], 'hash'>
  readonly now: () => number
}

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>

/** What an erasure did. */
export interface Erased {
  readonly order: ErasureOrder
  /** Rows that were deleted, by table; tables without any are left out. */
  readonly rows: RowCounts
  /** Keys as they were stored; gone from every file unless the scan finds them. */
  readonly wrappedKeys: readonly Buffer[]
}

/** How an erasure is asked for. */
export interface Asked {
  readonly scope: ErasureOrder['scope']
  /** Name of an account, `bot`, `system`, or `cli:` and the user of the machine. */
  readonly actor: string
  /** Hears what is being done. */
  readonly onProgress?: (doing: 'keys' | 'rows' | 'files') => void
  /** Looks again, with their rows locked, who is meant: somebody may have written since they were found. */
  readonly again?: (trx: Trx) => Promise<Person>
}

/**
 * Erases somebody. Once the keys are gone it is carried on by {@link resumeErasures}, whatever happens to this process.
 * Whoever is found by the same ids a second time has nothing left to be erased; doing it again does no harm.
 */
export async function erase(store: Store, person: Person, asked: Asked): Promise<Erased> {
  const { onProgress = () => undefined, again } = asked
  onProgress('keys')
  const { keystore } = store.vault
  await overwriteDeleted(keystore, store.engine)
  const { order, wrappedKeys } = await (again === undefined
    ? giveOrder(store, store.db, person, asked)
    : store.db.transaction().execute(async (trx) => {
        if (store.engine === 'postgres') await lock(trx, person)
        return giveOrder(store, trx, await again(trx), asked)
      }))
  store.vault.forget(order.subjectIds)
  onProgress('rows')
  const rows = await carryOut(store, order)
  onProgress('files')
  await scrub(keystore, store.engine, 'subject_keys')
  return { order, rows, wrappedKeys }
}

async function giveOrder(
  store: Store,
  db: Pick<Store['db'], 'selectFrom'>,
  person: Person,
  { scope, actor }: Asked,
): Promise<Pick<Erased, 'order' | 'wrappedKeys'>> {
  const { accountHashes } = await keysOfPerson(db, store, person)
  const order: ErasureOrder = {
    id: newId(),
    scope,
    actor,
    customerId: person.customerId,
    subjectIds: person.subjectIds,
    conversationIds: person.conversationIds,
    linkedTo: person.linkedTo,
    accountHashes,
    orderedAt: store.now(),
  }
  return { order, wrappedKeys: await orderErasure(store.vault.keystore, order) }
}

/** Finishes what a process that died has begun. @returns how many erasures that were */
export async function resumeErasures(store: Store): Promise<number> {
  const open = await openOrders(store.vault.keystore)
  for (const order of open) await carryOut(store, order)
  if (open.length > 0) await scrub(store.vault.keystore, store.engine, 'subject_keys')
  return open.length
}

/** Erases rows of people whose keys are gone, however that came. @returns how many rows */
export async function eraseLeftovers(store: Store): Promise<number> {
  const everybody = await everyErasure(store.vault.keystore)
  await overwriteDeleted(store.db, store.engine)
  // Orders that are done have been carried out on this very database.
  return store.db.transaction().execute((trx) => replayErasures(trx, store, { ...everybody, orders: [] }))
}

/** Deletes every row of an order and says so in the audit log, once. */
async function carryOut(store: Store, order: ErasureOrder): Promise<RowCounts> {
  await overwriteDeleted(store.db, store.engine)
  const rows = await store.db.transaction().execute(async (trx) => {
    if (store.engine === 'postgres') await lock(trx, order)
    const deleted = await eraseRows(trx, store, await asOrdered(trx, order))
    const target = `erasure:${order.id}`
    // A period that is over is put on record once a night.
    if (order.scope === 'period') return deleted
    const said = await trx.selectFrom('audit').select('seq').where('target', '=', target).executeTakeFirst()
    if (said) return deleted
    const { scope, customerId, subjectIds, conversationIds: chats, actor } = order
    await store.audit.append(trx, {
      actor,
      action: scope === 'customer' ? 'customer.erase' : 'chat.erase',
      target,
      detail: { scope, customer: customerId, people: subjectIds.length, chats: chats.length, rows: deleted },
    })
    return deleted
  })
  await scrub(store.db, store.engine)
  await finishOrder(store.vault.keystore, order, store.now())
  for (const id of order.conversationIds) store.live.changed(id)
  return rows
}

/** Nobody adds anything about these people until it is committed. */
async function lock(trx: Trx, { subjectIds, conversationIds }: Person): Promise<void> {
  if (subjectIds.length > 0)
    await trx.selectFrom('subjects').select('id').where('id', 'in', subjectIds).forUpdate().execute()
  if (conversationIds.length > 0)
    await trx
      .selectFrom('conversations')
      .select('id')
      .where('id', 'in', conversationIds)
      .forUpdate()
      .execute()
}

/**
 * Deletes what the register finds of a person, and what the corpus has learned from them; of invoices the amounts are kept.
 * @returns rows that were deleted, by table
 */
export async function eraseRows(
  trx: Kysely<Schema>,
  store: Hasher,
  who: Person & Partial<Pick<ErasureOrder, 'scope' | 'accountHashes'>>,
): Promise<RowCounts> {
  const person = await keysOfPerson(trx, store, who)
  const accounts = [...new Set([...person.accountHashes, ...(who.accountHashes ?? [])])]
  if (accounts.length > 0)
    await trx
      .insertInto('erased_accounts')
      .values(accounts.map((account_hash) => ({ account_hash, erased_at: store.now() })))
      .onConflict((c) => c.column('account_hash').doNothing())
      .execute()
  // What time takes away is nobody's by then: their words were masked, and from whom they were goes.
  const forgotten = who.scope === 'period' ? {} : await forgetPhrases(trx, store, person)
  const deleted: Record<string, number> = { ...forgotten }
  // Tables are named by the register.
  const db = trx as unknown as AnyDatabase
  for (const [table, personal] of personalStores) {
    if (personal.kept?.what === 'everything') continue
    const staying = rowsThatStay(personal, person)
    if (staying !== null)
      await db
        .updateTable(table)
        // Whoever begins anew has a conversation of the same id; no two rows may have the same here.
        .set({ conversation_id: sql`'erased:' || id` })
        .where(staying)
        .execute()
    if (who.scope === 'period' && !chatTables.has(table)) continue
    const theirs = rowsOf(personal, person)
    if (theirs === null) continue
    if (personal.kept?.what === 'amounts') await keepAmounts(trx, person.customerId, store.now())
    const { numDeletedRows } = await db.deleteFrom(table).where(theirs).executeTakeFirstOrThrow()
    if (numDeletedRows > 0n) deleted[table] = (deleted[table] ?? 0) + Number(numDeletedRows)
  }
  if (deleted['unanswered'] !== undefined) await dropEmptyClusters(trx)
  return deleted
}

/**
 * Whom an order is about by now: ids of conversations come back when somebody begins anew, and so do links. What was
 * begun after the order is none of it.
 */
async function asOrdered(
  db: Pick<Kysely<Schema>, 'selectFrom'>,
  order: ErasureOrder,
): Promise<ErasureOrder & Person> {
  const since = new Set<string>()
  for (let at = 0; at < order.conversationIds.length; at += AT_ONCE) {
    const rows = await db
      .selectFrom('conversations')
      .select('id')
      .where('id', 'in', order.conversationIds.slice(at, at + AT_ONCE))
      .where('created_at', '>', order.orderedAt)
      .execute()
    for (const { id } of rows) since.add(id)
  }
  return {
    ...order,
    conversationIds: order.conversationIds.filter((id) => !since.has(id)),
    linkedUntil: order.orderedAt,
  }
}

async function keepAmounts(trx: Kysely<Schema>, customerId: string | null, now: number): Promise<void> {
  if (customerId === null) return
  const invoices = await trx
    .selectFrom('invoices')
    .select(['month', 'total_fen', 'due', 'paid_at'])
    .where('customer_id', '=', customerId)
    .execute()
  if (invoices.length === 0) return
  await trx
    .insertInto('kept_invoices')
    .values(invoices.map((invoice) => ({ id: newId(), ...invoice, kept_since: now })))
    .execute()
}

/**
 * Erases again whoever is on the list of erasures, as far as they are still in a main database: after a restore, or
 * where an older version has only destroyed their keys.
 * @param db a transaction of the main database
 * @returns rows that were deleted
 */
export async function replayErasures(
  db: Kysely<Schema>,
  store: Hasher,
  { subjectIds, orders }: EverybodyErased,
): Promise<number> {
  let rows = 0
  const again = async (who: Person): Promise<void> => {
    const deleted = await eraseRows(db, store, who)
    rows += Object.values(deleted).reduce((sum, n) => sum + n, 0)
  }
  for (const order of orders) await again(await asOrdered(db, order))
  for (let at = 0; at < subjectIds.length; at += AT_ONCE) {
    const some = subjectIds.slice(at, at + AT_ONCE)
    const left = await db.selectFrom('subjects').select('id').where('id', 'in', some).execute()
    if (left.length === 0) continue
    const ids = left.map(({ id }) => id)
    const customers = await db
      .selectFrom('customer_records')
      .select('id')
      .where('subject_id', 'in', ids)
      .execute()
    for (const { id } of customers) await again({ ...NOBODY, customerId: id, linkedTo: [id] })
    await again({ ...NOBODY, subjectIds: ids })
  }
  return rows
}

/** How many rows of a person there are, by table; of what is kept none are counted. */
export async function countRows(store: Store, who: Person): Promise<RowCounts> {
  const person = await keysOfPerson(store.db, store, who)
  const counts: Record<string, number> = {}
  const db = store.db as unknown as AnyDatabase
  for (const [table, personal] of personalStores) {
    if (personal.kept?.what === 'everything') continue
    const theirs = rowsOf(personal, person)
    if (theirs === null) continue
    const { n } = await db
      .selectFrom(table)
      .select(sql<number>`count(*)`.as('n'))
      .where(theirs)
      .executeTakeFirstOrThrow()
    if (Number(n) > 0) counts[table] = Number(n)
  }
  return counts
}
