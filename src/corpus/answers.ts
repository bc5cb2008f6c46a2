/** Answers of entries, as customers read them. */

import { fillVariables, type Language } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'
import type { Corpus } from './types.ts'

/**
 * The answer of an entry in one language, with the company's values in it.
 * @throws LiukeError `unknown_entry` when the corpus has no such entry
 * @throws LiukeError `unknown_variable` for a corpus that was used in spite of its errors
 */
export function answerOf(corpus: Corpus, id: string, language: Language): string {
  const entry = corpus.entries.get(id)
  if (entry === undefined) {
    const advice =
      'Use an id from corpus/faq; a model may have been trained on another revision of the corpus.'
    throw new LiukeError('unknown_entry', `The corpus has no entry ${id}.`, advice)
  }
  return fillVariables(entry.answer[language], language, corpus.company)
}
