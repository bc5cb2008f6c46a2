/** What live and draft make of a text, and which learned phrases lie nearest to it. */

import { answerOf } from '../corpus/answers.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { readDraft } from '../corpus/revisions/draft.ts'
import { corpusOfFiles } from '../corpus/revisions/item-problems.ts'
import { readModel } from '../corpus/revisions/revisions.ts'
import type { Corpus } from '../corpus/types.ts'
import { newestGate } from '../jobs/publish/gate-runs.ts'
import { similarity } from '../understanding/clusters/similar.ts'
import { createEngine, type Engine } from '../understanding/nlp/engine.ts'
import type { Understanding } from '../understanding/types.ts'
import { writtenLanguageOf } from '../understanding/written-language.ts'
import type { TryAnswer, TrySide } from './corpus-types.ts'

/** Phrases of so many candidates are looked at, and so many of them told. */
const CANDIDATES = 3
const MOST = 5
const LEAST_LIKE = 0.15

/** Tries texts; keeps the draft's engine while the draft stays as it was examined. */
export class TryOut {
  readonly #curation: Curation
  #draft: { readonly hash: string; readonly engine: Engine; readonly corpus: Corpus } | undefined

  constructor(curation: Curation) {
    this.#curation = curation
  }

  /** @param text at most 300 characters */
  async try(text: string): Promise<TryAnswer> {
    const { corpus, understand } = this.#curation
    const draft = await this.#draftEngine()
    return {
      live: sideOf(text, await understand(text), corpus()),
      draft: draft === null ? null : sideOf(text, await draft.engine.understand(text), draft.corpus),
    }
  }

  /** Null until the gate has trained a model of the draft as it stands. */
  async #draftEngine(): Promise<{ engine: Engine; corpus: Corpus } | null> {
    const { store, corpus } = this.#curation
    const gate = await newestGate(store)
    const { contentHash, files } = await readDraft(this.#curation)
    if (gate?.contentHash !== contentHash || gate.modelId === null) return null
    if (this.#draft?.hash === contentHash) return this.#draft
    const bytes = await readModel(store, gate.modelId)
    if (bytes === null) return null
    this.#draft = {
      hash: contentHash,
      engine: createEngine(bytes),
      corpus: corpusOfFiles(files, corpus().company),
    }
    return this.#draft
  }
}

function sideOf(text: string, understanding: Understanding, corpus: Corpus): TrySide {
  const { candidates, band } = understanding
  const because = candidates
    .slice(0, CANDIDATES)
    .flatMap(({ intent }) => {
      const phrases = corpus.entries.get(intent)?.phrases
      return [...(phrases?.zh ?? []), ...(phrases?.en ?? [])].map((phrase) => ({
        text: phrase,
        entry: intent,
        similarity: similarity(text, phrase),
      }))
    })
    .filter((phrase) => phrase.similarity >= LEAST_LIKE)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MOST)
  const first = candidates[0]?.intent
  const language = writtenLanguageOf(text) === 'en' ? 'en' : 'zh'
  const answer =
    band === 'answer' && first !== undefined && corpus.entries.has(first)
      ? answerOf(corpus, first, language)
      : null
  return { understanding, because, answer }
}
