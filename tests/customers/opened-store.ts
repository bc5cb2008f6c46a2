/** A store over fresh databases, and the sample company, for tests of customers. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { type Company, loadCompany } from '../../src/company/load.ts'
import { Live } from '../../src/conversations/live.ts'
import type { Store } from '../../src/conversations/store.ts'
import { Audit } from '../../src/storage/audit.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../src/storage/schema.ts'
import { Vault } from '../../src/storage/vault.ts'
import type { TestHome } from '../databases.ts'

const root = path.join(import.meta.dirname, '../..')

/** Folder of what the sample customers are made of. */
export const sampleFolder = path.join(root, 'data/customers')

/** The moment tests of customers take place; in the company's time zone it is afternoon. */
export const NOW = Date.parse('2026-11-22T05:00:00Z')

/** The company of the sample. */
export function sampleCompany(): Promise<Company> {
  return loadCompany(path.join(root, 'data/company'))
}

/** Opens a store whose clock the test sets. */
export async function openedStore(
  home: TestHome,
  engine: Store['engine'],
  now: () => number,
  masterKey: Uint8Array = randomBytes(32),
): Promise<{ store: Store; close(): Promise<void> }> {
  const database = await openDatabase<Schema>(home.databaseUrl, migrations)
  const keystore = await openDatabase<KeystoreSchema>(home.keystoreUrl, keystoreMigrations)
  const vault = new Vault(keystore.db, masterKey, now)
  const audit = new Audit(masterKey, vault, now)
  return {
    store: { db: database.db, engine, vault, audit, live: new Live(), now },
    close: async () => {
      await database.close()
      await keystore.close()
    },
  }
}
