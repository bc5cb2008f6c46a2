/** Which entries the bot that is live now takes questions for; what it took them for when asked may be long ago. */

import type { Curation } from '../corpus/revisions/context.ts'
import type { Corpus } from '../corpus/types.ts'
import type { Candidate } from './unanswered-types.ts'

/** A question, masked, with what it was taken for when it was asked. */
export interface Taken {
  readonly text: string
  readonly row: { readonly id: string }
  readonly candidates: readonly Likely[]
}

interface Likely {
  readonly intent: string
  readonly probability: number
}

/** Questions remembered for a corpus; then it begins anew. */
const MOST = 5_000
/** Entries that are told. */
const CANDIDATES = 5

/** By the corpus in force, which is another one after each publishing. */
const known = new WeakMap<Corpus, Map<string, readonly Likely[]>>()

/** Asks the bot that is live about questions it was not asked about yet; some milliseconds for each. */
export async function takeAnew(curation: Curation, questions: readonly Taken[]): Promise<void> {
  const corpus = curation.corpus()
  const of = known.get(corpus) ?? new Map<string, readonly Likely[]>()
  known.set(corpus, of)
  if (of.size > MOST) of.clear()
  for (const { text, row } of questions) {
    if (of.has(row.id)) continue
    const { candidates } = await curation.understand(text)
    // Published meanwhile: what it says is of another corpus.
    if (curation.corpus() !== corpus) return
    of.set(row.id, candidates)
    // Turns of customers come in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The likeliest entries on average over questions: of the bot that is live where it was asked, else of back then. */
export function likeliest(corpus: Corpus, questions: readonly Taken[]): Candidate[] {
  const now = known.get(corpus)
  const sums = new Map<string, number>()
  for (const { row, candidates } of questions)
    for (const { intent, probability } of now?.get(row.id) ?? candidates)
      sums.set(intent, (sums.get(intent) ?? 0) + probability)
  return [...sums]
    .flatMap(([entry, sum]) => {
      const title = corpus.entries.get(entry)?.title
      return title ? [{ entry, title, score: sum / questions.length }] : []
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, CANDIDATES)
}
