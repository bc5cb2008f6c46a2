/** Tries to prove who one is: counted before they are made, given back when nothing was wrong, on record when refused. */

import type { Selectable } from 'kysely'
import type { AccountsTable } from '../storage/schema.ts'
import { folded } from './accounts.ts'
import type { Caller } from './sessions.ts'
import { keyedHash, type SessionStore } from './store.ts'

/** Wrong passwords or codes after which an account is locked. */
export const FREE_TRIES = 5
const FIRST_LOCK_MS = 15 * 60_000
const LONGEST_LOCK_MS = 4 * 3_600_000

type Row = Selectable<AccountsTable>

/** Why somebody was not let in. */
export type Refusal = 'unknown' | 'locked' | 'disabled' | 'password' | 'code'

/** One try. */
export interface Try {
  readonly row: Row | undefined
  /** Whether a right password would be let in. */
  readonly counted: boolean
  /** Until when the account was locked before it. */
  readonly lockedBefore: number | null
}

/**
 * How long an account is locked after so many wrong tries in a row: not at all before the fifth,
 * then 15 minutes, and twice as long after every further one, at most 4 hours.
 */
export function lockMs(failedTries: number): number {
  if (failedTries < FREE_TRIES) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (failedTries - FREE_TRIES), LONGEST_LOCK_MS)
}

/**
 * Counts a try as failed before it is made, so that many at once have no more of them than one after
 * the other. The statements are the same for a name that does not exist.
 */
export function takeTry(store: SessionStore, name: string): Promise<Try> {
  const now = store.now()
  return store.db.transaction().execute(async (trx) => {
    const counted = await trx
      .updateTable('accounts')
      .set((e) => ({ failed_tries: e('failed_tries', '+', 1) }))
      .where('name', '=', name)
      .where((e) => e.or([e('locked_until', 'is', null), e('locked_until', '<=', now)]))
      .returning(['failed_tries', 'locked_until'])
      .executeTakeFirst()
    const lock = lockMs(counted?.failed_tries ?? 0)
    await trx
      .updateTable('accounts')
      .set({ locked_until: now + lock })
      .where('name', '=', counted && lock > 0 ? name : '')
      .execute()
    const row = await trx.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst()
    return { row, counted: counted !== undefined, lockedBefore: counted?.locked_until ?? null }
  })
}

/**
 * Gives a try back whose password was right and whose code is still to come: it is neither wrong nor the end of
 * wrong ones, so that knowing the password does not give codes without number.
 */
export async function giveTryBack(store: SessionStore, { row, lockedBefore }: Try): Promise<void> {
  if (!row) return
  await store.db.transaction().execute(async (trx) => {
    const mine = await trx
      .updateTable('accounts')
      .set((e) => ({ failed_tries: e('failed_tries', '-', 1) }))
      .where('id', '=', row.id)
      .where('failed_tries', '>', 0)
      .returning('failed_tries')
      .executeTakeFirst()
    if (!mine || row.locked_until === lockedBefore) return
    // The lock of this try alone; not one that a wrong try made meanwhile.
    await trx
      .updateTable('accounts')
      .set({ locked_until: lockedBefore })
      .where('id', '=', row.id)
      .where('locked_until', '=', row.locked_until)
      .execute()
  })
}

/** Why a try is refused, or null. */
export function refusalOf({ row, counted }: Try, right: boolean): Refusal | null {
  if (!row) return 'unknown'
  if (!counted) return 'locked'
  if (!right) return 'password'
  return row.disabled === 1 ? 'disabled' : null
}

/** Puts a refusal on record. */
export async function recordRefusal(
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
