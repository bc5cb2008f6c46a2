/** Numbers in English words: twenty-five, a hundred and twenty. */

const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const VALUES: ReadonlyMap<string, number> = new Map([
  ...[...ONES, ...TEENS].map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, at): [string, number] => [word, (at + 2) * 10]),
])

/** The longest run of words that a number below a million takes: "nine hundred and ninety nine thousand …". */
const MAX_WORDS = 10

/** A number and where it ends in the text. */
export interface WrittenNumber {
  readonly value: number
  readonly end: number
}

/**
 * The number that begins at a word of a folded text, or null. Takes as many words as belong to one number:
 * "three thirty" is 3.
 * @param start where a word begins
 */
export function englishNumberAt(text: string, start: number): WrittenNumber | null {
  let total = 0
  let section = 0
  let end: number | null = null
  let at = start
  for (let count = 0; count < MAX_WORDS; count++) {
    const word = wordAt(text, at)
    const value = VALUES.get(word)
    const grown = value === undefined ? null : added(section, value, end !== null)
    if (grown !== null) {
      section = grown
    } else if (word === 'hundred' && section > 0 && section < 100) {
      section *= 100
    } else if (word === 'thousand' && section > 0 && total === 0) {
      total = section * 1000
      section = 0
    } else if (
      (word === 'a' || word === 'an') &&
      end === null &&
      isScale(wordAfter(text, at + word.length))
    ) {
      section = 1
      at += word.length + 1
      continue
    } else if (word === 'and' && continues(text, at, section, total)) {
      at += word.length + 1
      continue
    } else break
    end = at + word.length
    if (value === 0) break
    at = end + (text[end] === ' ' || (text[end] === '-' && isTens(value)) ? 1 : 0)
    if (at === end) break
  }
  return end === null ? null : { value: total + section, end }
}

/** What a section of a number becomes with a small number behind it; null when that begins another one. */
function added(section: number, value: number, begun: boolean): number | null {
  if (value === 0) return begun ? null : 0
  const low = section % 100
  if (low === 0) return section + value
  return low >= 20 && low % 10 === 0 && value < 10 ? section + value : null
}

/** "and" belongs to a number behind a hundred or a thousand, before a small number. */
function continues(text: string, at: number, section: number, total: number): boolean {
  const scaled = section === 0 ? total > 0 : section % 100 === 0
  return scaled && (VALUES.get(wordAfter(text, at + 3)) ?? 0) > 0
}

function isTens(value: number | undefined): boolean {
  return value !== undefined && value >= 20
}

function isScale(word: string): boolean {
  return word === 'hundred' || word === 'thousand'
}

function wordAfter(text: string, at: number): string {
  return text[at] === ' ' ? wordAt(text, at + 1) : ''
}

/** The letters that begin here; no word of a number is longer than nine. */
function wordAt(text: string, at: number): string {
  let end = at
  while (end < text.length && end - at < 12 && isLatin(text[end])) end++
  return text.slice(at, end)
}

/** Whether a character of a folded text is a letter of the Latin alphabet. */
export function isLatin(character: string | undefined): boolean {
  return character !== undefined && character >= 'a' && character <= 'z'
}
