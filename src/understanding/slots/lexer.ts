/** Cuts a folded text into known words, numbers and the rest, in one pass. */

import { chineseNumberOf, isApproximate, isNumeral, isUnit, mixedNumberOf } from './digits.ts'
import { englishNumberAt, isLatin } from './english-numbers.ts'

/** Where a token stands; tokens with nothing between them are glued: `end` of one is `start` of the next. */
interface Place {
  readonly text: string
  readonly start: number
  readonly end: number
}
export interface KnownToken<Meaning> extends Place {
  readonly kind: 'known'
  readonly meaning: Meaning
}
/** A number in figures, Chinese numerals or English words. */
export interface NumberToken extends Place {
  readonly kind: 'number'
  /** NaN where the text says about how many (两三), or is no well-formed number (百十). */
  readonly value: number
  readonly figures: boolean
}
/** A word nobody knows, or one mark. */
export interface OtherToken extends Place {
  readonly kind: 'other'
}
export type Token<Meaning> = KnownToken<Meaning> | NumberToken | OtherToken

/** Words by their first character, so that a text of any length costs a few look-ups a character. */
export type Lexicon<Meaning> = ReadonlyMap<
  string,
  { readonly lengths: readonly number[]; readonly words: ReadonlyMap<string, Meaning> }
>

/** A lexicon of folded words and phrases; a later entry replaces an earlier one. */
export function lexiconOf<Meaning>(entries: Iterable<readonly [string, Meaning]>): Lexicon<Meaning> {
  const byFirst = new Map<string, Map<string, Meaning>>()
  for (const [word, meaning] of entries) {
    const first = word[0]
    if (first === undefined) continue
    const words = byFirst.get(first) ?? new Map<string, Meaning>()
    byFirst.set(first, words.set(word, meaning))
  }
  return new Map(
    [...byFirst].map(([first, words]) => {
      const lengths = [...new Set([...words.keys()].map((word) => word.length))]
      return [first, { words, lengths: lengths.sort((a, b) => b - a) }] as const
    }),
  )
}

/** The tokens of a folded text, the longest word or number first; spaces are none. Linear in the length of the text. */
export function lex<Meaning>(text: string, lexicon: Lexicon<Meaning>): Token<Meaning>[] {
  const tokens: Token<Meaning>[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === ' ') {
      at++
      continue
    }
    const known = knownAt(text, at, lexicon)
    const number = numeralAt(text, at) ?? wordNumberAt(text, at)
    if (known && known.end >= (number?.end ?? 0)) tokens.push(known)
    else if (isFigure(text[at])) tokens.push(...figuresAt(text, at))
    else tokens.push(number ?? otherAt(text, at))
    at = tokens.at(-1)?.end ?? text.length
  }
  return tokens
}

function knownAt<Meaning>(
  text: string,
  start: number,
  lexicon: Lexicon<Meaning>,
): KnownToken<Meaning> | null {
  const bucket = lexicon.get(text[start] ?? '')
  for (const length of bucket?.lengths ?? []) {
    const word = text.slice(start, start + length)
    const end = start + length
    const meaning = bucket?.words.get(word)
    if (meaning === undefined || (isLatin(text[end - 1]) && isLatin(text[end]))) continue
    return { kind: 'known', meaning, text: word, start, end }
  }
  return null
}

function isFigure(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}

/** A run of figures with points and commas inside: one number (1,200.50), or its parts (2026.12.3, 3,5). */
function figuresAt(text: string, start: number): Token<never>[] {
  let end = start
  while (isFigure(text[end]) || (isPoint(text[end]) && isFigure(text[end + 1]))) end++
  const run = text.slice(start, end)
  if (/^\d+$/.test(run) && !isUnit(text[end])) return [number(run, start, Number(run))]
  const [whole = '', ...decimals] = run.split('.')
  const groups = whole.split(',')
  const grouped = groups.every((group, at) => (at === 0 ? group.length <= 3 : group.length === 3))
  if (decimals.length <= 1 && !decimals[0]?.includes(',') && (groups.length === 1 || grouped)) {
    const plain = run.replaceAll(',', '')
    if (!isUnit(text[end])) return [number(run, start, Number(plain))]
    while (isNumeral(text[end]) || isFigure(text[end])) end++
    const written = text.slice(start, end)
    return [number(written, start, mixedNumberOf(plain + written.slice(run.length)) ?? Number.NaN)]
  }
  return pieces(run, start)
}

function pieces(run: string, start: number): Token<never>[] {
  const tokens: Token<never>[] = []
  let at = 0
  while (at < run.length) {
    let end = at
    while (isFigure(run[end])) end++
    if (end > at) tokens.push(number(run.slice(at, end), start + at, Number(run.slice(at, end))))
    else end = at + 1
    if (!isFigure(run[at]))
      tokens.push({ kind: 'other', text: run.slice(at, end), start: start + at, end: start + end })
    at = end
  }
  return tokens
}

function number(text: string, start: number, value: number): NumberToken {
  return { kind: 'number', text, start, end: start + text.length, value, figures: true }
}

function isPoint(character: string | undefined): boolean {
  return character === '.' || character === ','
}

function numeralAt(text: string, start: number): NumberToken | null {
  let end = start
  while (isNumeral(text[end])) end++
  if (end === start) return null
  const written = text.slice(start, end)
  const value = isApproximate(written) ? Number.NaN : (chineseNumberOf(written) ?? Number.NaN)
  return { kind: 'number', text: written, start, end, value, figures: false }
}

function wordNumberAt(text: string, start: number): NumberToken | null {
  if (!isLatin(text[start])) return null
  const found = englishNumberAt(text, start)
  if (found === null) return null
  const { value, end } = found
  return { kind: 'number', text: text.slice(start, end), start, end, value, figures: false }
}

function otherAt(text: string, start: number): OtherToken {
  let end = start
  while (isLatin(text[end])) end++
  if (end === start) end += String.fromCodePoint(text.codePointAt(start) ?? 0).length
  return { kind: 'other', text: text.slice(start, end), start, end }
}
