/** Says things: the bot's own wording, with values put in. */

import type { Company } from '../company/load.ts'
import { type Bilingual, fillHoles, type Language, variable } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'
import { givenValue } from './given-value.ts'
import { type PhraseKey, type PhraseValue, phraseValues } from './phrase-keys.ts'

export { type PhraseKey, type PhraseValue, requiredPhrases } from './phrase-keys.ts'

/** Several ways of saying the same, the usual one first; the languages need not have as many. */
export interface Variants {
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** The wording of a corpus, and the company whose values it may quote. */
export interface Phrases {
  /** Templates by key, of several the first; one is missing only where the corpus has the error `wording_missing`. */
  readonly wording: ReadonlyMap<PhraseKey, Bilingual>
  /** All templates of the keys that have more than one in either language. */
  readonly variants: ReadonlyMap<PhraseKey, Variants>
  readonly company: Company
}

/** The values a key needs: none, or an object with each of them. */
export type ValuesFor<Key extends PhraseKey> = [PhraseValue<Key>] extends [never]
  ? [values?: Readonly<Record<string, never>>]
  : [values: Readonly<Record<PhraseValue<Key>, string | number>>]

/** How many ways a corpus has of saying a key in one language; 1 where it has only one, or none. */
export function variantCount({ variants }: Phrases, key: PhraseKey, language: Language): number {
  return variants.get(key)?.[language].length ?? 1
}

/**
 * What the bot says for a key in one language, of several wordings the first. Values are data: they are put in
 * in a single pass, as plain words that no channel takes for a link, a tag or a mention.
 * @throws LiukeError `wording_missing` for a key without wording, which `liuke corpus check` reports
 * @throws LiukeError `unknown_variable` for a company value that does not exist, which it reports too
 */
export function say<Key extends PhraseKey>(
  phrases: Phrases,
  key: Key,
  language: Language,
  ...values: ValuesFor<Key>
): string {
  return sayVariant(phrases, key, language, 0, ...values)
}

/**
 * What the bot says for a key in one of its wordings.
 * @param variant from 0 to below {@link variantCount}
 * @throws LiukeError as {@link say} does
 */
export function sayVariant<Key extends PhraseKey>(
  phrases: Phrases,
  key: Key,
  language: Language,
  variant: number,
  ...[values]: ValuesFor<Key>
): string {
  const usual = phrases.wording.get(key)?.[language]
  const template = variant === 0 ? usual : (phrases.variants.get(key)?.[language][variant] ?? usual)
  if (template === undefined) {
    const advice =
      'Add it to a file in corpus/phrases, in both languages; `liuke corpus check` lists what is missing.'
    throw new LiukeError('wording_missing', `The corpus has no wording for ${key}.`, advice)
  }
  const given: Readonly<Record<string, string | number>> = values ?? {}
  return fillHoles(template, (name) => {
    if (name.includes('.')) return variable(name, language, phrases.company)
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (typeof value === 'string' && !OUR_LINKS.has(name)) return givenValue(value)
    if (value !== undefined) return String(value)
    const known = phraseValues[key].length === 0 ? 'none' : phraseValues[key].join(', ')
    const advice = `Values that ${key} is given: ${known}. Correct the text in corpus/phrases.`
    throw new LiukeError('wording_value_missing', `The wording of ${key} asks for {${name}}.`, advice)
  })
}

/** Values that are addresses of ours, to be opened. */
const OUR_LINKS: ReadonlySet<string> = new Set(['privacy', 'link'])
