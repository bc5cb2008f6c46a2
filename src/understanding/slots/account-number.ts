/** Finds what may be an account number in a message. */

import { digitOf } from './digits.ts'
import { slotForm } from './form.ts'

const MIN_LENGTH = 4
const MAX_LENGTH = 20
const MIN_DIGITS = 4
const MAX_CANDIDATES = 3
/** Groups up to this length are written apart only to be read more easily. */
const READING_GROUP = 5

/** A customer number as imported tables have it: 7590-VHVEG. */
const TABLE_SHAPE = /^\d{4}-[A-Z]{5}$/
const DATE = /^(?:19|20)\d\d-\d{1,2}-\d{1,2}$/
const MOBILE = /^1[3-9]\d{9}$/
const ACCOUNT =
  /(?:账号|帐号|账户|帐户|户号|客户号|客户编号|客户编码|用户编号|编号|account|acct|customer (?:number|no|id)|\bid)[^\n]{0,12}$/
const PHONE = /(?:手机|电话|号码是|phone|mobile|tel|call me)[^\n]{0,10}$/
const UNIT = /^ ?(?:元|块|圆|年|分钟|yuan|rmb)/

interface Candidate {
  readonly number: string
  readonly score: number
}

/**
 * Up to three candidates for an account number, best first, upper case, without spaces inside: words of letters,
 * digits and hyphens, 4 to 20 long, with at least four digits or of the shape 1234-ABCDE. Dates, amounts and
 * decimal numbers are left out; a mobile number comes last. Where short groups of digits follow each other they
 * are one number; of longer ones both the whole and the parts are candidates.
 * Linear in the length of the text; longer than 500 characters gives none.
 */
export function readAccountNumbers(text: string): string[] {
  const form = slotForm(text)
  if (form === null) return []
  const candidates = wordsOf(withFigures(form)).sort((a, b) => b.score - a.score)
  return [...new Set(candidates.map(({ number }) => number))].slice(0, MAX_CANDIDATES)
}

/** Four or more Chinese digits in a row are read out; fewer are part of what is said. */
function withFigures(form: string): string {
  return form.replace(/[零〇一二三四五六七八九幺两]{4,}/g, (run) =>
    [...run].map((digit) => digitOf(digit)).join(''),
  )
}

function wordsOf(form: string): Candidate[] {
  const candidates: Candidate[] = []
  const line = form.replace(/ ?- ?/g, '-')
  const words = [...line.matchAll(/[a-z\d-]+/g)].map((match) => ({
    word: match[0].replace(/^-+|-+$/g, ''),
    start: match.index,
    end: match.index + match[0].length,
  }))
  for (let at = 0; at < words.length; at++) {
    const first = words[at]
    if (first === undefined) continue
    let last = first
    const parts = [first.word]
    while (isDigits(first.word)) {
      const next = words[at + 1]
      if (next === undefined || !isDigits(next.word) || line.slice(last.end, next.start) !== ' ') break
      parts.push(next.word)
      last = next
      at++
    }
    const context = {
      before: line.slice(Math.max(0, first.start - 30), first.start),
      behind: line.slice(last.end, last.end + 4),
    }
    candidates.push(...candidatesOf(parts, context))
  }
  return candidates
}

function candidatesOf(parts: readonly string[], context: { before: string; behind: string }): Candidate[] {
  const { before, behind } = context
  if (UNIT.test(behind) || /\d[.:,/]$/.test(before) || /^[.:,/]\d/.test(behind)) return []
  const whole = parts.join('')
  const separate =
    parts.length > 1 && (whole.length > MAX_LENGTH || parts.some((part) => part.length > READING_GROUP))
  return [whole, ...(separate ? parts : [])].flatMap((part, at) => {
    const number = part.toUpperCase()
    if (!isAccountShaped(number)) return []
    const label = ACCOUNT.test(before) ? 100 : 0
    const phone = MOBILE.test(number) ? (PHONE.test(before) ? -80 : -40) : 0
    const shape = TABLE_SHAPE.test(number) ? 50 : 0
    return [{ number, score: label + phone + shape + Math.min(digitsIn(number), 12) - (at > 0 ? 15 : 0) }]
  })
}

function isAccountShaped(number: string): boolean {
  if (number.length < MIN_LENGTH || number.length > MAX_LENGTH || DATE.test(number)) return false
  return TABLE_SHAPE.test(number) || digitsIn(number) >= MIN_DIGITS
}

function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length
}

function isDigits(word: string): boolean {
  return /^\d+$/.test(word)
}
