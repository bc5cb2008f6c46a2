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

/**
 * Switches an import live, with its entry in the audit log.
 * @throws LiukeError `import_conflict` when a record says something else than when it was read, `import_lost`
 */
export async function switchLive(store: Store, importId: string, entry: SwitchEntry): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const now = store.now()
    const { numUpdatedRows: live } = await trx
      .updateTable('imports')
      .set({ status: 'live', live_at: now, beat_at: now })
      .where('id', '=', importId)
      .where('status', '=', 'running')
      .executeTakeFirst()
    if (live === 0n) throw lost()
    await lookAgain(store, trx, importId)
    await applyChanges(trx, importId, now)
    await store.audit.append(trx, { action: 'customers.import', ...entry })
  })
}

/** Records that something happened to meanwhile, such as a ticket, are the same as long as they say the same. */
async function lookAgain(store: Store, trx: Trx, importId: string): Promise<void> {
  for (let after = ''; ; ) {
    const touched = await trx
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
      await trx
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

async function applyChanges(trx: Trx, importId: string, now: number): Promise<void> {
  const { n } = await trx
    .selectFrom('import_changes')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('import_id', '=', importId)
    .where('differs', '=', 1)
    .executeTakeFirstOrThrow()
  if (n === 0) return
  const { numUpdatedRows: changed } = await trx
    .updateTable('customer_records')
    .from('import_changes as c')
    .set((e) => ({
      phone_hash: e.ref('c.phone_hash'),
      email_hash: e.ref('c.email_hash'),
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
  if (Number(changed) !== Number(n)) throw conflict()
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
