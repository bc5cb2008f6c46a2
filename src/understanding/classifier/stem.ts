/** English word stems by NLP.js' own Snowball stemmer, without the cache that would grow with every message. */
import { StemmerEn } from '../nlp/nlpjs.ts'

// A word this long is no English word, and some steps of the algorithm are quadratic.
const LONGEST_WORD = 30

const stemmer = new StemmerEn()

/** The stem of one lower-case word: `charges` → `charg`. */
export function stem(word: string): string {
  if (word.length < 3 || word.length > LONGEST_WORD) return word
  stemmer.setCurrent(word)
  stemmer.innerStem()
  return stemmer.getCurrent()
}
