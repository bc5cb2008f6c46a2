/**
 * Mends English words nobody knows into words the training texts have, one slip of the finger away: a letter
 * too many, too few, wrong, or two in the wrong order. Known words are never touched. Found by the words'
 * forms with one letter left out (symmetric deletion, Garbe 2012).
 */
import { HashIndex, hashOf } from './hash-index.ts'

/** English words of the training texts. */
export interface Spelling {
  /** In code-unit order. */
  readonly words: readonly string[]
  /** How many texts have each word. */
  readonly counts: Uint16Array
}

/** Gives a text with its misspelt words mended. */
export type Mend = (normalised: string) => string

/** Shorter words are one slip away from too many others. */
const SHORTEST = 4
/** Longer ones are no English words. */
const LONGEST = 20
/** Whatever only one text has may be misspelt itself. */
const LEAST_TEXTS = 2
const WORD = /[a-z]{4,20}/g
const MOST = 65_535

/** Collects the English words of normalised texts. */
export function learnSpelling(texts: readonly string[]): Spelling {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const word of new Set(text.match(WORD))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const words = [...counts.keys()].sort()
  return { words, counts: Uint16Array.from(words, (word) => Math.min(MOST, counts.get(word)!)) }
}

/**
 * Makes a mender.
 * @param isKnown whether a word that no training text has is an English word all the same
 */
export function menderOf({ words, counts }: Spelling, isKnown: (word: string) => boolean): Mend {
  const known = new Set(words)
  const candidates: [hash: number, word: number][] = []
  for (const [id, word] of words.entries()) {
    if (counts[id]! < LEAST_TEXTS) continue
    for (const form of formsOf(word)) candidates.push([hashOf(form), id])
  }
  candidates.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const index = new HashIndex(
    Float64Array.from(candidates, ([hash]) => hash).filter((hash, at, all) => hash !== all[at - 1]),
  )
  const starts = new Int32Array(index.size + 1)
  for (const [at, [hash]] of candidates.entries()) starts[index.findHash(hash) + 1] = at + 1
  const best = (word: string): string => {
    let found = -1
    for (const form of formsOf(word)) {
      const place = index.find(form)
      if (place < 0) continue
      for (let at = starts[place]!; at < starts[place + 1]!; at++) {
        const id = candidates[at]![1]
        const better =
          found < 0 || counts[id]! > counts[found]! || (counts[id] === counts[found] && id < found)
        if (better && isOneSlip(word, words[id]!)) found = id
      }
    }
    return found < 0 ? word : words[found]!
  }
  return (normalised) =>
    normalised.replace(WORD, (word) => (known.has(word) || isKnown(word) ? word : best(word)))
}

/** The word, and what is left of it without one of its letters. */
function* formsOf(word: string): Generator<string> {
  if (word.length < SHORTEST || word.length > LONGEST) return
  yield word
  for (let i = 0; i < word.length; i++) yield word.slice(0, i) + word.slice(i + 1)
}

/** Whether one letter more, less, changed, or exchanged with its neighbour makes one word of the other. */
export function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end++
  }
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
