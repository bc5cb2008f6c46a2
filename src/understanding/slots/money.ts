/** Reads the one amount of money, in yuan, that a message names. */

import { slotForm } from './form.ts'
import { lex, type NumberToken, type Token } from './lexer.ts'
import { type MoneyWord, moneyLexicon } from './money-words.ts'

type Tokens = readonly Token<MoneyWord>[]

/** A number with its units, or alone. */
interface Amount {
  /** Null where it cannot be told: about so many, more than two decimals. */
  readonly fen: number | null
  /** Written as money, and not as a bare number. */
  readonly marked: boolean
  readonly next: number
}

/** A thousand million yuan; what is above is no amount. */
const MAX_FEN = 1e11
/** Longer figures without a unit are names of something: telephone numbers, accounts, orders. */
const MAX_BARE_FIGURES = 7

/**
 * The one amount a message names, in fen (hundredths of a yuan), or null when there is none, when there are
 * several different ones or a range, when it is left open (五十多块), negative, or in another currency.
 * A number without a unit counts only when hardly anything else is said.
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readMoney(text: string): { fen: number } | null {
  const form = slotForm(text)
  if (form === null) return null
  // "the 30 yuan one"
  const tokens = lex(form.replace(/(?<=yuan|rmb|kuai|[块元\d]) one\b/g, ''), moneyLexicon)
  if (tokens.some((token) => wordOf(token) === 'foreign')) return null
  const worded = tokens.some((token) => token.kind === 'other')
  const amounts: Amount[] = []
  let plain = !worded
  let at = 0
  while (at < tokens.length) {
    const amount = amountAt(tokens, at, worded)
    if (amount) amounts.push(amount)
    else if (isOther(wordOf(tokens[at]))) plain = false
    at = amount?.next ?? at + 1
  }
  const [fen, ...others] = new Set(amounts.map((amount) => amount.fen))
  if (fen === undefined || fen === null || others.length > 0) return null
  return plain || amounts.some((amount) => amount.marked) ? { fen } : null
}

/** A message that asks for the whole amount and names none. */
const ALL =
  /^(?:我?(?:想|要|想要)?(?:申请)?)?(?:退|还|交|付|充|全)?(?:全部|全额|所有的?|全都|整笔|[都全](?=退|还|交|付))(?:退|还|交|付|款|金额|的钱|费用)*(?:掉|完|了|吧|的)*$|^(?:(?:i want |i would like |please |refund |give me )*(?:all of it|all of that|the (?:full|whole|entire|total) (?:amount|sum|thing)|the full refund|a full refund|full refund|everything|all|in full|the lot|the whole lot|full amount|the total)(?: back)?)(?: please| thanks)?$/

/** Whether a message asks for the whole amount: 全部, "all of it". Longer than 500 characters is no. */
export function readAll(text: string): boolean {
  const form = slotForm(text)
  return form !== null && ALL.test(form.replace(/[.!,。]+$/, ''))
}

/** Words that make a bare number one of something else. */
function isOther(word: MoneyWord | null): boolean {
  return word !== null && word !== 'filler' && word !== 'sign'
}

/**
 * The amount that begins with a token; null for a number of something else, or none.
 * @param worded whether the message has words nobody knows
 */
function amountAt(tokens: Tokens, start: number, worded: boolean): Amount | null {
  const signed = wordOf(tokens[start]) === 'sign'
  let at = signed ? start + 1 : start
  if (wordOf(tokens[at]) === 'open' && isUnit(wordOf(tokens[at + 1])))
    return { fen: null, marked: true, next: at + 2 }
  const number = tokens[at]
  if (number?.kind !== 'number') return null
  at++
  const scale = wordOf(tokens[at]) === 'thousand' && tokens[at]?.start === number.end ? 1000 : 1
  if (scale > 1) at++
  const openBehind = wordOf(tokens[at]) === 'open'
  if (openBehind) at++
  const open = openBehind || wordOf(tokens[start - 1]) === 'open' || isNegative(tokens, start)
  const value = yuanOf(number, scale)
  const unit = wordOf(tokens[at])
  if (unit === 'yuan' || unit === 'jiao' || (unit === 'fen' && tokens[at]?.text !== '分')) {
    if (isTogether(tokens, at)) return null
    const rest = restAt(tokens, at, unit)
    const fen = value === null ? null : fenOf(value, unit, rest.fen)
    return { fen: open ? null : fen, marked: true, next: rest.next }
  }
  if (wordOf(tokens[at]) === 'counted' || (unit === 'fen' && !signed)) return null
  if (!signed && unit !== 'sign' && isName(number, tokens, start, worded)) return null
  const next = unit === 'sign' ? at + 1 : at
  const fen = value === null ? null : fenOf(value, 'yuan', 0)
  return { fen: open ? null : fen, marked: signed || unit === 'sign', next }
}

/** What stands behind a unit: 块五, 块二毛五, 元零五分, 毛五, 块半, "yuan and 5 jiao"; in fen. */
function restAt(tokens: Tokens, unitAt: number, unit: MoneyWord): { fen: number | null; next: number } {
  let fen = 0
  let scale = unit === 'yuan' ? 10 : unit === 'jiao' ? 1 : 0
  let at = unitAt + 1
  if (wordOf(tokens[at]) === 'half' && scale > 0 && tokens[at]?.text === '半')
    return { fen: scale * 5, next: at + 1 }
  while (scale > 0) {
    const linked = tokens[at]?.text === 'and'
    const number = tokens[linked ? at + 1 : at]
    if (number?.kind !== 'number' || !(linked || isGlued(tokens, at))) break
    const behind = at + (linked ? 2 : 1)
    const named = wordOf(tokens[behind])
    if (named === 'counted' || named === 'yuan') break
    const zero = number.text.length > 1 && /^[0零〇]/.test(number.text)
    const size = named === 'jiao' ? 10 : named === 'fen' || zero || number.value >= 10 ? 1 : scale
    if (size > scale || !(number.value < (size === 10 ? 10 : 100))) return { fen: null, next: behind }
    fen += number.value * size
    at = named === 'jiao' || named === 'fen' ? behind + 1 : behind
    scale = size === 10 ? 1 : 0
  }
  if (wordOf(tokens[at]) === 'sign') at++
  return { fen, next: at }
}

function fenOf(value: number, unit: MoneyWord, rest: number | null): number | null {
  if (rest === null) return null
  const fen = Math.round(value * (unit === 'yuan' ? 100 : unit === 'jiao' ? 10 : 1) * 100) / 100 + rest
  return Number.isInteger(fen) && fen <= MAX_FEN ? fen : null
}

function yuanOf(number: NumberToken, scale: number): number | null {
  return Number.isNaN(number.value) ? null : number.value * scale
}

/** 一块 without a digit or a mark behind it is "together" (一块去) or one piece of something. */
function isTogether(tokens: Tokens, unitAt: number): boolean {
  const number = tokens[unitAt - 1]
  const behind = tokens[unitAt + 1]
  return (
    tokens[unitAt]?.text === '块' &&
    number?.text === '一' &&
    behind?.kind === 'other' &&
    /\p{Script=Han}/u.test(behind.text)
  )
}

/** Whether a number without a unit is no quantity: a long one, one that begins with 0, a numeral inside a word. */
function isName(number: NumberToken, tokens: Tokens, at: number, worded: boolean): boolean {
  if (number.figures)
    return /^0\d/.test(number.text) || number.text.replace(/[.,]\d{1,2}$/, '').length > MAX_BARE_FIGURES + 2
  const alone = number.text.length === 1
  const inRange = wordOf(tokens[at - 1]) === 'range' || wordOf(tokens[at + 1]) === 'range'
  return alone && !inRange && worded
}

/** A dash that touches the number and nothing before it. */
function isNegative(tokens: Tokens, at: number): boolean {
  const dash = tokens[at - 1]
  if (dash?.text !== '-' || dash.end !== tokens[at]?.start) return false
  return tokens[at - 2]?.kind !== 'number'
}

function isGlued(tokens: Tokens, at: number): boolean {
  return tokens[at - 1]?.end === tokens[at]?.start
}

function isUnit(word: MoneyWord | null): boolean {
  return word === 'yuan' || word === 'jiao'
}

function wordOf(token: Token<MoneyWord> | undefined): MoneyWord | null {
  return token?.kind === 'known' ? token.meaning : null
}
