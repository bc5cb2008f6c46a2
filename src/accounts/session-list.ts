/** The sessions of a person: which there are, and ending them from elsewhere. */

import { changeAccount, endSessions, rowOf } from './accounts.ts'
import { IDLE_MS } from './sessions.ts'
import type { AccountStore } from './store.ts'

/** A session that goes on. Times are milliseconds since 1970. */
export interface SessionEntry {
  /** Keyed hash of the token: names the session, and does not open it. */
  readonly idHash: string
  /** What the browser calls itself. */
  readonly agent: string
  readonly since: number
  /** To the minute. */
  readonly lastSeen: number
}

/** The sessions of an account, the one heard from last first. @throws LiukeError `account_unknown` */
export async function sessionsOf(store: AccountStore, name: string): Promise<SessionEntry[]> {
  const { id } = await rowOf(store.db, name)
  const now = store.now()
  const rows = await store.db
    .selectFrom('sessions')
    .select(['id_hash', 'agent', 'created_at', 'last_seen'])
    .where('account_id', '=', id)
    .where('expires_at', '>', now)
    .where('last_seen', '>', now - IDLE_MS)
    .orderBy('last_seen', 'desc')
    .orderBy('id_hash')
    .execute()
  return rows.map((row) => ({
    idHash: row.id_hash,
    agent: row.agent,
    since: row.created_at,
    lastSeen: row.last_seen,
  }))
}

/** Ends one session of an account. @returns whether there was one @throws LiukeError `account_unknown` */
export async function revokeSession(
  store: AccountStore,
  actor: string,
  name: string,
  idHash: string,
): Promise<boolean> {
  let ended = 0
  await changeAccount(store, actor, name, 'session.revoke', async (trx, { id }) => {
    const { numDeletedRows } = await trx
      .deleteFrom('sessions')
      .where('account_id', '=', id)
      .where('id_hash', '=', idHash)
      .executeTakeFirstOrThrow()
    ended = Number(numDeletedRows)
    return ended > 0 ? { sessions: ended } : null
  })
  return ended > 0
}

/**
 * Ends the sessions of an account.
 * @param keep `idHash` of one that goes on
 * @returns how many were ended
 * @throws LiukeError `account_unknown`
 */
export async function revokeSessions(
  store: AccountStore,
  actor: string,
  name: string,
  keep?: string,
): Promise<number> {
  let ended = 0
  await changeAccount(store, actor, name, 'session.revoke', async (trx, { id }) => {
    ended = await endSessions(trx, id, keep)
    return ended > 0 ? { sessions: ended } : null
  })
  return ended
}
