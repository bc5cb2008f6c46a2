/** What the functions of this floor need: the database, the audit log, the clock, and for sessions a key. */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Audit } from '../storage/audit.ts'
import type { Schema } from '../storage/schema.ts'
import { Vault } from '../storage/vault.ts'

/** For accounts; the store of the conversations is one too. */
export interface AccountStore {
  readonly db: Kysely<Schema>
  readonly audit: Audit
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** For sessions and signing in. */
export interface SessionStore extends AccountStore {
  readonly sessionKey: KeyObject
  /** Seals secrets of second factors, and hashes recovery codes and set-up links. */
  readonly vault: Pick<Vault, 'sealOwn' | 'openOwn' | 'hash'>
}

/** Gives the store of the sessions over one of the accounts. */
export function sessionStore(
  { db, audit, now, vault }: AccountStore & Pick<SessionStore, 'vault'>,
  masterKey: Uint8Array,
): SessionStore {
  return { db, audit, now, vault, sessionKey: createSecretKey(Vault.derived(masterKey, 'sessions')) }
}

/** A keyed hash that tells nothing to whoever has the database; `purpose` keeps equal values apart. 43 characters. */
export function keyedHash(store: SessionStore, purpose: string, value: string): string {
  return createHmac('sha256', store.sessionKey).update(`${purpose}\0${value}`).digest('base64url')
}
