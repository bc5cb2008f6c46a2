/** NLP.js as it comes, with the corpus in the order it was given; only to compare with. */
import type { Understands } from '../evaluation.ts'
import { hasHan } from '../script.ts'
import type { TrainingSet, Understanding } from '../types.ts'
import { LangEn, Nlp } from './nlpjs.ts'

/** NLP.js' own default: below it the intent is None. */
const THRESHOLD = 0.5
const MOST_CANDIDATES = 5

/**
 * Trains NLP.js with its defaults, in this thread. Its language data is shared by all of its instances and
 * changed by training, its caches grow with every message: nothing for a server.
 */
export async function createStockEngine(set: TrainingSet): Promise<Understands> {
  const { LangZh } = await import('@nlpjs/lang-zh')
  const nlp = new Nlp({ languages: ['zh', 'en'], autoSave: false, autoLoad: false, nlu: { log: false } })
  for (const language of [LangEn, LangZh]) nlp.container.use(language)
  for (const { text, label } of set.rows) nlp.addDocument(hasHan(text) ? 'zh' : 'en', text, label)
  await nlp.train()
  return {
    intents: [...new Set(set.rows.map((row) => row.label))].sort(),
    async understand(text): Promise<Understanding> {
      const result = await nlp.process(text)
      const candidates = (result.classifications ?? [])
        .filter(({ intent }) => intent !== 'None')
        .slice(0, MOST_CANDIDATES)
        .map(({ intent, score }) => ({ intent, probability: score }))
      const confidence = candidates[0]?.probability ?? 0
      return { text, candidates, confidence, band: confidence >= THRESHOLD ? 'answer' : 'decline' }
    },
  }
}
