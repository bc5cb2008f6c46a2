/** Compares a code with the second factor of an account, and takes it so that it is good once. */

import type { Selectable, Transaction, Updateable } from 'kysely'
import type { AccountsTable, Schema } from '../storage/schema.ts'
import { recoveryCodeOf, stepOf } from './second-factor.ts'
import type { SessionStore } from './store.ts'

type Row = Selectable<AccountsTable>

/** What changes in the row of an account when a code is taken. */
export interface TakenCode {
  readonly kind: 'app' | 'recovery'
  readonly change: { readonly totp_step: number } | { readonly recovery_codes: string }
}

/** The encryption context of an account's secret. */
export function secretContext(id: string): string {
  return `accounts.totp:${id}`
}

/** The keyed hash of a recovery code, which is all that is kept of it. @param code as `recoveryCodeOf` gives it */
export function recoveryHash(store: SessionStore, id: string, code: string): string {
  return store.vault.hash('recovery code', `${id}:${code}`)
}

/** The hashes of the recovery codes that are left. */
export function recoveryHashes(row: Pick<Row, 'recovery_codes'>): string[] {
  // Written by us as a JSON array of strings.
  return row.recovery_codes === null ? [] : (JSON.parse(row.recovery_codes) as string[])
}

/** Whether a code is good for an account now. @returns null when it is not */
export function checkCode(store: SessionStore, row: Row, code: string): TakenCode | null {
  if (row.totp_secret === null) return null
  const secret = store.vault.openOwn(secretContext(row.id), row.totp_secret)
  const step = stepOf(secret, code, store.now(), row.totp_step)
  if (step !== null) return { kind: 'app', change: { totp_step: step } }
  const letters = recoveryCodeOf(code)
  if (letters === null) return null
  const hash = recoveryHash(store, row.id, letters)
  const hashes = recoveryHashes(row)
  if (!hashes.includes(hash)) return null
  const left = hashes.filter((one) => one !== hash)
  return { kind: 'recovery', change: { recovery_codes: JSON.stringify(left) } }
}

/**
 * Lets somebody who proved who they are in: no wrong tries any more, and the code is used up.
 * @param tried the row everything was compared with
 * @param more what else changes with it
 * @returns the row now; undefined when password, code or account were changed or used meanwhile
 */
export async function acceptProof(
  trx: Transaction<Schema>,
  tried: Row,
  taken: TakenCode | null,
  more: Updateable<AccountsTable> = {},
): Promise<Row | undefined> {
  const is = (value: number | string | null) => (value === null ? 'is' : '=')
  return trx
    .updateTable('accounts')
    .set({ failed_tries: 0, locked_until: null, ...taken?.change, ...more })
    .where('id', '=', tried.id)
    .where('password', '=', tried.password)
    .where('disabled', '=', 0)
    .where('totp_since', is(tried.totp_since), tried.totp_since)
    .where('totp_step', is(tried.totp_step), tried.totp_step)
    .where('recovery_codes', is(tried.recovery_codes), tried.recovery_codes)
    .returningAll()
    .executeTakeFirst()
}
