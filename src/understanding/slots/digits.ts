/** Chinese numerals to numbers and back: 两百五, 一万二, 二〇二六, 幺三八, 壹佰. */

const DIGITS: ReadonlyMap<string, number> = new Map(
  ['零〇', '一壹幺', '二两贰', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap(
    (written, value) => [...written].map((digit): [string, number] => [digit, value]),
  ),
)
/** Twenty and thirty in one character. */
const TENS: ReadonlyMap<string, number> = new Map([
  ['廿', 20],
  ['卅', 30],
])
const SMALL_UNITS: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
])
const GREAT_UNITS: ReadonlyMap<string, number> = new Map([
  ['万', 1e4],
  ['亿', 1e8],
])

/** Digits longer than this are names of something, not a quantity. */
const MAX_PLAIN_DIGITS = 15

/** The digit, 0 to 9, that one character writes, Chinese or Arabic (half width); null for any other. */
export function digitOf(character: string | undefined): number | null {
  if (character === undefined) return null
  if (character >= '0' && character <= '9' && character.length === 1) return Number(character)
  return DIGITS.get(character) ?? null
}

/** Whether a character can stand in a Chinese numeral. */
export function isNumeral(character: string | undefined): boolean {
  return character !== undefined && (DIGITS.has(character) || TENS.has(character) || isUnit(character))
}

/** Whether a character multiplies what stands before it: 十 百 千 万 亿. */
export function isUnit(character: string | undefined): boolean {
  return character !== undefined && (SMALL_UNITS.has(character) || GREAT_UNITS.has(character))
}

/**
 * The number a whole text of Chinese numerals (simplified, formal ones too) writes: by units (两百五 is 250,
 * 一万二 is 12,000, 一百零五 is 105) or digit by digit (二〇二六). Null when it is no well-formed number
 * or above 2⁵³.
 */
export function chineseNumberOf(text: string): number | null {
  const characters = [...text]
  if (characters.length === 0 || !characters.every(isNumeral)) return null
  if (characters.every((character) => DIGITS.has(character))) {
    return characters.length > MAX_PLAIN_DIGITS ? null : Number(characters.map(digitOf).join(''))
  }
  return byUnits(characters)
}

function byUnits(characters: readonly string[]): number | null {
  let total = 0
  let section = 0
  let digit: number | null = null
  /** The unit written last: an end digit after 百 counts tens. */
  let unit = Number.POSITIVE_INFINITY
  let greatUnit = Number.POSITIVE_INFINITY
  let afterZero = false
  for (const character of characters) {
    const value = DIGITS.get(character)
    const tens = TENS.get(character)
    const small = SMALL_UNITS.get(character)
    const great = GREAT_UNITS.get(character)
    if (value === 0) {
      if (digit !== null || afterZero) return null
      afterZero = true
    } else if (value !== undefined) {
      if (digit !== null || unit === 1) return null
      digit = value
    } else if (tens !== undefined) {
      if (digit !== null || unit <= 10) return null
      section += tens
      unit = 10
      afterZero = false
    } else if (small !== undefined) {
      if (small >= unit || (digit === null && small > 10)) return null
      section += (digit ?? 1) * small
      digit = null
      unit = small
      afterZero = false
    } else if (great !== undefined) {
      section += digit ?? 0
      if (section === 0 || great >= greatUnit) return null
      total += section * great
      section = 0
      digit = null
      unit = great
      greatUnit = great
      afterZero = false
    }
  }
  const short = !afterZero && unit >= 100 && Number.isFinite(unit)
  const value = total + section + (digit ?? 0) * (short ? unit / 10 : 1)
  return Number.isSafeInteger(value) ? value : null
}

/** Whether Chinese numerals leave the number open: 两三 (天), 三四十. */
export function isApproximate(text: string): boolean {
  const characters = [...text]
  return characters.some((character, at) => {
    const here = digitOf(character)
    const next = digitOf(characters[at + 1])
    if (here === null || next === null || here === 0 || next !== here + 1) return false
    const alone = characters.length === 2
    const behind = characters[at + 2]
    const before = characters[at - 1]
    return alone || (isUnit(behind) && digitOf(before) === null) || (before === '十' && behind === undefined)
  })
}

/**
 * The number that figures and Chinese units write together: 3千5, 12万, 1.5万, 1万2000.
 * Null when it is no well-formed number.
 */
export function mixedNumberOf(text: string): number | null {
  const decimal = /^(\d{1,9}\.\d{1,4})([十百千万亿])$/.exec(text)
  if (decimal) {
    const unit = SMALL_UNITS.get(decimal[2] ?? '') ?? GREAT_UNITS.get(decimal[2] ?? '') ?? 1
    // Hundredths are kept exactly: 1.15 * 10000 is 11500 and not 11499.999….
    return Math.round(Number(decimal[1]) * unit * 1e4) / 1e4
  }
  return chineseNumberOf(text.replace(/\d+/g, (figures) => chineseNumeral(Number(figures)) ?? figures))
}

/** A whole number from 0 to 999,999,999,999 in Chinese numerals (120 is 一百二十); null for any other. */
export function chineseNumeral(value: number): string | null {
  if (!Number.isInteger(value) || value < 0 || value >= 1e12) return null
  if (value === 0) return '零'
  const sections = [Math.floor(value / 1e8), Math.floor(value / 1e4) % 1e4, value % 1e4]
  const names = ['亿', '万', '']
  let written = ''
  sections.forEach((section, at) => {
    if (section === 0) return
    const gap = written !== '' && (section < 1000 || (at === 2 && sections[1] === 0))
    written += (gap ? '零' : '') + sectionNumeral(section) + names[at]
  })
  return written.startsWith('一十') ? written.slice(1) : written
}

/** 1 to 9,999. */
function sectionNumeral(section: number): string {
  let written = ''
  let gap = false
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(section / unit) % 10
    if (digit === 0) {
      gap = written !== ''
      continue
    }
    written += (gap ? '零' : '') + '零一二三四五六七八九'[digit] + name
    gap = false
  }
  return written
}
