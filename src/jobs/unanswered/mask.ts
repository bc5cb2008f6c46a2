/** Takes out of a question whatever tells who asked it, and says in its place what stood there. */

import { hasHan } from '../../understanding/script.ts'
import { namesWithin } from './mask-names.ts'

/** What may be taken out. */
export type Masked = 'phone' | 'email' | 'link' | 'id' | 'card' | 'number' | 'code' | 'address' | 'name'

const PLACEHOLDERS: Readonly<Record<Masked, readonly [zh: string, en: string]>> = {
  phone: ['手机号', 'phone'],
  email: ['邮箱', 'email'],
  link: ['链接', 'link'],
  id: ['证件号', 'ID number'],
  card: ['卡号', 'card number'],
  number: ['号码', 'number'],
  code: ['编号', 'code'],
  address: ['地址', 'address'],
  name: ['姓名', 'name'],
}

/** Longest text that is kept, in UTF-16 units; what comes after is cut off. */
export const LONGEST = 300

/** Marks a place while others are still looked for; no text has them, they are taken out first. */
const [OPEN, CLOSE] = ['\uE000', '\uE001']
const ORDER = Object.keys(PLACEHOLDERS) as readonly Masked[]
const mark = (what: Masked): string => `${OPEN}${String.fromCodePoint(0xe010 + ORDER.indexOf(what))}${CLOSE}`
const MARK = /\uE000([\uE010-\uE020])\uE001/gu

/** Digits and letters in other forms. */
const FOLDED = /[\p{No}\p{Nl}\p{Nd}\uFE6B\uFF0B\uFF0D\uFF0E\uFF20\uFF21-\uFF3A\uFF41-\uFF5A]/gu

/** Between the digits of a number that is written in groups. */
const GAP = String.raw`[\s().\-_,，、·*]{0,3}`
/** Six and more digits with whatever is between them; five without a gap, or with one. */
const DIGITS = new RegExp(String.raw`\+?\d(?:${GAP}\d){4,}`, 'gu')
const SPOKEN =
  /[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[\s\-,，、]{0,2}[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){4,}/gu
const ENGLISH_DIGIT = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)'
const SPOKEN_ENGLISH = new RegExp(String.raw`\b${ENGLISH_DIGIT}(?:[\s,\-]+${ENGLISH_DIGIT}){4,}\b`, 'giu')

/** Addresses to write to, and to look at. */
const EMAIL = /[^\s@，。；、:：()<>]*\s?@\s?[^\s@，。；、()<>]*/gu
const EMAIL_IN_WORDS = /\b[\w.+-]+\s+(?:at|\(at\)|\[at\])\s+[\w-]+\s+(?:dot|\(dot\)|\[dot\])\s+\w+/giu
const LINK = /(?:https?:\/\/|www\.)[^\s，。；、]*/giu
/** Codes: letters and digits in one word, at least two digits and five signs; names of products have fewer. */
const CODE = /(?<![a-z\d])(?=[a-z_-]*\d)(?=(?:[a-z_-]*\d){2})[a-z\d]+(?:[-_][a-z\d]+)*(?![a-z\d])/giu
const LEAST_CODE = 5

const PLACE = String.raw`(?:[\p{Script=Han}]{2,4}?(?:省|自治区|特别行政区)|[\p{Script=Han}]{1,4}?(?:市|州|盟|縣|县)|[\p{Script=Han}]{1,4}?(?:区|區))`
const STREET = String.raw`[\p{Script=Han}\d]{1,8}?(?:路|街|大道|巷|弄|胡同|小区|小區|花园|花園|苑|公寓|大厦|大廈|村|镇|鎮|里)`
const DOOR = String.raw`[\dA-Za-z一二三四五六七八九十百]{1,5}\s*(?:号|號|栋|棟|幢|座|单元|單元|室|楼|樓|层|層|弄)`
const ADDRESSES: readonly RegExp[] = [
  // 浦东新区世纪大道100号3栋202室
  new RegExp(String.raw`(?:${PLACE}\s*)*${STREET}\s*${DOOR}(?:\s*${DOOR})*(?:\s*\d{1,4})?`, 'gu'),
  new RegExp(String.raw`${DOOR}(?:\s*${DOOR})+(?:\s*\d{1,4})?`, 'gu'),
  new RegExp(String.raw`(?:${PLACE}\s*){2,}(?:${STREET})?`, 'gu'),
  // 住在…, 地址是…: whatever follows.
  /(?<=(?:住在|家住|住址是?|地址(?:是|为|為|[:：])|送到|寄到|寄去|搬到|搬去)\s*[:：]?\s*)(?!哪|什么|什麼|家|我|你|别|外|新|吗|嗎|了|怎)[\p{Script=Han}\dA-Za-z\s-]{2,40}?(?=[，。！？,.!?；;]|[想要能怎为為请請吗嗎]|$)/gu,
  // 12 Baker Street, Flat 4; unit 3, 5 Elm Rd
  /\b(?:(?:flat|apt|apartment|unit|suite|room|rm)\.?\s*#?\s*[\da-z-]{1,6}\s*,?\s*)?\d{1,5}[a-z]?\s*,?\s+(?:[a-z][a-z'.-]*\s+){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|place|square|sq|terrace|way|close|crescent)\b\.?(?:\s*,?\s*(?:flat|apt|apartment|unit|suite|room|rm)\.?\s*#?\s*[\da-z-]{1,6})?/giu,
  /\b(?:apt|apartment|flat|unit|suite)\.?\s*#?\s*\d[\da-z-]{0,5}\b/giu,
  /(?<=\b(?:i live (?:at|in|on)|my address is|address:|ship(?:ped)? (?:it )?to|deliver(?:ed)? (?:it )?to|moving to|moved to)\s+)(?!a\b|an\b|the\b|my\b|me\b|your\b|another\b|new\b|different\b|which\b|what\b)[\p{L}\d][\p{L}\d' -]{1,60}?(?=[,.!?;]|\s+(?:and|but|can|how|what|is|do|will|when)\b|$)/giu,
]

/** What is known of whoever asks. */
export interface KnownOfThem {
  /** Their name, as it is on record. */
  readonly name?: string | undefined
  /** District, town and the like. */
  readonly places?: readonly string[]
}

/**
 * A question with placeholders for whatever identifies people: `我的号码是〔手机号〕`, `my number is [phone]`. What is left has
 * no number of five digits or more, no `@` and no address. Spaces are folded; beyond `LONGEST` it is cut.
 */
export function mask(text: string, known: KnownOfThem = {}): string {
  const folded = text
    // Punctuation stays as it was written.
    .replace(FOLDED, (sign) => sign.normalize('NFKC'))
    // Marks of our own, and what cannot be seen and would part a number.
    .replace(/[\uE000-\uF8FF\p{Cf}\p{Cc}]/gu, (sign) => (/\s/u.test(sign) ? ' ' : ''))
    // Digits of other scripts.
    .replace(/\p{Nd}/gu, (digit) => digitOf(digit))
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, LONGEST * 2)
  let rest = folded
    .replace(LINK, mark('link'))
    .replace(EMAIL_IN_WORDS, mark('email'))
    .replace(EMAIL, mark('email'))
  rest = namesWithin(rest, known.name, mark('name'))
  for (const place of known.places ?? [])
    if (place.trim().length >= 2) rest = rest.replaceAll(place.trim(), mark('address'))
  for (const shape of ADDRESSES) rest = rest.replace(shape, mark('address'))
  rest = rest
    .replace(/(?<![a-z\d])\d{17}[\dx](?![a-z\d])/giu, mark('id'))
    .replace(CODE, (code) => (code.length >= LEAST_CODE && /[a-z]/i.test(code) ? mark('code') : code))
    .replace(DIGITS, (number) => mark(kindOfNumber(number)))
    .replace(SPOKEN, mark('number'))
    .replace(SPOKEN_ENGLISH, mark('number'))
  const at = hasHan(folded) ? 0 : 1
  // Several of a kind in a row are one.
  const written = rest
    .replace(/(\uE000[\uE010-\uE020]\uE001)(?:\s*\1)+/gu, '$1')
    .replace(MARK, (_, sign: string) => placeholder(ORDER[(sign.codePointAt(0) ?? 0) - 0xe010], at))
    .replace(/\s+/gu, ' ')
    .trim()
  return cut(written)
}

function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  // Digits of a script stand together in tens; the zero is the first that is one.
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return code >= 0x30 && code <= 0x39 ? digit : String(code - zero)
}

function placeholder(what: Masked | undefined, at: 0 | 1): string {
  const word = PLACEHOLDERS[what ?? 'number'][at]
  return at === 0 ? `〔${word}〕` : `[${word}]`
}

/** A cut never leaves half a placeholder. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text
  const head = text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/u, '')
  return head.replace(/(?:〔[^〕]*|\[[^\]]*)$/u, '').trimEnd()
}

function kindOfNumber(written: string): Masked {
  const digits = written.replace(/\D/g, '')
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits) || /^\+/.test(written)) return 'phone'
  if (digits.length === 18) return 'id'
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return 'card'
  if (/^0\d{9,11}$/.test(digits)) return 'phone'
  return 'number'
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [at, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

const MASKED = /〔[^〕]*〕|\[[^\]]*\]/u

/** Whether something was taken out. */
export function isMasked(text: string): boolean {
  return MASKED.test(text)
}
