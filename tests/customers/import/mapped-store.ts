/** A store over a fresh SQLite database, and a mapping that was read from a file, for tests of imports. */

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '../../../src/conversations/store.ts'
import { loadMapping, type Mapping } from '../../../src/customers/mapping.ts'
import { testHome } from '../../databases.ts'
import { NOW, openedStore } from '../opened-store.ts'

export interface MappedStore {
  readonly store: Store
  readonly mapping: Mapping
  /** For files to be imported. */
  readonly folder: string
  /** Closes the store and removes everything. */
  close(): Promise<void>
}

/** @param mapping as YAML */
export async function mappedStore(mapping: string): Promise<MappedStore> {
  const home = await testHome('sqlite')
  const { store, close } = await openedStore(home, 'sqlite', () => NOW)
  const file = path.join(home.folder, 'mapping.yaml')
  await writeFile(file, mapping)
  return {
    store,
    mapping: await loadMapping(file),
    folder: home.folder,
    close: async () => {
      await close()
      await home.remove()
    },
  }
}
