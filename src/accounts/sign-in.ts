/** Signing in: password, then the code where there is a second factor; nobody learns which names exist. */

import type { Selectable } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { AccountsTable } from '../storage/schema.ts'
import { accountOf, folded, passwordWrong, setPassword } from './accounts.ts'
import { acceptProof, checkCode, type TakenCode } from './code-check.ts'
import { checkPassword, hashPassword, isOutdated, verifyPassword } from './password.ts'
import { type Caller, openSession, type Session } from './sessions.ts'
import { keyedHash, type SessionStore } from './store.ts'
import { FREE_TRIES, giveTryBack, recordRefusal, refusalOf, type Try, takeTry } from './tries.ts'

type Row = Selectable<AccountsTable>

/**
 * Signs somebody in. Unknown, locked and disabled accounts are refused in the same words, after the
 * same work, with or without a code; only whoever has the password hears of a second factor.
 * @param code of the app or from the list, where one is asked for
 * @returns the session, and the token for the cookie
 * @throws LiukeError `sign_in_failed`, `code_needed`, `code_wrong`, `sign_in_busy`
 */
export async function signIn(
  store: SessionStore,
  name: string,
  password: string,
  caller: Caller,
  code?: string,
): Promise<{ session: Session; token: string }> {
  const tried = await takeTry(store, folded(name))
  const right = await verifyPassword(password, tried.row?.password ?? null)
  const reason = refusalOf(tried, right)
  if (reason !== null || !tried.row) {
    await recordRefusal(store, name, tried.row, reason ?? 'unknown', caller)
    throw new LiukeError(
      'sign_in_failed',
      'Name or password is wrong, or the account is locked.',
      `After ${FREE_TRIES} wrong tries an account is locked for a while; an admin can unlock it.`,
    )
  }
  const { row } = tried
  if (row.totp_secret === null) return admit(store, row, password, null, caller)
  if (code === undefined || code === '') {
    await giveTryBack(store, tried)
    throw new LiukeError(
      'code_needed',
      'This account has a second factor.',
      'Send the code of the authenticator app, or a recovery code, along with name and password.',
    )
  }
  const taken = checkCode(store, row, code)
  if (taken) return admit(store, row, password, taken, caller)
  await recordRefusal(store, name, row, 'code', caller)
  throw codeWrong()
}

/** A code that is wrong, or used already. */
export function codeWrong(): LiukeError {
  return new LiukeError(
    'code_wrong',
    'The code is wrong, or it was used already.',
    'Wait for the next code of the app and check that the clock of the phone is right, or use a recovery code.',
  )
}

/**
 * Gives somebody signed in another password. The current one is asked for and counts as a try, so that
 * an open desk is not enough to take the account over; their other sessions end.
 * @throws LiukeError `password_wrong`, `password_unsuitable`, `password_same`, `sign_in_busy`
 */
export async function changeOwnPassword(
  store: SessionStore,
  { account, idHash }: Session,
  current: string,
  next: string,
  caller: Caller,
): Promise<void> {
  checkPassword(next, account.name)
  // As they are hashed.
  if (next.normalize('NFKC') === current.normalize('NFKC')) {
    throw new LiukeError(
      'password_same',
      'The new password is the same as the current one.',
      'Take another one.',
    )
  }
  const { row } = await provePassword(store, account.name, current, caller)
  // An admin who gives them another one at the same moment has the last word.
  const change = { keepSession: idHash, replaces: row.password }
  await setPassword(store, account.name, account.name, next, change)
}

/**
 * Asks somebody signed in for their password once more. It counts as a try until the caller sets the count back.
 * @returns the try, with the account's row as it was compared
 * @throws LiukeError `password_wrong`, `sign_in_busy`
 */
export async function provePassword(
  store: SessionStore,
  name: string,
  password: string,
  caller: Caller,
): Promise<Try & { readonly row: Row }> {
  const tried = await takeTry(store, folded(name))
  const right = await verifyPassword(password, tried.row?.password ?? null)
  const reason = refusalOf(tried, right)
  if (reason === null && tried.row) return { ...tried, row: tried.row }
  await recordRefusal(store, name, tried.row, reason ?? 'unknown', caller)
  throw passwordWrong()
}

async function admit(
  store: SessionStore,
  tried: Row,
  password: string,
  taken: TakenCode | null,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const renewed = isOutdated(tried.password) ? await hashPassword(password) : tried.password
  return store.db.transaction().execute(async (trx) => {
    // Unless password, code or account were changed while this one was being compared.
    const row = await acceptProof(trx, tried, taken, { password: renewed })
    if (!row) {
      throw new LiukeError(
        'sign_in_failed',
        'The account was changed in this moment.',
        'Sign in again, with the new password and a new code.',
      )
    }
    const opened = await openSession(store, trx, accountOf(row), caller)
    const from = keyedHash(store, 'address', caller.address)
    await store.audit.append(trx, {
      actor: row.name,
      action: 'session.open',
      target: `account:${row.name}`,
      detail: { from, ...(taken && { factor: taken.kind }) },
    })
    return opened
  })
}
