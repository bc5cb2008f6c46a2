/** The Chinese-English dictionary CC-CEDICT as it comes with NLP.js: what Chinese words mean, in English stems. */
import { createRequire } from 'node:module'
import { stem } from './stem.ts'

/** What training takes from the dictionary. */
export interface Dictionary {
  /** English stems of the first meanings of a simplified Chinese word of at most `LONGEST_WORD` characters. */
  readonly words: ReadonlyMap<string, readonly string[]>
  /** The English stems of each entry's meanings: stems that share entries are near in meaning. */
  readonly entries: readonly (readonly string[])[]
}

/** Characters of the longest Chinese word that is looked up. */
export const LONGEST_WORD = 4

const MOST_DEFINITIONS = 3

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
const LINE = /^\S+ (\S+) \[([^\]]*)\] \/(.*)\/\s*$/gm
const NO_MEANING = /^(?:CL:|surname |variant of|old variant|abbr\.|see )/
const ASIDES = /\([^)]*\)|\[[^\]]*\]/g
// Names of people and places are written with capitals in pinyin.
const NAME = /[A-Z]/

let known: Dictionary | undefined

/** Reads the dictionary: a second and tens of megabytes, so only training does, and once a process. */
export function readDictionary(): Dictionary {
  known ??= parse()
  return known
}

function parse(): Dictionary {
  const require = createRequire(import.meta.url)
  // The file is one long string in the format of the dictionary.
  const text = require('@nlpjs/lang-zh/src/cedict_ts.u8.js') as string
  const stems = new Map<string, string>()
  const stemsOf = (definition: string): string[] => {
    const found: string[] = []
    for (const word of definition.toLowerCase().match(/[a-z]+/g) ?? []) {
      if (!isContentWord(word)) continue
      const known = stems.get(word) ?? stem(word)
      stems.set(word, known)
      found.push(known)
    }
    return found
  }
  const words = new Map<string, Set<string>>()
  const entries: string[][] = []
  for (const [, word = '', pinyin = '', definitions = ''] of text.matchAll(LINE)) {
    const meanings = definitions
      .replaceAll(ASIDES, '')
      .split('/')
      .filter((meaning) => !NO_MEANING.test(meaning))
      .map(stemsOf)
    entries.push(meanings.flat())
    if (word.length > LONGEST_WORD || NAME.test(pinyin)) continue
    const gathered = words.get(word) ?? new Set()
    for (const found of meanings.slice(0, MOST_DEFINITIONS).flat()) gathered.add(found)
    words.set(word, gathered)
  }
  return {
    words: new Map(
      [...words].filter(([, found]) => found.size > 0).map(([word, found]) => [word, [...found]]),
    ),
    entries,
  }
}
