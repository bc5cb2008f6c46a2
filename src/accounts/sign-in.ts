/** Signing in: wrong tries are counted and lock the account, and nobody learns which names exist. */

import type { Selectable } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { AccountsTable } from '../storage/schema.ts'
import { accountOf, folded, setPassword } from './accounts.ts'
import { checkPassword, hashPassword, isOutdated, verifyPassword } from './password.ts'
import { type Caller, openSession, type Session } from './sessions.ts'
import { keyedHash, type SessionStore } from './store.ts'

/** Wrong passwords after which an account is locked. */
export const FREE_TRIES = 5
const FIRST_LOCK_MS = 15 * 60_000
const LONGEST_LOCK_MS = 4 * 3_600_000

/**
 * How long an account is locked after so many wrong passwords in a row: not at all before the fifth,
 * then 15 minutes, and twice as long after every further one, at most 4 hours.
 */
export function lockMs(failedTries: number): number {
  if (failedTries < FREE_TRIES) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (failedTries - FREE_TRIES), LONGEST_LOCK_MS)
}

/**
 * Signs somebody in. Unknown, locked and disabled accounts are refused in the same words, after the
 * same work.
 * @returns the session, and the token for the cookie
 * @throws LiukeError `sign_in_failed`, `sign_in_busy`
 */
export async function signIn(
  store: SessionStore,
  name: string,
  password: string,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const tried = await takeTry(store, folded(name))
  const right = await verifyPassword(password, tried.row?.password ?? null)
  const reason = refusalOf(tried, right)
  if (reason !== null || !tried.row) {
    await recordRefusal(store, name, tried.row, reason ?? 'unknown', caller)
    throw new LiukeError(
      'sign_in_failed',
      'Name or password is wrong, or the account is locked.',
      `After ${FREE_TRIES} wrong passwords an account is locked for a while; an admin can unlock it.`,
    )
  }
  return admit(store, tried.row, password, caller)
}

/**
 * Gives somebody signed in another password. The current one is asked for and counts as a try, so that
 * an open desk is not enough to take the account over; their other sessions end.
 * @throws LiukeError `password_wrong`, `password_unsuitable`, `sign_in_busy`
 */
export async function changeOwnPassword(
  store: SessionStore,
  { account, idHash }: Session,
  current: string,
  next: string,
  caller: Caller,
): Promise<void> {
  checkPassword(next, account.name)
  const tried = await takeTry(store, account.name)
  const right = await verifyPassword(current, tried.row?.password ?? null)
  const reason = refusalOf(tried, right)
  if (reason !== null) {
    await recordRefusal(store, account.name, tried.row, reason, caller)
    throw new LiukeError(
      'password_wrong',
      'The current password is wrong, or the account is locked.',
      'Try again later, or ask an admin for a new password.',
    )
  }
  await setPassword(store, account.name, account.name, next, idHash)
}

type Row = Selectable<AccountsTable>
type Refusal = 'unknown' | 'locked' | 'disabled' | 'password'

interface Try {
  readonly row: Row | undefined
  /** Whether a right password would be let in. */
  readonly counted: boolean
}

/**
 * Counts a try as failed before it is made, so that many at once have no more of them than one after
 * the other. The statements are the same for a name that does not exist.
 */
function takeTry(store: SessionStore, name: string): Promise<Try> {
  const now = store.now()
  return store.db.transaction().execute(async (trx) => {
    const counted = await trx
      .updateTable('accounts')
      .set((e) => ({ failed_tries: e('failed_tries', '+', 1) }))
      .where('name', '=', name)
      .where((e) => e.or([e('locked_until', 'is', null), e('locked_until', '<=', now)]))
      .returning('failed_tries')
      .executeTakeFirst()
    const lock = lockMs(counted?.failed_tries ?? 0)
    await trx
      .updateTable('accounts')
      .set({ locked_until: now + lock })
      .where('name', '=', counted && lock > 0 ? name : '')
      .execute()
    const row = await trx.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst()
    return { row, counted: counted !== undefined }
  })
}

function refusalOf({ row, counted }: Try, right: boolean): Refusal | null {
  if (!row) return 'unknown'
  if (!counted) return 'locked'
  if (!right) return 'password'
  return row.disabled === 1 ? 'disabled' : null
}

async function recordRefusal(
  store: SessionStore,
  name: string,
  row: Row | undefined,
  reason: Refusal,
  caller: Caller,
): Promise<void> {
  const from = keyedHash(store, 'address', caller.address)
  // What is typed into the wrong field may be a password: of an unknown name only a hash is kept.
  const target = row
    ? `account:${row.name}`
    : `unknown:${keyedHash(store, 'name', folded(name)).slice(0, 12)}`
  await store.db.transaction().execute((trx) =>
    store.audit.append(trx, {
      actor: 'system',
      action: 'session.refuse',
      target,
      detail: { reason, from },
    }),
  )
}

async function admit(
  store: SessionStore,
  tried: Row,
  password: string,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const renewed = isOutdated(tried.password) ? await hashPassword(password) : tried.password
  return store.db.transaction().execute(async (trx) => {
    // Unless password or account were changed while this one was being compared.
    const row = await trx
      .updateTable('accounts')
      .set({ failed_tries: 0, locked_until: null, password: renewed })
      .where('id', '=', tried.id)
      .where('password', '=', tried.password)
      .where('disabled', '=', 0)
      .returningAll()
      .executeTakeFirst()
    if (!row) {
      throw new LiukeError(
        'sign_in_failed',
        'The account was changed in this moment.',
        'Sign in again with the new password.',
      )
    }
    const opened = await openSession(store, trx, accountOf(row), caller)
    const from = keyedHash(store, 'address', caller.address)
    await store.audit.append(trx, {
      actor: row.name,
      action: 'session.open',
      target: `account:${row.name}`,
      detail: { from },
    })
    return opened
  })
}
