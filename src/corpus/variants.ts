/** What is said in one way or in several: read from a file, and shown to its checks one by one. */

import type { Bilingual } from '../company/variables.ts'
import type { ValuePath, YamlSource } from '../company/yaml-source.ts'
import type { Variants } from './phrases.ts'
import type { Language, Written } from './types.ts'

/** One text, or several that say the same, in each language. */
export interface Said {
  readonly zh: string | readonly string[]
  readonly en: string | readonly string[]
}

/** The usual text, which is the first, and all of them where there are several in a language. */
export function variantsOf(said: Said): { usual: Bilingual; all: Variants | null } {
  const zh = [said.zh].flat()
  const en = [said.en].flat()
  // A list that was read holds at least one text.
  const usual = { zh: zh[0] ?? '', en: en[0] ?? '' }
  return { usual, all: zh.length > 1 || en.length > 1 ? { zh, en } : null }
}

/** The texts of one language with their places in the file. */
export function writtenIn(said: Said, language: Language, source: YamlSource, path: ValuePath): Written[] {
  const texts = said[language]
  if (typeof texts === 'string') return [{ text: texts, source, path: [...path, language] }]
  return texts.map((text, item) => ({ text, source, path: [...path, language, item] }))
}
