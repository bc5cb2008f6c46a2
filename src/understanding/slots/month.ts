/** Reads which month's bill is meant. Linear in the length of the text. */

import { normalise } from '../normalise.ts'

const ENGLISH = 'january february march april may june july august september october november december'.split(
  ' ',
)
const CHINESE = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** `now` moved by some months. Both `YYYY-MM`. */
export function addMonths(month: string, by: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/**
 * The month a customer names, as `YYYY-MM`, at most the current one; null when none is named.
 * @param text what the customer wrote; of long texts the first 300 characters count
 * @param now the current month, `YYYY-MM`
 */
export function readMonth(text: string, now: string): string | null {
  const said = normalise(text.slice(0, 300))
  if (/上上个?月|before last|two months ago/.test(said)) return addMonths(now, -2)
  if (/上个?月|last month|previous month/.test(said)) return addMonths(now, -1)
  const full = /(20\d\d)(?: ?年 ?|[-/.])(1[0-2]|0?[1-9])(?!\d)/.exec(said)
  if (full) return past(`${full[1]}-${String(full[2]).padStart(2, '0')}`, now)
  const number = monthNumber(said)
  if (number === null) return null
  const year = now.slice(0, 4)
  const named = `${year}-${String(number).padStart(2, '0')}`
  return named <= now ? named : addMonths(named, -12)
}

function past(month: string, now: string): string | null {
  return month <= now ? month : null
}

function monthNumber(said: string): number | null {
  const digits = /(?<![\d.])(1[0-2]|0?[1-9]) ?月(?!内|租)/.exec(said)
  if (digits) return Number(digits[1])
  const chinese = /(?<![十一二三四五六七八九个几每])(十[一二]?|[一二三四五六七八九])月(?!内|租)/.exec(said)
  if (chinese) return CHINESE.indexOf(chinese[1] ?? '') + 1
  const words = said.match(/[a-z]+/g) ?? []
  // "may" is a verb far more often than a month.
  const at = words.findIndex(
    (word, index) =>
      isMonth(word) && (word !== 'may' || ['in', 'of', 'for', 'from'].includes(words[index - 1] ?? '')),
  )
  return at < 0 ? null : ENGLISH.findIndex((name) => matches(name, words[at] ?? '')) + 1
}

function isMonth(word: string): boolean {
  return ENGLISH.some((name) => matches(name, word))
}

function matches(name: string, word: string): boolean {
  return word === name || (word.length >= 3 && word.length <= 4 && name.startsWith(word))
}
