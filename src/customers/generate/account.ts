/** Account numbers of the sample company: 80, seven digits, and a check digit. */

/** The digit that makes a number pass {@link hasCheckDigit} (Luhn, ISO/IEC 7812-1 annex B). */
export function checkDigit(digits: string): number {
  return (10 - (luhnSum(`${digits}0`) % 10)) % 10
}

/** Whether the last digit fits the others. */
export function hasCheckDigit(number: string): boolean {
  return /^\d{2,}$/.test(number) && luhnSum(number) % 10 === 0
}

function luhnSum(number: string): number {
  let sum = 0
  for (let at = number.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = Number(number[at])
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum
}

/** Numbers below this are kept for fixed customers. */
const FIRST = 1_000_000
const RANGE = 9_000_000
/** Shares no factor with the range, so that every place gives another number. */
const STEP = 6_180_337

/** The account number of the customer at a place, from 0; different for every place below nine million. */
export function accountAt(place: number, seed: number): string {
  const number = `80${FIRST + ((((seed >>> 0) % RANGE) + place * STEP) % RANGE)}`
  return `${number}${checkDigit(number)}`
}
