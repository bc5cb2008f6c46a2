/** Reads the telephone number in a message: mainland mobiles and landlines, and international ones with +. */

import { type DigitGroup, digitGroups } from './digit-groups.ts'
import { slotForm } from './form.ts'

const MOBILE = /^1[3-9]\d{9}$/
/** 010 and 02x take eight digits, all other areas seven or eight. */
const LANDLINE = /^(?:0(?:10|2[0-57-9])[1-9]\d{7}|0[3-9]\d\d[1-9]\d{6,7})$/
/** Hong Kong, Macau and Taiwan by country code, without a 0 in front of the rest. */
const NEIGHBOURS: ReadonlyMap<string, RegExp> = new Map([
  ['852', /^[2-9]\d{7}$/],
  ['853', /^[2-9]\d{7}$/],
  ['886', /^[2-9]\d{7,8}$/],
])
/** ITU-T E.164 has at most fifteen digits; shorter than eight is no subscriber. */
const INTERNATIONAL = /^[1-9]\d{7,14}$/
/** A number read out digit by digit, with country code. */
const MAX_GROUPS = 15

/**
 * The one telephone number in a message, or null when there is none or there are several. Spaces, dashes,
 * points, brackets, full width and Chinese digits (幺三八…) do not matter; an extension is left out.
 * @returns mainland numbers as digits (`13812345678`, `01062345678`), others as `+` and digits (`+85291234567`).
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readPhone(text: string): { number: string } | null {
  const form = slotForm(text)
  if (form === null) return null
  const found = new Set(runsOf(digitGroups(form)).flatMap(numbersOf))
  const [number] = found
  return found.size === 1 && number !== undefined ? { number } : null
}

/** Groups with nothing but separators between them; a + begins a new run. */
function runsOf(groups: readonly DigitGroup[]): DigitGroup[][] {
  const runs: DigitGroup[][] = []
  for (const group of groups) {
    const joined = group.before.length <= 3 && /^[ .()-]*$/.test(group.before)
    if (joined && runs.length > 0) runs.at(-1)?.push(group)
    else runs.push([group])
  }
  return runs
}

/** The numbers a run consists of; none when any of its digits is left over. */
function numbersOf(run: readonly DigitGroup[]): string[] {
  const digits = run.map((group) => group.digits)
  if (run[0]?.before.trimEnd().endsWith('+')) return abroad(withoutTrunkZero(run).join(''))
  const found: string[] = []
  let at = 0
  while (at < digits.length) {
    const match = longestFrom(digits, at)
    if (match === null) return isExtension(found, run, at) ? found : []
    found.push(match.number)
    at = match.next
  }
  return found
}

/** The number that the most groups make together. */
function longestFrom(digits: readonly string[], start: number): { number: string; next: number } | null {
  let joined = ''
  let best: { number: string; next: number } | null = null
  for (let at = start; at < digits.length && at - start < MAX_GROUPS && joined.length <= 17; at++) {
    joined += digits[at]
    const number = mainland(joined) ?? neighbour(joined, digits[start] ?? '') ?? withDoubleZero(joined)
    if (number !== null) best = { number, next: at + 1 }
  }
  return best
}

function mainland(digits: string): string | null {
  if (MOBILE.test(digits) || LANDLINE.test(digits)) return digits
  const bare = digits.startsWith('0086') ? digits.slice(4) : digits.startsWith('86') ? digits.slice(2) : ''
  return MOBILE.test(bare) ? bare : null
}

/** 852 9123 4567, where the country code stands for itself. */
function neighbour(digits: string, first: string): string | null {
  const rest = NEIGHBOURS.get(first)
  return rest?.test(digits.slice(3)) ? `+${digits}` : null
}

function withDoubleZero(digits: string): string | null {
  if (!digits.startsWith('00') || digits.startsWith('000')) return null
  return abroad(digits.slice(2))[0] ?? null
}

/** What stands behind a + as a number: of one of the countries known here, or of any other. */
function abroad(digits: string): string[] {
  if (digits.startsWith('86')) {
    const rest = digits.slice(2)
    if (MOBILE.test(rest)) return [rest]
    const landline = rest.startsWith('0') ? rest : `0${rest}`
    return LANDLINE.test(landline) ? [landline] : []
  }
  for (const [code, shape] of NEIGHBOURS) {
    if (!digits.startsWith(code)) continue
    const rest = digits.slice(3).replace(/^0/, '')
    return shape.test(rest) ? [`+${code}${rest}`] : []
  }
  return INTERNATIONAL.test(digits) ? [`+${digits}`] : []
}

/** "+44 (0)20 …" is dialled without the zero in brackets. */
function withoutTrunkZero(run: readonly DigitGroup[]): string[] {
  return run.flatMap((group, at) => {
    const bracketed =
      group.digits === '0' && group.before.includes('(') && run[at + 1]?.before.startsWith(')')
    return bracketed ? [] : [group.digits]
  })
}

/** A short group behind a dash, after a landline: 010-62345678-801. */
function isExtension(found: readonly string[], run: readonly DigitGroup[], at: number): boolean {
  const group = run[at]
  const last = at === run.length - 1
  return (
    last &&
    group?.before === '-' &&
    group.digits.length <= 6 &&
    found.length === 1 &&
    !!found[0]?.startsWith('0')
  )
}
