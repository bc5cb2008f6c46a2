/** Reads the bot's own wording from `corpus/phrases` and checks it against the keys the code uses. */

import { closest } from '../company/closest.ts'
import type { Company } from '../company/load.ts'
import type { Place } from '../company/problems.ts'
import { readShape } from '../company/shape.ts'
import { type Bilingual, holesIn } from '../company/variables.ts'
import type { YamlSource } from '../company/yaml-source.ts'
import { languageProblems, templateProblems } from './check-text.ts'
import { isPhraseKey, type PhraseKey, phraseValues, requiredPhrases } from './phrase-keys.ts'
import type { Variants } from './phrases.ts'
import { problem } from './problem-codes.ts'
import { wordingShape } from './shapes.ts'
import { type Language, type Problem, placeOf, type Written } from './types.ts'
import { variantsOf, writtenIn } from './variants.ts'

const LANGUAGES: readonly Language[] = ['zh', 'en']

/** Reads all files of wording: each is a map from keys to texts in both languages. */
export function readPhrases(sources: readonly YamlSource[], company: Company) {
  const wording = new Map<PhraseKey, Bilingual>()
  const variants = new Map<PhraseKey, Variants>()
  const places = new Map<string, Place>()
  const problems: Problem[] = []
  for (const source of sources) {
    const { value } = source
    if (value === undefined) continue
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const message = 'The file should name what the bot says: keys, each with zh and en.'
      problems.push(
        problem('field_type', { file: source.file, line: 1 }, message, 'Compare it with docs/corpus.md.'),
      )
      continue
    }
    for (const key of Object.keys(value)) {
      const at = { file: source.file, line: source.lineOfName([key]) }
      const earlier = places.get(key)
      if (earlier !== undefined) {
        const message = `${key} is already worded in ${earlier.file}, line ${earlier.line}.`
        problems.push(problem('wording_twice', at, message, 'Keep one of them.'))
        continue
      }
      places.set(key, at)
      if (!isPhraseKey(key)) {
        problems.push(unknownKey(key, at))
        continue
      }
      const written = (value as Record<string, unknown>)[key] // a key of it
      const read = readShape(wordingShape(written), source, [key])
      problems.push(...read.problems)
      if (read.data === null) continue
      const { usual, all } = variantsOf(read.data)
      wording.set(key, usual)
      if (all !== null) variants.set(key, all)
      for (const language of LANGUAGES)
        for (const text of writtenIn(read.data, language, source, [key]))
          problems.push(...wordingProblems(key, language, text, company))
    }
  }
  return { wording, variants, keys: new Set(places.keys()), problems }
}

/** Keys that the code uses and no file words. */
export function missingWording(keys: ReadonlySet<string>, file: string): Problem[] {
  return requiredPhrases
    .filter((key) => !keys.has(key))
    .map((key) => {
      const values = phraseValues[key].map((name) => `{${name}}`).join(' and ')
      const fix = `Add it to a file in corpus/phrases with zh and en${values === '' ? '' : `, using ${values}`}.`
      return problem('wording_missing', { file, line: 1 }, `Nothing says what the bot says for ${key}.`, fix)
    })
}

function unknownKey(key: string, at: Place): Problem {
  const meant = closest(key, requiredPhrases)
  const fix = meant === null ? 'Take it out: nothing says it.' : `Did you mean ${meant}?`
  return problem('wording_unknown', at, `The bot never says ${key.slice(0, 60)}.`, fix)
}

function wordingProblems(key: PhraseKey, language: Language, written: Written, company: Company): Problem[] {
  const given: readonly string[] = phraseValues[key]
  const problems = [...templateProblems(written, company), ...languageProblems(written, language)]
  const holes = holesIn(written.text).filter((hole) => !hole.name.includes('.'))
  for (const hole of holes) {
    if (given.includes(hole.name)) continue
    const list = given.length === 0 ? 'It is given no values.' : `It is given ${given.join(', ')}.`
    const message = `${key} is given no value {${hole.name.slice(0, 60)}}.`
    problems.push(problem('wording_value_unknown', placeOf(written, hole.index), message, list))
  }
  for (const name of given) {
    if (holes.some((hole) => hole.name === name)) continue
    problems.push(unusedValue(key, name, language, written))
  }
  return problems
}

/** The privacy notice has to be reachable from the first message; other values are the lead's choice. */
function unusedValue(key: PhraseKey, name: string, language: Language, written: Written): Problem {
  if (name === 'privacy') {
    const message = `${key} does not link to the privacy notice in ${language}.`
    return problem('wording_privacy', placeOf(written), message, 'Put {privacy} into the text.')
  }
  const message = `${key} does not say {${name}} in ${language}.`
  return problem(
    'wording_value_unused',
    placeOf(written),
    message,
    `Put {${name}} into the text, unless you leave it out on purpose.`,
  )
}
