/** Makes a brain: reads the corpus, refuses one with errors, and loads or trains its model. */

import path from 'node:path'
import { DEFAULT_BOOK, loadOffers, type OfferBook } from '../churn/offers.ts'
import { readOffers } from '../churn/read-offers.ts'
import { type Company, loadCompany } from '../company/load.ts'
import { hasErrors, type Problem } from '../company/problems.ts'
import { loadCorpus } from '../corpus/load.ts'
import { corpusOfFiles } from '../corpus/revisions/item-problems.ts'
import type { CorpusFile } from '../corpus/revisions/types.ts'
import { trainingSetOf } from '../corpus/training-set.ts'
import type { Corpus } from '../corpus/types.ts'
import { LiukeError } from '../errors.ts'
import { loadRules } from '../handoff/load.ts'
import { readRules } from '../handoff/read-rules.ts'
import type { Rules } from '../handoff/rules.ts'
import { checksumOf } from '../understanding/classifier/model-file.ts'
import { loadOrTrain } from '../understanding/classifier/model-store.ts'
import { createEngine, type Engine } from '../understanding/nlp/engine.ts'
import { withoutBroken } from './broken-entries.ts'
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
  /** By which clock entries have their days, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined
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
  return brainOf({
    ...{ corpus, rules, offers, model: stored.bytes, revision: null, now: source.now },
    engine: createEngine(stored.bytes),
  })
}

/** What a brain of a revision is made from. */
export interface RevisionSource extends Pick<BrainSource, 'companyFolder' | 'modelFolder' | 'seed' | 'now'> {
  readonly number: number
  readonly files: readonly CorpusFile[]
  /** Null: it is trained, or found in the folder of models. */
  readonly model: Uint8Array | null
  readonly onProgress?: BrainSource['onProgress']
  /** Reads its files; left out, at once. A running server has a thread do it. */
  readonly read?: (files: readonly CorpusFile[], company: Company) => Corpus | Promise<Corpus>
  /** Hears of a model that cannot be used, and of entries that are left out. */
  readonly onWarning?: BrainSource['onWarning']
}

/**
 * Makes the brain of a revision. Its files passed the gate; the company's figures may have changed since: entries that quote
 * what is gone are left out of answering, and `onWarning` hears of them.
 * @returns the brain, and the model it thinks with
 * @throws LiukeError as `loadBrain`
 */
export async function revisionBrain(source: RevisionSource): Promise<{ brain: Brain; model: Uint8Array }> {
  const company = await loadCompany(source.companyFolder)
  const read = await (source.read ?? corpusOfFiles)(source.files, company)
  const usable = withoutBroken(read)
  if (usable === null)
    throw corpusInvalid(
      read,
      `Mend the company's figures in ${source.companyFolder}: revision ${source.number} was right when it was published.`,
    )
  const { corpus, warning } = usable
  if (warning) source.onWarning?.(warning)
  const { model, engine } = await engineOf(source, corpus)
  const named = (path: string) => {
    const text = source.files.find((file) => file.path === path)?.text
    return text === undefined ? null : { path, file: `revision ${source.number}: ${path}`, text }
  }
  const handoff = named('handoff.yaml') ?? { path: 'handoff.yaml', file: 'handoff.yaml', text: '' }
  const { rules, problems } = readRules(handoff, { intents: new Set(corpus.entries.keys()), company })
  if (rules === null) throw partInvalid('handoff_invalid', 'handoff rules', problems)
  const written = named('offers.yaml')
  const offers = written ? readOffers(written, company) : { book: DEFAULT_BOOK, problems: [] }
  if (offers.book === null) throw partInvalid('offers_invalid', 'offers', offers.problems)
  return {
    brain: brainOf({
      ...{ corpus, rules, offers: offers.book, model, engine },
      ...{ revision: source.number, now: source.now },
    }),
    model,
  }
}

/** The model that is kept, unless it cannot be used (any more): then one is trained, or found on the disk. */
async function engineOf(
  source: RevisionSource,
  corpus: Corpus,
): Promise<{ model: Uint8Array; engine: Engine }> {
  if (source.model !== null) {
    try {
      return { model: source.model, engine: createEngine(source.model) }
    } catch (error) {
      if (!(error instanceof LiukeError)) throw error
      source.onWarning?.(error)
    }
  }
  const { bytes } = await loadOrTrain({
    folder: source.modelFolder,
    set: trainingSetOf(corpus, source.seed),
    ...(source.onProgress ? { onProgress: source.onProgress } : {}),
  })
  return { model: bytes, engine: createEngine(bytes) }
}

function partInvalid(code: string, what: string, problems: readonly Problem[]): LiukeError {
  const [first] = problems.filter(({ severity }) => severity === 'error')
  const where = first ? ` ${first.file}:${first.line} ${first.message}` : ''
  return new LiukeError(
    code,
    `The ${what} of the revision have errors.${where}`,
    'Publish a corrected draft.',
  )
}

interface BrainParts {
  readonly corpus: Corpus
  readonly rules: Rules
  readonly offers: OfferBook
  readonly model: Uint8Array
  readonly engine: Engine
  readonly revision: number | null
  readonly now: BrainSource['now']
}

function brainOf({ corpus, rules, offers, model, engine, revision, now }: BrainParts): Brain {
  const names = namesIn(corpus)
  return {
    corpus,
    rules,
    offers,
    desk: corpus.desk,
    model: `${corpus.hash.slice(0, 8)}.${checksumOf(model).slice(0, 8)}`,
    revision,
    learnedFromLog: engine.info.unlabelled,
    understand: understandingValid(corpus, (text) => engine.understand(text), now),
    isName: (word) => names.has(word.toLowerCase()),
  }
}

const SHOWN = 20

function corpusInvalid(corpus: Corpus, advice = 'Run: npm run -s liuke -- corpus check'): LiukeError {
  const errors = corpus.problems.filter(({ severity }) => severity === 'error')
  const lines = errors.slice(0, SHOWN).map(({ file, line, message }) => `  ${file}:${line} ${message}`)
  if (errors.length > SHOWN) lines.push(`  … and ${errors.length - SHOWN} more`)
  return new LiukeError(
    'corpus_invalid',
    `The corpus has ${errors.length} error${errors.length === 1 ? '' : 's'}:\n${lines.join('\n')}\n`,
    advice,
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
