/** A store of accounts in a fresh database, with a clock that a test moves. */

import { randomBytes } from 'node:crypto'
import { type SessionStore, sessionStore } from '../../src/accounts/store.ts'
import { Audit } from '../../src/storage/audit.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import { type Engine, testHome } from '../databases.ts'

/** An open store, and how to end it. */
export interface AccountHome {
  readonly store: SessionStore
  readonly folder: string
  /** Milliseconds since 1970, as the store sees it. */
  readonly clock: { now: number }
  /** Actions of the audit log with their targets, oldest first; fails when the log is not whole. */
  trail(): Promise<string[]>
  close(): Promise<void>
}

/** A password that is accepted. */
export const PASSWORD = 'kuzo-mira-tepa-lodu'

/** Opens a store in a fresh database. */
export async function accountHome(engine: Engine = 'sqlite'): Promise<AccountHome> {
  const home = await testHome(engine)
  const masterKey = randomBytes(32)
  const clock = { now: 1_764_000_000_000 }
  const now = () => clock.now
  const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
  const { db, close } = await openDatabase<Schema>(home.databaseUrl, migrations)
  const vault = new Vault(keystore.db, masterKey, now)
  const audit = new Audit(masterKey, vault, now)
  return {
    store: sessionStore({ db, audit, now, vault }, masterKey),
    folder: home.folder,
    clock,
    trail: async () => {
      const { ok } = await audit.verify(db)
      if (!ok) throw new Error('The audit log is not whole.')
      return (await audit.list(db, 1_000)).reverse().map(({ action, target }) => `${action} ${target}`)
    },
    close: async () => {
      await close()
      await keystore.close()
      await home.remove()
    },
  }
}
