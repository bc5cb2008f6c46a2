/** Makes a brain: reads the corpus, refuses one with errors, and loads or trains its model. */

import path from 'node:path'
import { loadOffers } from '../churn/offers.ts'
import { hasErrors } from '../company/problems.ts'
import { loadCorpus } from '../corpus/load.ts'
import { trainingSetOf } from '../corpus/training-set.ts'
import type { Corpus } from '../corpus/types.ts'
import { LiukeError } from '../errors.ts'
import { loadRules } from '../handoff/load.ts'
import { checksumOf } from '../understanding/classifier/model-file.ts'
import { loadOrTrain } from '../understanding/classifier/model-store.ts'
import { createEngine } from '../understanding/nlp/engine.ts'
import type { Brain } from './turn.ts'
import { understandingValid } from './valid-entries.ts'

/** Where a brain comes from. */
export interface BrainSource {
  readonly corpusFolder: string
  readonly companyFolder: string
  /** Folder of trained models. */
  readonly modelFolder: string
  readonly seed: number
  /** Questions of customers nobody has labelled: the model is trained anew, and learns from them where it helps. */
  readonly unlabelled?: readonly string[]
  /** Hears how far training is, 0..1; not called when the model is on disk. */
  readonly onProgress?: (share: number, stage: string) => void
  /** Hears of a damaged model that is trained again. */
  readonly onWarning?: (warning: LiukeError) => void
}

/**
 * Loads the brain of a corpus; training happens in a process of its own.
 * @throws LiukeError `corpus_invalid`, `handoff_invalid` or `offers_invalid` with what is wrong, or an error of training
 */
export async function loadBrain(source: BrainSource): Promise<Brain> {
  const corpus = await loadCorpus(source.corpusFolder, source.companyFolder)
  if (hasErrors(corpus.problems)) throw corpusInvalid(corpus)
  const stored = await loadOrTrain({
    folder: source.modelFolder,
    set: {
      ...trainingSetOf(corpus, source.seed),
      ...(source.unlabelled ? { unlabelled: source.unlabelled } : {}),
    },
    anew: source.unlabelled !== undefined,
    ...(source.onProgress ? { onProgress: source.onProgress } : {}),
    ...(source.onWarning ? { onWarning: source.onWarning } : {}),
  })
  const rules = await loadRules(path.join(source.corpusFolder, 'handoff.yaml'), {
    intents: new Set(corpus.entries.keys()),
    company: corpus.company,
  })
  const offers = await loadOffers(path.join(source.corpusFolder, 'offers.yaml'), corpus.company)
  const engine = createEngine(stored.bytes)
  const names = namesIn(corpus)
  return {
    corpus,
    rules,
    offers,
    desk: corpus.desk,
    model: `${corpus.hash.slice(0, 8)}.${checksumOf(stored.bytes).slice(0, 8)}`,
    learnedFromLog: engine.info.unlabelled,
    understand: understandingValid(corpus, (text) => engine.understand(text)),
    isName: (word) => names.has(word.toLowerCase()),
  }
}

const SHOWN = 20

function corpusInvalid(corpus: Corpus): LiukeError {
  const errors = corpus.problems.filter(({ severity }) => severity === 'error')
  const lines = errors.slice(0, SHOWN).map(({ file, line, message }) => `  ${file}:${line} ${message}`)
  if (errors.length > SHOWN) lines.push(`  … and ${errors.length - SHOWN} more`)
  return new LiukeError(
    'corpus_invalid',
    `The corpus has ${errors.length} error${errors.length === 1 ? '' : 's'}:\n${lines.join('\n')}\n`,
    'Run: npm run -s liuke -- corpus check',
  )
}

/** Words of the names of company and products (`*.name`), which say nothing about a customer's language. */
function namesIn({ company }: Corpus): Set<string> {
  const words = new Set<string>()
  for (const [name, value] of company.variables) {
    if (!/(^|\.)(name|short|app)$/.test(name)) continue
    const english = typeof value === 'string' ? value : value.en
    for (const word of english.match(/[a-z]+/gi) ?? [])
      if (word !== 'the' && word !== 'The') words.add(word.toLowerCase())
  }
  return words
}
