/** Says things: the bot's own wording, with values put in. */

import type { Company } from '../company/load.ts'
import { type Bilingual, fillHoles, type Language, variable } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'
import { type PhraseKey, type PhraseValue, phraseValues } from './phrase-keys.ts'

export { type PhraseKey, type PhraseValue, requiredPhrases } from './phrase-keys.ts'

/** The wording of a corpus, and the company whose values it may quote. */
export interface Phrases {
  /** Templates by key; one is missing only where the corpus has the error `wording_missing`. */
  readonly wording: ReadonlyMap<PhraseKey, Bilingual>
  readonly company: Company
}

/** The values a key needs: none, or an object with each of them. */
export type ValuesFor<Key extends PhraseKey> = [PhraseValue<Key>] extends [never]
  ? [values?: Readonly<Record<string, never>>]
  : [values: Readonly<Record<PhraseValue<Key>, string | number>>]

/**
 * What the bot says for a key in one language. Values are data: whatever stands in them is put in as
 * it is, in a single pass.
 * @throws LiukeError `wording_missing` for a key without wording, which `liuke corpus check` reports
 * @throws LiukeError `unknown_variable` for a company value that does not exist, which it reports too
 */
export function say<Key extends PhraseKey>(
  phrases: Phrases,
  key: Key,
  language: Language,
  ...[values]: ValuesFor<Key>
): string {
  const template = phrases.wording.get(key)?.[language]
  if (template === undefined) {
    const advice =
      'Add it to a file in corpus/phrases, in both languages; `liuke corpus check` lists what is missing.'
    throw new LiukeError('wording_missing', `The corpus has no wording for ${key}.`, advice)
  }
  const given: Readonly<Record<string, string | number>> = values ?? {}
  return fillHoles(template, (name) => {
    if (name.includes('.')) return variable(name, language, phrases.company)
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value !== undefined) return String(value)
    const known = phraseValues[key].length === 0 ? 'none' : phraseValues[key].join(', ')
    const advice = `Values that ${key} is given: ${known}. Correct the text in corpus/phrases.`
    throw new LiukeError('wording_value_missing', `The wording of ${key} asks for {${name}}.`, advice)
  })
}
