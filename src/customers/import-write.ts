/** Writes an import: new customers with keys of their own, known ones under the keys they have, all or nothing. */

import type { Store, Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import type { Mapping } from './mapping.ts'
import { type CustomerDraft, emailHash, insertCustomers, phoneHash, prepareCustomers } from './records.ts'

/** A record that changes. */
export interface Update {
  readonly before: CustomersTable
  readonly draft: CustomerDraft
}

/** What of an import's options writing needs. */
export interface WriteOptions {
  readonly mapping: Mapping
  readonly now: number
  readonly actor: string
  readonly onProgress?: (stage: 'writing', share: number) => void
}

/** Records written in one go. */
const AT_ONCE = 500

/**
 * Writes an import in one transaction, with its row in the audit log.
 * @throws LiukeError `import_conflict` when records changed since they were read
 */
export async function writeImport(
  store: Store,
  { mapping, actor, now, onProgress }: WriteOptions,
  adds: readonly CustomerDraft[],
  updates: readonly Update[],
  counts: { readonly added: number; readonly updated: number; readonly unchanged: number },
): Promise<void> {
  onProgress?.('writing', 0)
  // Keys come first; should anything fail from here on, nothing is sealed with them and nobody is added.
  const prepared = await prepareCustomers(store, adds)
  const total = adds.length + updates.length
  try {
    await store.db.transaction().execute(async (trx) => {
      for (let at = 0; at < prepared.length; at += AT_ONCE) {
        await insertCustomers(store, trx, prepared.slice(at, at + AT_ONCE))
        onProgress?.('writing', Math.min(prepared.length, at + AT_ONCE) / total)
        await new Promise((resolve) => setImmediate(resolve))
      }
      for (const [at, update] of updates.entries()) {
        await writeUpdate(store, trx, update, now)
        if (at % AT_ONCE === 0) onProgress?.('writing', (prepared.length + at) / total)
      }
      await store.audit.append(trx, {
        actor,
        action: 'customers.import',
        target: `mapping:${mapping.name}`,
        detail: counts,
      })
    })
  } catch (error) {
    if (isTaken(error)) throw conflict(error)
    throw error
  }
}

async function writeUpdate(store: Store, trx: Trx, { before, draft }: Update, now: number): Promise<void> {
  const key = await store.vault.keyOf(before.subject_id)
  const { profile } = draft
  const { numUpdatedRows: changed } = await trx
    .updateTable('customers')
    .set({
      phone_hash: profile.phone === null ? null : phoneHash(store.vault, profile.phone),
      email_hash: profile.email === null ? null : emailHash(store.vault, profile.email),
      ...{ source: draft.source, status: draft.status, plan: draft.plan, district: draft.district },
      ...{ contract: draft.contract, joined: draft.joined, payment: draft.payment },
      monthly_fen: draft.monthlyFen,
      churned: draft.churned === null ? null : Number(draft.churned),
      attributes: JSON.stringify(draft.attributes),
      profile: key.seal(`customers.profile:${before.id}`, JSON.stringify(profile)),
      updated_at: Math.max(now, before.updated_at + 1),
    })
    .where('id', '=', before.id)
    .where('updated_at', '=', before.updated_at)
    .executeTakeFirst()
  if (changed !== 1n) throw conflict()
}

/** Another process added the same account meanwhile. */
function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}

function conflict(cause?: unknown): LiukeError {
  return new LiukeError(
    'import_conflict',
    'Customers were changed while the file was being read; nothing was written.',
    'Run the import again.',
    { cause },
  )
}
