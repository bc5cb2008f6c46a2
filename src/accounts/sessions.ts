/** Sessions: opened at sign-in, found by the token in the cookie, ended by time, by hand, or with the account. */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Schema } from '../storage/schema.ts'
import { type Account, accountOf } from './accounts.ts'
import { keyedHash, type SessionStore } from './store.ts'

/** A session ends when nothing was heard from it for so long, in milliseconds. */
export const IDLE_MS = 12 * 3_600_000
/** A session ends so long after sign-in whatever happens, in milliseconds. */
export const ABSOLUTE_MS = 7 * 24 * 3_600_000
/** How long after sign-in the password counts as just given, in milliseconds. */
const FRESH_MS = 15 * 60_000
/** How exactly it is known when a session was last heard from; spares a write for every request. */
const SEEN_EVERY_MS = 60_000
const TOKEN = /^[\w-]{43}$/
const MOST_AGENT_CHARACTERS = 200

/** Somebody signed in. */
export interface Session {
  readonly account: Account
  /** Keyed hash of the token; names the session without opening it. */
  readonly idHash: string
  /** What every call that changes something must bring along. */
  readonly csrf: string
  /** When it ends at the latest, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** Where a sign-in comes from. */
export interface Caller {
  readonly address: string
  /** What the browser calls itself. */
  readonly agent: string
  /** The token of an earlier session in the same browser, which the new one replaces. */
  readonly token?: string | undefined
}

/** Opens a session in the transaction that decided on the sign-in. @returns it, and the token for the cookie */
export async function openSession(
  store: SessionStore,
  trx: Transaction<Schema>,
  account: Account,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const now = store.now()
  const expiresAt = now + ABSOLUTE_MS
  const idHash = idHashOf(store, token)
  // Whoever planted a token in this browser does not share the session, and old ones do not pile up.
  await trx
    .deleteFrom('sessions')
    .where((e) =>
      e.or([
        e('id_hash', '=', idHashOf(store, caller.token ?? '')),
        e('expires_at', '<=', now),
        e('last_seen', '<=', now - IDLE_MS),
      ]),
    )
    .execute()
  await trx
    .insertInto('sessions')
    .values({
      id_hash: idHash,
      account_id: account.id,
      created_at: now,
      last_seen: now,
      expires_at: expiresAt,
      address_hash: keyedHash(store, 'address', caller.address),
      agent: agentOf(caller.agent),
    })
    .execute()
  await trx.updateTable('accounts').set({ last_seen: now }).where('id', '=', account.id).execute()
  const seen = { ...account, lastSeen: now }
  return { session: { account: seen, idHash, csrf: csrfOf(store, token), expiresAt }, token }
}

/**
 * The session of a token, with the account as it is now.
 * @returns null for a token that is wrong, timed out, or of a disabled account
 */
export async function findSession(store: SessionStore, token: string): Promise<Session | null> {
  if (!TOKEN.test(token)) return null
  const idHash = idHashOf(store, token)
  const row = await store.db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('accounts')
    .select(['sessions.last_seen', 'sessions.expires_at'])
    .where('sessions.id_hash', '=', idHash)
    .executeTakeFirst()
  const now = store.now()
  if (!row || row.disabled === 1 || row.expires_at <= now || row.last_seen <= now - IDLE_MS) return null
  if (row.last_seen <= now - SEEN_EVERY_MS) {
    await store.db.updateTable('sessions').set({ last_seen: now }).where('id_hash', '=', idHash).execute()
    await store.db.updateTable('accounts').set({ last_seen: now }).where('id', '=', row.id).execute()
  }
  return { account: accountOf(row), idHash, csrf: csrfOf(store, token), expiresAt: row.expires_at }
}

/** Whether the password was given so lately that it need not be asked for again. */
export function isFresh({ expiresAt }: Session, now: number): boolean {
  return now - (expiresAt - ABSOLUTE_MS) < FRESH_MS
}

/** Ends a session, on record. */
export async function closeSession(store: SessionStore, session: Session): Promise<void> {
  const { name } = session.account
  await store.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('sessions')
      .where('id_hash', '=', session.idHash)
      .executeTakeFirstOrThrow()
    // Two tabs that sign out at once are one sign-out.
    if (numDeletedRows === 0n) return
    await store.audit.append(trx, { actor: name, action: 'session.close', target: `account:${name}` })
  })
}

/** Compares a token against forged requests with the one of the session, without telling by time how much is right. */
export function isCsrf(session: Session, given: string): boolean {
  const wanted = Buffer.from(session.csrf)
  const bytes = Buffer.from(given)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

/** Derived from the token that only the browser has, so the database cannot give it away. */
function csrfOf(store: SessionStore, token: string): string {
  return keyedHash(store, 'csrf', token)
}

function idHashOf(store: SessionStore, token: string): string {
  return keyedHash(store, 'session', token)
}

function agentOf(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{C}+/gu, ' ')
    .slice(0, MOST_AGENT_CHARACTERS)
    .toWellFormed()
}
