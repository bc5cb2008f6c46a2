/** Opens both databases of an installation and gives the store over them. */

import type { Config } from '../config.ts'
import { Audit } from '../storage/audit.ts'
import { type OpenDatabase, openDatabase } from '../storage/database.ts'
import { openMasterKeys } from '../storage/master-key.ts'
import { keystoreMigrations, migrations } from '../storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../storage/schema.ts'
import { Vault } from '../storage/vault.ts'
import { Live } from './live.ts'
import type { Store } from './store.ts'

/** A store and the databases under it. */
export interface OpenStore {
  readonly store: Store
  readonly database: OpenDatabase<Schema>
  readonly keystore: OpenDatabase<KeystoreSchema>
  close(): Promise<void>
}

/**
 * Opens what the configuration names, migrates it, and checks that master key and key database
 * belong together.
 * @param bulk whether very many rows will be written; see `SqliteOptions`
 * @throws LiukeError of `openDatabase`, `master_key_wrong`, `master_key_former`
 */
export async function openStore(
  config: Config,
  masterKey: Uint8Array,
  now: () => number = Date.now,
  bulk = false,
): Promise<OpenStore> {
  const options = { synchronous: config.SQLITE_SYNCHRONOUS, bulk }
  const keystore = await openDatabase<KeystoreSchema>(config.KEYSTORE_URL, keystoreMigrations, options)
  try {
    const keys = await openMasterKeys(keystore.db, masterKey)
    const vault = new Vault(keystore.db, keys, now)
    const database = await openDatabase<Schema>(config.DATABASE_URL, migrations, options)
    const store: Store = {
      db: database.db,
      engine: database.address.engine,
      vault,
      audit: new Audit(keys.root, vault, now),
      live: new Live(),
      now,
    }
    return {
      store,
      database,
      keystore,
      close: async () => {
        await database.close()
        await keystore.close()
      },
    }
  } catch (error) {
    await keystore.close()
    throw error
  }
}
