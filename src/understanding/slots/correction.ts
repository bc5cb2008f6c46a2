/** Finds what stands behind a mark of correction: "不对，是…", "I meant …". */

import { type CorrectionMark, correctionLexicon, foldInPlace } from './correction-words.ts'
import { MAX_SLOT_LENGTH } from './form.ts'
import { lex, type Token } from './lexer.ts'
import { readYesNo } from './yes-no.ts'

/** Particles and thanks: no value. */
const EMPTY =
  /^(?:[啊呀吧哦喔的了啦呢哈嘛吗么]|谢谢|謝謝|多谢|多謝|thanks|thank you|thx|please|sorry|[\p{P}\p{S}\s])*$/iu
const OUTER = /^[\p{P}\p{S}\s]$/u
/** Marks that belong to what they open or close. */
const INNER = /^[+＋¥￥$()（）%％]$/u

type Tokens = readonly Token<CorrectionMark>[]

/** Where the marks at the beginning of a clause end, and whether they correct. */
interface Marks {
  readonly next: number
  readonly corrects: boolean
}

/**
 * What stands behind the last mark of correction in a message, as the customer wrote it; null when there is no
 * mark, or nothing but thanks, a yes or a no behind it. "不是138，是139" gives 139, and so does "说错了，是139，
 * 不是138". A bare "no" corrects only before a break or a link: "no, tomorrow", but not "no problem".
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function isCorrection(text: string): string | null {
  if (text.length > MAX_SLOT_LENGTH) return null
  const tokens = lex(foldInPlace(text), correctionLexicon)
  let found: string | null = null
  /** Whether "not …" has set something aside whose other side may follow. */
  let contrasted = false
  let at = 0
  while (at < tokens.length) {
    const opensClause = at === 0 || markOf(tokens[at - 1]) === 'break'
    const marks: Marks = opensClause ? marksFrom(tokens, at, contrasted) : { next: at, corrects: false }
    let corrects = marks.corrects
    let next: number = marks.next
    if (next === at) {
      corrects = leadsAnywhere(tokens, at, contrasted)
      next = at + 1
    }
    for (let read = at; read < next; read++) contrasted ||= markOf(tokens[read]) === 'contrast'
    if (corrects) found = valueFrom(text, tokens, next) ?? found
    at = next
  }
  return found
}

/** The marks at the beginning of a clause. */
function marksFrom(tokens: Tokens, start: number, contrasted: boolean): Marks {
  let corrects = false
  let refused = false
  let next = start
  for (let at = start; at < tokens.length; at++) {
    const mark = markOf(tokens[at])
    if (mark === 'filler') continue
    // 不 in 不用 and "no" in "no problem" begin what is said.
    if (mark === 'refusal' && tokens[at + 1] !== undefined && markOf(tokens[at + 1]) === null) break
    if (mark === 'wrong' || mark === 'meant' || mark === 'change') corrects = true
    else if (mark === 'refusal' || mark === 'contrast') refused = true
    else if (mark === 'break') corrects ||= refused
    else if (mark === 'link') {
      if (!corrects && !refused && !contrasted) break
      corrects = true
    } else if (mark === null || mark === 'but') break
    next = at + 1
  }
  return { next, corrects }
}

/** Marks that count in the middle of a clause too. */
function leadsAnywhere(tokens: Tokens, at: number, contrasted: boolean): boolean {
  const mark = markOf(tokens[at])
  if (mark === 'change') return true
  return contrasted && (mark === 'but' || (mark === 'link' && tokens[at - 1]?.kind === 'number'))
}

/** What stands from a token on, without what it is set apart from ("… , not 138"); null when that is no value. */
function valueFrom(text: string, tokens: Tokens, from: number): string | null {
  let first = from
  while (first < tokens.length && (markOf(tokens[first]) === 'link' || markOf(tokens[first]) === 'break')) {
    if (INNER.test(tokens[first]?.text ?? '')) break
    first++
  }
  let end = first + 1
  while (end < tokens.length && !isSetApart(tokens, end)) end++
  const value = trimmed(text.slice(tokens[first]?.start ?? text.length, tokens[end]?.start ?? text.length))
  return EMPTY.test(value) || readYesNo(value) !== 'unclear' ? null : value
}

function isSetApart(tokens: Tokens, at: number): boolean {
  const before = tokens[at - 1]
  return markOf(tokens[at]) === 'contrast' && (markOf(before) === 'break' || before?.kind === 'number')
}

/** Without spaces and marks around it. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isOuter(text.charAt(start))) start++
  while (end > start && isOuter(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function isOuter(unit: string): boolean {
  return OUTER.test(unit) && !INNER.test(unit)
}

function markOf(token: Token<CorrectionMark> | undefined): CorrectionMark | null {
  return token?.kind === 'known' ? token.meaning : null
}
