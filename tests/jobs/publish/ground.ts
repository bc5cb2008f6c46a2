/** A store, a corpus of three entries, and what curation needs, without a server. */

import { loadCorpus } from '../../../src/corpus/load.ts'
import type { Curation } from '../../../src/corpus/revisions/context.ts'
import { createLogger } from '../../../src/log.ts'
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
  const corpus = await loadCorpus(corpusFolder, companyFolder)
  const curation: Curation = {
    ...{
      store: opened.store,
      corpusFolder,
      companyFolder,
      modelFolder: `${home.folder}/trained`,
      modelSeed: 1,
    },
    ...{ fourEyes: false, corpus: () => corpus, log: createLogger('silent') },
    understand: () => Promise.reject(new Error('nobody asks here')),
  }
  return { curation, close: opened.close }
}
