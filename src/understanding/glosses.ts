/** What Chinese words mean in English, so that examples in one language help the other. */
import { createRequire } from 'node:module'
import { stem } from './stem.ts'

/** English stems of Chinese words: 欠费 → `arrear overdu`, separated by spaces. */
export type Glosses = ReadonlyMap<string, string>

/** For texts in one language. */
export const NO_GLOSSES: Glosses = new Map()

const MOST_DEFINITIONS = 3
/** Characters of the longest Chinese word that has a gloss. */
export const LONGEST_GLOSS = 4

/** Words that say nothing about what a Chinese word means, or about what an English text is about. */
const FUNCTION_WORDS = new Set(
  (
    'a an the of to in on at for by with from into or and not no it its is are was be been has have had do does ' +
    'did i you he she we they me my your this that these those there here as if than then so very sb sth etc one ' +
    'ones oneself used esp fig lit abbr variant see also old'
  ).split(' '),
)

/** Whether an English word can be the meaning of a Chinese one. */
export function isContentWord(word: string): boolean {
  return word.length > 1 && !FUNCTION_WORDS.has(word)
}

// Lines of the dictionary read: traditional simplified [pinyin] /definition/definition/
const LINE = /^\S+ (\S+) \[[^\]]*\] \/(.*)\/\s*$/gm
const NO_MEANING = /^(?:CL:|surname |variant of|old variant|abbr\.|see )/

/**
 * Reads NLP.js' copy of the Chinese dictionary CC-CEDICT. Takes half a second and tens of megabytes, so only
 * training does; a model brings the part it needs.
 */
export function readDictionary(): Glosses {
  const require = createRequire(import.meta.url)
  // The file is one long string in the format of the dictionary.
  const dictionary = require('@nlpjs/lang-zh/src/cedict_ts.u8.js') as string
  const glosses = new Map<string, string>()
  for (const [, word = '', definitions = ''] of dictionary.matchAll(LINE)) {
    if (word.length > LONGEST_GLOSS) continue
    const stems = new Set(glosses.get(word)?.split(' '))
    const meanings = definitions.replaceAll(/\([^)]*\)/g, '').split('/')
    for (const meaning of meanings.filter((text) => !NO_MEANING.test(text)).slice(0, MOST_DEFINITIONS)) {
      for (const english of meaning.toLowerCase().match(/[a-z]+/g) ?? []) {
        if (isContentWord(english)) stems.add(stem(english))
      }
    }
    if (stems.size > 0) glosses.set(word, [...stems].join(' '))
  }
  return glosses
}

/** The part of the glosses whose stems are known. */
export function knownGlosses(glosses: Glosses, isKnown: (stem: string) => boolean): Glosses {
  const known = new Map<string, string>()
  for (const [word, stems] of glosses) {
    const kept = stems.split(' ').filter(isKnown)
    if (kept.length > 0) known.set(word, kept.join(' '))
  }
  return known
}
