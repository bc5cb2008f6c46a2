/** What is told of a text that is tried: what it is taken for, because of which phrases, and what is answered. */

import { answerOf } from '../corpus/answers.ts'
import type { Corpus } from '../corpus/types.ts'
import { similarity } from '../understanding/clusters/similar.ts'
import type { Understanding } from '../understanding/types.ts'
import { writtenLanguageOf } from '../understanding/written-language.ts'
import type { TrySide } from './corpus-types.ts'

/** Phrases of so many candidates are looked at, and so many of them told. */
const CANDIDATES = 3
const MOST = 5
const LEAST_LIKE = 0.15

/** What a corpus with its model makes of a text. */
export function sideOf(text: string, understanding: Understanding, corpus: Corpus): TrySide {
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
