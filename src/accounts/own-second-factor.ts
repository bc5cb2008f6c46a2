/** People's own second factor: set up, put in force by a first code, given new recovery codes, switched off. */

import type { Selectable, Transaction, Updateable } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { AccountsTable, Schema } from '../storage/schema.ts'
import { changeAccount, rowOf } from './accounts.ts'
import { acceptProof, checkCode, recoveryHash, secretContext, type TakenCode } from './code-check.ts'
import { keyUri, newRecoveryCodes, newSecret, recoveryCodeOf, stepOf } from './second-factor.ts'
import type { Caller } from './sessions.ts'
import { codeWrong, provePassword } from './sign-in.ts'
import type { SessionStore } from './store.ts'
import { giveTryBack, recordRefusal } from './tries.ts'

type Row = Selectable<AccountsTable>

/** What somebody proves who they are with. */
export interface Proof {
  readonly password: string
  /** Of the app or from the list; where there is a second factor. */
  readonly code?: string | undefined
}

/** A secret that waits for its first code. */
export interface PendingSecret {
  /** Base32. */
  readonly secret: string
  /** What the QR code holds. */
  readonly uri: string
}

/**
 * Makes a secret for an account that has no second factor. Nothing is asked for yet at sign-in; each call makes
 * another secret in place of the one before.
 * @param password null only for those who cannot go on without a second factor, and just gave their password
 * @throws LiukeError `second_factor_set`, `password_wrong`, `sign_in_busy`
 */
export async function beginSecondFactor(
  store: SessionStore,
  name: string,
  password: string | null,
  caller: Caller,
): Promise<PendingSecret> {
  const tried = password === null ? null : await provePassword(store, name, password, caller)
  const row = tried?.row ?? (await rowOf(store.db, name))
  if (row.totp_secret !== null) {
    if (tried) await giveTryBack(store, tried)
    throw new LiukeError(
      'second_factor_set',
      'The account has a second factor already.',
      'Switch it off first, then set up the new one.',
    )
  }
  const secret = newSecret()
  const change = { totp_pending: store.vault.sealOwn(secretContext(row.id), secret) }
  await store.db.transaction().execute(async (trx) => {
    if (password !== null) return accept(trx, row, null, change)
    await trx.updateTable('accounts').set(change).where('id', '=', row.id).execute()
  })
  return { secret, uri: keyUri(secret, row.name) }
}

/**
 * Puts the secret in force that {@link beginSecondFactor} made.
 * @param code the first one of the app
 * @returns the recovery codes, which nobody sees again
 * @throws LiukeError `second_factor_set`, `second_factor_not_begun`, `code_wrong`
 */
export async function confirmSecondFactor(
  store: SessionStore,
  name: string,
  code: string,
): Promise<string[]> {
  const codes = newRecoveryCodes()
  await changeAccount(store, name, name, 'account.second-factor-on', async (trx, row) => {
    if (row.totp_secret !== null || row.totp_pending === null) {
      throw new LiukeError(
        row.totp_secret === null ? 'second_factor_not_begun' : 'second_factor_set',
        'There is no second factor that waits for its first code.',
        'Begin again, and scan the new QR code.',
      )
    }
    const secret = store.vault.openOwn(secretContext(row.id), row.totp_pending)
    const step = stepOf(secret, code, store.now(), null)
    if (step === null) throw codeWrong()
    await trx
      .updateTable('accounts')
      .set({
        totp_secret: row.totp_pending,
        totp_pending: null,
        totp_since: store.now(),
        totp_step: step,
        recovery_codes: hashesOf(store, row.id, codes),
        updated_at: store.now(),
      })
      .where('id', '=', row.id)
      .execute()
    return {}
  })
  return codes
}

/**
 * Switches the second factor off.
 * @throws LiukeError `second_factor_missing`, `password_wrong`, `code_wrong`, `sign_in_busy`
 */
export async function endSecondFactor(
  store: SessionStore,
  name: string,
  proof: Proof,
  caller: Caller,
): Promise<void> {
  const { row, taken } = await prove(store, name, proof, caller)
  await changeAccount(store, name, name, 'account.second-factor-off', async (trx) => {
    await accept(trx, row, taken, withoutSecondFactor(store.now()))
    return {}
  })
}

/**
 * Makes ten new recovery codes in place of those that are left.
 * @returns them; nobody sees them again
 * @throws LiukeError as {@link endSecondFactor}
 */
export async function renewRecoveryCodes(
  store: SessionStore,
  name: string,
  proof: Proof,
  caller: Caller,
): Promise<string[]> {
  const { row, taken } = await prove(store, name, proof, caller)
  const codes = newRecoveryCodes()
  await changeAccount(store, name, name, 'account.recovery-codes', async (trx) => {
    await accept(trx, row, taken, { recovery_codes: hashesOf(store, row.id, codes) })
    return {}
  })
  return codes
}

/** What the row of an account without a second factor holds. @param now milliseconds since 1970 */
export function withoutSecondFactor(now: number): Updateable<AccountsTable> {
  return {
    totp_secret: null,
    totp_pending: null,
    totp_since: null,
    totp_step: null,
    recovery_codes: null,
    updated_at: now,
  }
}

/** Compares password and code; both count as one try. */
async function prove(
  store: SessionStore,
  name: string,
  { password, code = '' }: Proof,
  caller: Caller,
): Promise<{ row: Row; taken: TakenCode }> {
  const tried = await provePassword(store, name, password, caller)
  const { row } = tried
  if (row.totp_secret === null) {
    await giveTryBack(store, tried)
    throw new LiukeError(
      'second_factor_missing',
      'The account has no second factor.',
      'Reload the page to see how it is now.',
    )
  }
  const taken = checkCode(store, row, code)
  if (taken) return { row, taken }
  await recordRefusal(store, name, row, 'code', caller)
  throw codeWrong()
}

async function accept(
  trx: Transaction<Schema>,
  row: Row,
  taken: TakenCode | null,
  more: Updateable<AccountsTable>,
): Promise<void> {
  if (await acceptProof(trx, row, taken, more)) return
  throw codeWrong()
}

function hashesOf(store: SessionStore, id: string, codes: readonly string[]): string {
  return JSON.stringify(codes.map((code) => recoveryHash(store, id, recoveryCodeOf(code) ?? code)))
}
