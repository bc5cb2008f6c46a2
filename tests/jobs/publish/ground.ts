/** A store, a corpus of three entries, and what curation needs, without a server. */

import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { curationOver } from '../../corpus/curation-over.ts'
import { openedStore } from '../../customers/opened-store.ts'
import type { Engine, TestHome } from '../../databases.ts'

/** Where things are; travels to other processes. */
export interface Place {
  readonly engine: Engine
  readonly home: Pick<TestHome, 'folder' | 'databaseUrl' | 'keystoreUrl'>
  readonly corpusFolder: string
  readonly companyFolder: string
  /** In hex. */
  readonly masterKey: string
}

/** Opens it. */
export async function groundAt(place: Place): Promise<{ curation: Curation; close(): Promise<void> }> {
  const { engine, home, corpusFolder, companyFolder } = place
  const opened = await openedStore(
    { ...home, remove: async () => undefined },
    engine,
    Date.now,
    Buffer.from(place.masterKey, 'hex'),
  )
  const modelFolder = `${home.folder}/trained`
  const curation = await curationOver({ store: opened.store, corpusFolder, companyFolder, modelFolder })
  return { curation, close: opened.close }
}
