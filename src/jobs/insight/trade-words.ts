/** Learns the Chinese words of the trade (宽带, 网速, 副卡) from the corpus, because a general dictionary cuts them to pieces. */

import { JOINT, KnownWords, runsOf, termsOf } from './terms.ts'
import { association } from './trend.ts'

/** Phrases of the corpus that must have a word. */
const PHRASES = 8
/** How closely its parts belong together, 0..1. */
const CLOSE = 0.4
/** Longer ones are phrases. */
const CHARACTERS_MOST = 4
const HAN_ONLY = /^\p{Script=Han}+$/u

/**
 * The words of the trade in phrases: what a dictionary knows and the phrases use often, and neighbours that
 * hardly ever stand apart.
 */
export function tradeWords(phrases: readonly string[]): KnownWords {
  const counts = new Map<string, number>()
  for (const phrase of phrases)
    for (const term of termsOf(runsOf(phrase))) counts.set(term, (counts.get(term) ?? 0) + 1)
  const partCounts = (parts: readonly string[]) => parts.map((part) => counts.get(part) ?? 1)
  const words = [...counts].flatMap(([term, count]) => {
    const parts = term.split(JOINT)
    const word = parts.join('')
    if (count < PHRASES || word.length < 2 || word.length > CHARACTERS_MOST || !HAN_ONLY.test(word)) return []
    if (parts.length === 1) return [word]
    const pieces = parts.filter((part) => part.length === 1).length
    return pieces >= parts.length - 1 && association(count, partCounts(parts), phrases.length) >= CLOSE
      ? [word]
      : []
  })
  return new KnownWords(words)
}
