/** The groups of digits in a text, for what people read out digit by digit: telephone numbers, one-time codes. */

import { digitOf, isNumeral } from './digits.ts'

/** Digits that stand together. */
export interface DigitGroup {
  /** In Arabic figures. */
  readonly digits: string
  /** What stands between the group before and this one; everything before the first. */
  readonly before: string
  /** Offset of the first character in the text. */
  readonly start: number
  readonly end: number
}

/**
 * Groups of figures and of Chinese digits (一三八, 幺) in a folded text. A numeral that stands alone in Chinese
 * writing (一下, 统一) and numbers with units (三百) are no groups. Linear in the length of the text.
 */
export function digitGroups(text: string): DigitGroup[] {
  const groups: DigitGroup[] = []
  let at = 0
  let last = 0
  while (at < text.length) {
    let end = at
    let digits = ''
    while (isNumeral(text[end]) || digitOf(text[end]) !== null) digits += digitOf(text[end++]) ?? '*'
    if (end === at) {
      at++
      continue
    }
    if (!digits.includes('*') && !isWordlike(text, at, end)) {
      groups.push({ digits, before: text.slice(last, at), start: at, end })
      last = end
    }
    at = end
  }
  return groups
}

/** A single Chinese numeral that touches another Chinese character is part of a word. */
function isWordlike(text: string, start: number, end: number): boolean {
  const single = end - start === 1 && !/\d/.test(text[start] ?? '')
  return single && (isHan(text[start - 1]) || isHan(text[end]))
}

function isHan(character: string | undefined): boolean {
  return character !== undefined && /\p{Script=Han}/u.test(character)
}
