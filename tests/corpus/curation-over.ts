/** Curation over a store and two folders, where nothing is understood; also for processes that are no tests. */

import { loadCorpus } from '../../src/corpus/load.ts'
import type { Curation } from '../../src/corpus/revisions/context.ts'
import type { ItemContent } from '../../src/corpus/revisions/types.ts'
import { createLogger } from '../../src/log.ts'

/** What curation needs of a store and two folders. */
export async function curationOver(
  given: Pick<Curation, 'store' | 'corpusFolder' | 'companyFolder' | 'modelFolder'>,
): Promise<Curation> {
  const corpus = await loadCorpus(given.corpusFolder, given.companyFolder)
  return {
    ...given,
    modelSeed: 1,
    fourEyes: false,
    corpus: () => corpus,
    understand: () => Promise.reject(new Error('nobody asks here')),
    log: createLogger('silent'),
  }
}

/** Adds an English phrase to an entry, for `editItem`. */
export function adding(phrase: string): (now: ItemContent | null) => ItemContent {
  return (now) => {
    if (now?.kind !== 'entry') throw new Error('It is no entry.')
    const { phrases } = now.entry
    return { ...now, entry: { ...now.entry, phrases: { ...phrases, en: [...phrases.en, phrase] } } }
  }
}
