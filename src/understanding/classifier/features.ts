/** Turns a normalised text into counted features: words, word pairs and pieces of words, in both languages. */
import { stem } from './stem.ts'

/**
 * Kinds of features. Every feature's key begins with the letter of its kind; `weight` is the length each
 * kind contributes to the vector of a text (measured on validation splits, docs/understanding.md).
 */
export const FEATURE_KINDS = [
  { key: 'w', weight: 1, name: 'words: English stems, Chinese words' },
  { key: 'b', weight: 0.7, name: 'pairs of neighbouring words, with the edges of the text' },
  { key: 'c', weight: 1, name: 'three to five letters of one English word' },
  { key: '1', weight: 0.6, name: 'single Chinese characters' },
  { key: '2', weight: 1, name: 'pairs of Chinese characters' },
  { key: '3', weight: 0.7, name: 'three Chinese characters' },
  { key: 'g', weight: 0.5, name: 'meanings: English stems, and those of Chinese words' },
] as const

const RUNS = /\p{Script=Han}+|[[\p{L}\p{M}\p{N}]--\p{Script=Han}]+(?:'[a-z]+)?/gv
const HAN_RUN = /^\p{Script=Han}/u
const SHORTEST_PIECE = 3
const LONGEST_PIECE = 5
// Letter pieces of a longer "word" would only be noise.
const LONGEST_WORD = 40

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The kind of meanings: which stems a text means, in whatever language it is written. */
export const MEANING_KEY = 'g'

/** Number of times each feature occurs in a text that `normalise` has been over; meanings are not among them. */
export function featuresOf(normalised: string): Map<string, number> {
  const counts = new Map<string, number>()
  const words: string[] = []
  for (const run of normalised.match(RUNS) ?? []) {
    if (HAN_RUN.test(run)) {
      countCharacters(run, counts)
      for (const { segment } of segmenter.segment(run)) words.push(segment)
    } else {
      countPieces(run, counts)
      words.push(stem(run))
    }
  }
  let previous = '^'
  for (const word of words) {
    count(counts, `w${word}`)
    count(counts, `b${previous} ${word}`)
    previous = word
  }
  if (words.length > 0) count(counts, `b${previous} $`)
  return counts
}

function countCharacters(run: string, counts: Map<string, number>): void {
  let before = ''
  let previous = '^'
  for (const character of run) {
    count(counts, `1${character}`)
    count(counts, `2${previous}${character}`)
    if (before !== '') count(counts, `3${before}${previous}${character}`)
    before = previous
    previous = character
  }
  count(counts, `2${previous}$`)
  count(counts, `3${before}${previous}$`)
}

function countPieces(word: string, counts: Map<string, number>): void {
  const edged = `<${word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word}>`
  for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++) {
    for (let start = 0; start + length <= edged.length; start++) {
      count(counts, `c${edged.slice(start, start + length)}`)
    }
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
