/** Cuts messages into the words and phrases that are counted, and takes out what tells who wrote them. */

import { normalise } from '../../understanding/normalise.ts'
import { CUT, withoutCapitalised, withoutNames } from './names.ts'
import { stopWords } from './stop-words.ts'

/** Words taken from one message; what comes after is ignored. */
const WORDS_MOST = 400
/** Longer ones are no words but keys, paths, or somebody leaning on a key. */
const LETTERS_MOST = 20

/** What is recognised by its form: addresses, numbers of every kind. */
const FORMS: readonly RegExp[] = [
  /\b(?:https?:\/\/|www\.)\S*/g,
  /[^\s@，。；、:：()<>]+@[^\s@，。；、()<>]+/g,
  // Codes of letters and digits too; of those with a digit only the names of networks are words.
  /\b(?![2345]g\b)(?=[a-z_-]*\d)[a-z\d_-]+/g,
  /(?!\b[2345]g\b)[+\d][\d\s().-]*/g,
  /[零〇一二三四五六七八九十百千万两幺]{3,}/g,
]

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const HAN = /\p{Script=Han}/u
const ENGLISH_WORD = /^[a-z\d][a-z\d'-]*$/

/** One message as runs of words; nothing is joined from one run to the next. */
export type Runs = readonly (readonly string[])[]

/**
 * The words of a message, in simplified characters and small letters. What identifies people is taken out:
 * addresses, numbers, and names that are introduced or handed in.
 * @param known words of the trade, which a general dictionary would cut to pieces
 * @param names what finds the names of people who are known, of `knownNames`
 */
export function runsOf(text: string, known: KnownWords = noWords, names: readonly RegExp[] = []): Runs {
  const runs: string[][] = []
  let words = 0
  for (const part of masked(text, names).split(CUT)) {
    let run: string[] = []
    for (const segment of segmentsOf(part, known)) {
      if (!isWord(segment)) {
        // Blanks end nothing; stop words and punctuation do.
        if (segment.trim() !== '' && run.length > 0) {
          runs.push(run)
          run = []
        }
        continue
      }
      if (++words > WORDS_MOST) break
      run.push(segment)
    }
    if (run.length > 0) runs.push(run)
  }
  return runs
}

function masked(text: string, names: readonly RegExp[]): string {
  const form = withoutNames(normalise(withoutCapitalised(text)), names)
  return FORMS.reduce((rest, shape) => rest.replace(shape, CUT), form)
}

/** Only Chinese needs a dictionary to be cut: the trade's own words first, a general one for the rest. */
function* segmentsOf(text: string, known: KnownWords): Generator<string> {
  if (!HAN.test(text)) {
    for (const [segment] of text.matchAll(/[a-z\d]+(?:['-][a-z\d]+)*|[^a-z\d]+/g)) yield segment
    return
  }
  let rest = 0
  for (let at = 0; at < text.length; ) {
    const word = known.at(text, at)
    if (word === null) {
      at++
      continue
    }
    yield* generalSegments(text.slice(rest, at))
    yield word
    at += word.length
    rest = at
  }
  yield* generalSegments(text.slice(rest))
}

function* generalSegments(text: string): Generator<string> {
  if (text === '') return
  for (const { segment } of segmenter.segment(text)) yield segment
}

/** Chinese words of the trade, found by what they begin with. */
export class KnownWords {
  readonly #words: ReadonlySet<string>
  readonly #longest: number

  constructor(words: Iterable<string>) {
    this.#words = new Set(words)
    this.#longest = Math.max(0, ...[...this.#words].map((word) => word.length))
  }

  get size(): number {
    return this.#words.size
  }

  /** The longest known word that begins at a place; null when none does. */
  at(text: string, place: number): string | null {
    for (let length = Math.min(this.#longest, text.length - place); length > 1; length--) {
      const word = text.slice(place, place + length)
      if (this.#words.has(word)) return word
    }
    return null
  }
}

const noWords = new KnownWords([])

function isWord(segment: string): boolean {
  if (segment.length > LETTERS_MOST || stopWords.has(segment)) return false
  return HAN.test(segment) || ENGLISH_WORD.test(segment)
}

/** A term, and what it is made of. */
export interface TermKey {
  readonly text: string
  readonly parts: readonly string[]
}

/** Stands between the parts of a phrase where it is counted. */
export const JOINT = '\u0001'

/**
 * What is counted of a message, each once: words, and two or three of them that stand beside each other.
 * Parts of a phrase are joined by {@link JOINT}.
 */
export function termsOf(runs: Runs): Set<string> {
  const terms = new Set<string>()
  for (const run of runs)
    for (const [at, word] of run.entries()) {
      terms.add(word)
      const [second, third] = [run[at + 1], run[at + 2]]
      if (second === undefined || second === word) continue
      terms.add(`${word}${JOINT}${second}`)
      if (third !== undefined && third !== second) terms.add(`${word}${JOINT}${second}${JOINT}${third}`)
    }
  return terms
}

/** How a counted term is written: English words with blanks between them, Chinese without. */
export function writtenTerm(term: string): string {
  const parts = term.split(JOINT)
  return parts.reduce((text, part) => {
    const blank = /[a-z\d]$/.test(text) || (/^[a-z\d]/.test(part) && text !== '')
    return text === '' ? part : `${text}${blank ? ' ' : ''}${part}`
  }, '')
}

/** Whether a term is Chinese, at least in part. */
export function isChinese(term: string): boolean {
  return HAN.test(term)
}
