/** The words of a message as they are searched for: how a text is cut, and whether what is looked for stands in it. */

import { stem } from './classifier/stem.ts'
import { MAX_LENGTH, normalise } from './normalise.ts'
import { hasHan } from './script.ts'

/** Who wrote a text. The bot says the same to everybody: of its texts only references and numbers are searched for. */
export type Writer = 'person' | 'bot'

/** A text cut into what is compared: words of letters and digits, and single Chinese characters. */
export interface Cut {
  readonly tokens: readonly string[]
  /** The same with English words as stems. */
  readonly stems: readonly string[]
}

/** One thing that is looked for; its tokens stand next to each other, whatever punctuation is between them. */
export interface Term extends Cut {
  /** In quotes: not the other forms of an English word. */
  readonly exact: boolean
}

/** Longer messages are searched up to here, in UTF-16 units: as long as any channel takes. */
const SEARCHED = 20_000
/** Most things looked for at once. */
const MAX_TERMS = 10
/** Words that differ only behind this many characters are one word in the index. */
const WORD_LENGTH = 64
/** A reference or number is at least so long; amounts and years are shorter. */
const REFERENCE_LENGTH = 6
/** Stands between references, which are no neighbours of one another. */
const BREAK = '\0'

const TOKEN = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu
const REFERENCE = /[a-z0-9]+(?:-[a-z0-9]+)*/g

/** Cuts a text. Linear in its length; any string will do. */
export function cutText(text: string, writer: Writer = 'person'): Cut {
  const tokens = piecesOf(text.slice(0, SEARCHED))
    .map(normalise)
    .flatMap((piece) => (writer === 'bot' ? referencesIn(piece) : (piece.match(TOKEN) ?? [])))
  return { tokens, stems: tokens.map((token) => (/^[a-z]+$/.test(token) ? stem(token) : token)) }
}

function referencesIn(text: string): string[] {
  return (text.match(REFERENCE) ?? [])
    .filter((word) => word.length >= REFERENCE_LENGTH && /\d/.test(word))
    .flatMap((word) => [...word.split('-'), BREAK])
}

/** Pieces that are read whole, cut where a word ends if there is such a place. */
function piecesOf(text: string): string[] {
  // Full forms of contractions make a text longer.
  const room = MAX_LENGTH / 2
  const pieces: string[] = []
  for (let rest = text; rest !== ''; ) {
    const gap =
      rest.length <= room ? rest.length : rest.slice(0, room).search(/[^\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}]*$/u)
    const end = gap > 0 ? gap : room
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return pieces
}

/**
 * What a text is found by: English words by their stem, numbers and references as they are, Chinese by every two
 * characters that stand together. Chinese is written without gaps, and where one word ends is a matter of opinion;
 * any stretch of two characters and more is found by its pairs. Single characters are in too many texts to be worth
 * their place.
 */
export function indexWords(cut: Cut): Set<string> {
  const words = new Set<string>()
  let before = ''
  for (const token of cut.stems) {
    const isHan = hasHan(token)
    if (!isHan && token !== BREAK) words.add(token.slice(0, WORD_LENGTH))
    else if (isHan && before !== '') words.add(before + token)
    before = isHan ? token : ''
  }
  return words
}

/** What somebody looks for: parted by gaps, and what is in quotes together. Nothing that could be found is left out silently. */
export function readTerms(query: string): Term[] {
  const terms: Term[] = []
  for (const [, quoted, plain] of query.matchAll(
    /["“”„「『«]([^"“”」』»]*)["“”」』»]?|([^\s"“”„「『«]+)/gu,
  )) {
    const cut = cutText(quoted ?? plain ?? '')
    if (cut.tokens.length > 0) terms.push({ ...cut, exact: quoted !== undefined })
  }
  return terms.slice(0, MAX_TERMS)
}

/** Whether a text that is indexed by a term's words has the term in it for certain, so that it need not be looked at. */
export function isOneWord({ tokens, stems, exact }: Term): boolean {
  const [first = '', second] = tokens
  if (second === undefined)
    return !hasHan(first) && first.length <= WORD_LENGTH && !(exact && /^[a-z]/.test(stems[0] ?? ''))
  return tokens.length === 2 && tokens.every(hasHan)
}

/** Whether a term stands in a text. */
export function occursIn(term: Term, cut: Cut): boolean {
  const [wanted, given] = term.exact ? [term.tokens, cut.tokens] : [term.stems, cut.stems]
  const [first = ''] = wanted
  for (let at = given.indexOf(first); at >= 0; at = given.indexOf(first, at + 1))
    if (wanted.every((token, offset) => given[at + offset] === token)) return true
  return false
}
