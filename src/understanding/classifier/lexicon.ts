/** What words mean: English stems of Chinese words, and the direction of a text's meaning. */
import { type Dictionary, isContentWord, LONGEST_WORD } from './dictionary.ts'
import { HashIndex, hashOf } from './hash-index.ts'
import { learnMeaningSpace, type MeaningSpace, WIDTH } from './meaning-space.ts'
import { stem } from './stem.ts'

/** Words and stems by number; Chinese word `w` means the stems `ids[starts[w]]` up to `ids[starts[w + 1]]`. */
export interface Lexicon extends MeaningSpace {
  readonly stemNumbers: ReadonlyMap<string, number>
  readonly words: HashIndex
  readonly starts: Int32Array
  readonly ids: Int32Array
  /** Whether meanings connect two languages, and so count among the features of a text. */
  readonly bilingual: boolean
}

/** How often each stem, by number, is meant in a text. */
export type Meanings = ReadonlyMap<number, number>

let ofDictionary: { readonly dictionary: Dictionary; readonly lexicon: Lexicon } | undefined

/**
 * Learns what words mean from a dictionary; without other questions only once for the same one.
 * @param unlabelled normalised questions of customers, which say what else goes together
 */
export function learnLexicon(
  dictionary: Dictionary,
  unlabelled: readonly string[],
  bilingual: boolean,
): Lexicon {
  if (unlabelled.length > 0) return learn(dictionary, unlabelled, bilingual)
  if (ofDictionary?.dictionary !== dictionary) {
    ofDictionary = { dictionary, lexicon: learn(dictionary, [], bilingual) }
  }
  return { ...ofDictionary.lexicon, bilingual }
}

function learn(dictionary: Dictionary, unlabelled: readonly string[], bilingual: boolean): Lexicon {
  const questions = unlabelled.map((text) => stemsIn(text, (word) => dictionary.words.get(word)))
  const space = learnMeaningSpace([...dictionary.entries, ...questions])
  const numbers = new Map(space.stems.map((name, id) => [name, id]))
  const meanings = new Map<number, readonly number[]>()
  for (const [word, names] of dictionary.words) {
    const known = names.flatMap((name) => numbers.get(name) ?? [])
    if (known.length > 0) meanings.set(hashOf(word), known)
  }
  const hashes = Float64Array.from(meanings.keys()).sort()
  const starts = new Int32Array(hashes.length + 1)
  const ids: number[] = []
  for (const [word, hash] of hashes.entries()) {
    ids.push(...meanings.get(hash)!)
    starts[word + 1] = ids.length
  }
  return lexiconOf(space, new HashIndex(hashes), starts, Int32Array.from(ids), bilingual)
}

/** Puts the parts of a lexicon together, as learned or as read from a file. */
export function lexiconOf(
  space: MeaningSpace,
  words: HashIndex,
  starts: Int32Array,
  ids: Int32Array,
  bilingual: boolean,
): Lexicon {
  return {
    ...space,
    stemNumbers: new Map(space.stems.map((name, id) => [name, id])),
    words,
    starts,
    ids,
    bilingual,
  }
}

/** The meanings of a normalised text. */
export function meaningsOf(normalised: string, lexicon: Lexicon): Meanings {
  const counts = new Map<number, number>()
  const count = (id: number) => counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const run of normalised.match(RUNS) ?? []) {
    if (!HAN_RUN.test(run)) {
      const id = isContentWord(run) ? lexicon.stemNumbers.get(stem(run)) : undefined
      if (id !== undefined) count(id)
      continue
    }
    eachWord(run, (word) => {
      const found = lexicon.words.find(word)
      if (found < 0) return false
      for (let at = lexicon.starts[found]!; at < lexicon.starts[found + 1]!; at++) count(lexicon.ids[at]!)
      return true
    })
  }
  return counts
}

/** Tells of each word of a normalised text, an English one as its stem, which stems it may mean; a stem means itself. */
export function eachUnit(
  normalised: string,
  lexicon: Lexicon,
  take: (word: string, stems: readonly string[]) => void,
): void {
  for (const run of normalised.match(RUNS) ?? []) {
    if (!HAN_RUN.test(run)) {
      if (isContentWord(run)) take(stem(run), [stem(run)])
      continue
    }
    eachWord(run, (word) => {
      const found = lexicon.words.find(word)
      if (found < 0 && word.length > 1) return false
      const ids = found < 0 ? [] : lexicon.ids.slice(lexicon.starts[found]!, lexicon.starts[found + 1]!)
      take(
        word,
        Array.from(ids, (id) => lexicon.stems[id]!),
      )
      return true
    })
  }
}

/** Whether the dictionary uses a word: what it knows is not misspelt. */
export function isEnglish(word: string, lexicon: Lexicon): boolean {
  return !isContentWord(word) || lexicon.stemNumbers.has(stem(word))
}

/** The direction meanings point to together, of length 1; all 0 where nothing is known. `WIDTH` numbers. */
export function directionOf(meanings: Meanings, { idf, vectors }: Lexicon): Float32Array {
  const direction = new Float32Array(WIDTH)
  for (const [id, times] of meanings) {
    let squares = 0
    for (let q = 0; q < WIDTH; q++) squares += vectors[id * WIDTH + q]! ** 2
    if (squares === 0) continue
    const weight = (idf[id]! * (1 + Math.log(times))) / Math.sqrt(squares)
    for (let q = 0; q < WIDTH; q++) direction[q]! += weight * vectors[id * WIDTH + q]!
  }
  return direction
}

const RUNS = /\p{Script=Han}+|[a-z]+/gu
const HAN_RUN = /^\p{Script=Han}/u

/** Reads a run from left to right, each time as the longest word that `take` accepts. */
function eachWord(run: string, take: (word: string) => boolean): void {
  for (let start = 0; start < run.length; ) {
    let length = Math.min(LONGEST_WORD, run.length - start)
    while (!take(run.slice(start, start + length)) && length > 1) length--
    start += length
  }
}

function stemsIn(text: string, meanings: (word: string) => readonly string[] | undefined): string[] {
  const stems: string[] = []
  for (const run of text.match(RUNS) ?? []) {
    if (!HAN_RUN.test(run)) {
      if (isContentWord(run)) stems.push(stem(run))
      continue
    }
    eachWord(run, (word) => {
      const found = meanings(word)
      if (found) stems.push(...found)
      return found !== undefined
    })
  }
  return stems
}
