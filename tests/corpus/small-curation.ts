/** Curation over a small corpus and fresh databases, without a server. */

import type { Curation } from '../../src/corpus/revisions/context.ts'
import { openedStore } from '../customers/opened-store.ts'
import { type Engine, type TestHome, testHome } from '../databases.ts'
import { curationOver } from './curation-over.ts'
import { onDisk, smallCompany, smallCorpus } from './small-corpus.ts'

/** Opens it; `close` removes all of it. */
export async function smallCuration(
  engine: Engine,
  now: () => number = Date.now,
): Promise<{ curation: Curation; home: TestHome; close(): Promise<void> }> {
  const home = await testHome(engine)
  const opened = await openedStore(home, engine, now)
  const curation = await curationOver({
    store: opened.store,
    corpusFolder: await onDisk(await smallCorpus()),
    companyFolder: await onDisk(smallCompany),
    modelFolder: home.folder,
  })
  const close = async (): Promise<void> => {
    await opened.close()
    await home.remove()
  }
  return { curation, home, close }
}
