/** Makes an import seen: in one transaction its new customers appear and the known ones change. */

import type { Store, Trx } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { CustomerRecordsTable } from '../../storage/schema.ts'
import { lost } from './lease.ts'

/** Records looked at again at once. */
const AT_ONCE = 500

/** What the audit log says of an import. */
export interface SwitchEntry {
  readonly actor: string
  readonly target: string
  readonly detail: Readonly<Record<string, string | number>>
}

/** How often records that were touched in the last moment are looked at again without anybody waiting for it. */
const ATTEMPTS = 3

/**
 * Switches an import live, with its entry in the audit log. Whoever writes on SQLite waits while known customers
 * change; everything that can be found out before is.
 * @throws LiukeError `import_conflict` when a record says something else than when it was read, `import_lost`
 */
export async function switchLive(store: Store, importId: string, entry: SwitchEntry): Promise<void> {
  const changes = await changesOf(store, importId)
  for (let attempt = 1; ; attempt++) {
    await lookAgain(store, store.db, importId)
    const hashes = await hashesDiffer(store, importId)
    const isLast = attempt === ATTEMPTS
    const isDone = await store.db
      .transaction()
      .execute(async (trx) => {
        const now = store.now()
        const { numUpdatedRows: live } = await trx
          .updateTable('imports')
          .set({ status: 'live', live_at: now, beat_at: now })
          .where('id', '=', importId)
          .where('status', '=', 'running')
          .executeTakeFirst()
        if (live === 0n) throw lost()
        if (isLast) await lookAgain(store, trx, importId)
        if (changes > 0) {
          if (hashes || isLast) await applyHashes(trx, importId)
          if ((await applyChanges(trx, importId, now)) !== changes) throw new Touched()
        }
        await store.audit.append(trx, { action: 'customers.import', ...entry })
        return true
      })
      .catch((error: unknown) => {
        if (error instanceof Touched && !isLast) return false
        throw error instanceof Touched ? conflict() : error
      })
    if (isDone) return
  }
}

/** Something happened to a customer since the records were looked at. */
class Touched extends Error {}

/** How many known customers change. */
async function changesOf(store: Store, importId: string): Promise<number> {
  const { n } = await store.db
    .selectFrom('import_changes')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('import_id', '=', importId)
    .where('differs', '=', 1)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Records that something happened to meanwhile, such as a ticket, are the same as long as they say the same. */
async function lookAgain(store: Store, db: Store['db'] | Trx, importId: string): Promise<void> {
  for (let after = ''; ; ) {
    const touched = await db
      .selectFrom('import_changes as c')
      .innerJoin('customer_records as r', 'r.id', 'c.customer_id')
      .selectAll('r')
      .select('c.seen')
      .where('c.import_id', '=', importId)
      .where('c.differs', '=', 1)
      .whereRef('r.updated_at', '!=', 'c.seen_at')
      .where('c.customer_id', '>', after)
      .orderBy('c.customer_id')
      .limit(AT_ONCE)
      .execute()
    for (const { seen, ...row } of touched) {
      if (recordHash(store, row) !== seen) throw conflict()
      await db
        .updateTable('import_changes')
        .set({ seen_at: row.updated_at })
        .where('customer_id', '=', row.id)
        .execute()
    }
    const last = touched.at(-1)
    if (touched.length < AT_ONCE || last === undefined) return
    after = last.id
  }
}

/** Whether any phone number or address changes. Most imports change none, and need not write their indexes anew. */
async function hashesDiffer(store: Store, importId: string): Promise<boolean> {
  const one = await store.db
    .selectFrom('import_changes as c')
    .innerJoin('customer_records as r', 'r.id', 'c.customer_id')
    .select('c.customer_id')
    .where('c.import_id', '=', importId)
    .where('c.differs', '=', 1)
    .where((e) =>
      e.or([
        e('c.phone_hash', 'is distinct from', e.ref('r.phone_hash')),
        e('c.email_hash', 'is distinct from', e.ref('r.email_hash')),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return one !== undefined
}

async function applyHashes(trx: Trx, importId: string): Promise<void> {
  await trx
    .updateTable('customer_records')
    .from('import_changes as c')
    .set((e) => ({ phone_hash: e.ref('c.phone_hash'), email_hash: e.ref('c.email_hash') }))
    .whereRef('c.customer_id', '=', 'customer_records.id')
    .whereRef('c.seen_at', '=', 'customer_records.updated_at')
    .where('c.import_id', '=', importId)
    .where('c.differs', '=', 1)
    .where((e) =>
      e.or([
        e('c.phone_hash', 'is distinct from', e.ref('customer_records.phone_hash')),
        e('c.email_hash', 'is distinct from', e.ref('customer_records.email_hash')),
      ]),
    )
    .execute()
}

/** @returns how many records changed: those that nobody touched since they were looked at */
async function applyChanges(trx: Trx, importId: string, now: number): Promise<number> {
  const { numUpdatedRows: changed } = await trx
    .updateTable('customer_records')
    .from('import_changes as c')
    .set((e) => ({
      source: e.ref('c.source'),
      status: e.ref('c.status'),
      plan: e.ref('c.plan'),
      district: e.ref('c.district'),
      contract: e.ref('c.contract'),
      joined: e.ref('c.joined'),
      payment: e.ref('c.payment'),
      monthly_fen: e.ref('c.monthly_fen'),
      churned: e.ref('c.churned'),
      attributes: e.ref('c.attributes'),
      profile: e.ref('c.profile'),
      // Whoever looks for what changed since a moment finds it, also where clocks differ.
      updated_at: e
        .case()
        .when('c.seen_at', '>=', now)
        .then(e('c.seen_at', '+', 1))
        .else(now)
        .end(),
    }))
    .whereRef('c.customer_id', '=', 'customer_records.id')
    .whereRef('c.seen_at', '=', 'customer_records.updated_at')
    .where('c.import_id', '=', importId)
    .where('c.differs', '=', 1)
    .executeTakeFirst()
  return Number(changed)
}

/** What a record says, as a keyed hash, without when it was last touched. */
export function recordHash(store: Store, { updated_at: _, profile, ...row }: CustomerRecordsTable): string {
  return store.vault.hash('import_changes.seen', JSON.stringify([row, profile.toString('base64')]))
}

/** Somebody else wrote the same customers meanwhile. */
export function conflict(cause?: unknown): LiukeError {
  return new LiukeError(
    'import_conflict',
    'Customers were changed while the file was being read; nothing was written.',
    'Run the import again.',
    { cause },
  )
}
