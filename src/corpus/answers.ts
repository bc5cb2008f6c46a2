/** Answers of entries, as customers read them. */

import { fillVariables, type Language } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'
import type { Corpus } from './types.ts'

/** How many ways of answering an entry has in one language; 1 for an unknown one. */
export function answerCount(corpus: Corpus, id: string, language: Language): number {
  return corpus.entries.get(id)?.answers?.[language].length ?? 1
}

/**
 * The answer of an entry in one language, with the company's values in it.
 * @param variant from 0 to below {@link answerCount}
 * @throws LiukeError `unknown_entry` when the corpus has no such entry
 * @throws LiukeError `unknown_variable` for a corpus that was used in spite of its errors
 */
export function answerOf(corpus: Corpus, id: string, language: Language, variant = 0): string {
  const entry = corpus.entries.get(id)
  if (entry === undefined) {
    const advice =
      'Use an id from corpus/faq; a model may have been trained on another revision of the corpus.'
    throw new LiukeError('unknown_entry', `The corpus has no entry ${id}.`, advice)
  }
  const template = entry.answers?.[language][variant] ?? entry.answer[language]
  return fillVariables(template, language, corpus.company)
}
