/** The pieces that word patterns of danger are made of. Gaps are bounded, so that every pattern is linear. */

import type { Safety } from './safety-kinds.ts'

/** What tells danger in one language. */
export interface DangerWords {
  readonly dangers: Readonly<Record<Exclude<Safety, 'none'>, readonly RegExp[]>>
  /** Figures of speech and harmless names; taken out before anything else is looked for. */
  readonly figures: readonly RegExp[]
  /** Marks of a sentence that supposes danger, asks about it in general, or wants protection from it. */
  readonly hypothetical: RegExp
}

/** One expression out of readable pieces. */
export function pattern(...pieces: readonly string[]): RegExp {
  return new RegExp(pieces.join(''), 'u')
}

/** One of several words, separated by `|`. */
export function anyOf(words: string): string {
  return `(?:${words
    .trim()
    .split(/\s*\|\s*/)
    .join('|')})`
}

/** At most so many characters of one clause, for Chinese. */
export function clause(most: number): string {
  return `[^,，、]{0,${most}}?`
}

/** At most so many words of one clause with the space after each, for English. */
export function words(most: number): string {
  return `(?:[a-z0-9']{1,30} ){0,${most}}?`
}
