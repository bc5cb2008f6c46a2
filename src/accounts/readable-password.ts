/** Passwords we make for people: to be read aloud and typed. */

import { randomInt } from 'node:crypto'

const CONSONANTS = 'bdfghjklmnprstwz'
const VOWELS = 'aeiou'

/** Four short words that can be read aloud and typed, such as `kuzo-mira-tepa-lodu`; about 50 bits. */
export function readablePassword(): string {
  const syllable = () => `${letterOf(CONSONANTS)}${letterOf(VOWELS)}`
  return Array.from({ length: 4 }, () => `${syllable()}${syllable()}`).join('-')
}

function letterOf(letters: string): string {
  return letters.charAt(randomInt(letters.length))
}
