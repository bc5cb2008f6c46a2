/** The Chinese-English dictionary CC-CEDICT as it comes with NLP.js: what Chinese words mean, in English stems. */
import { readFileSync } from 'node:fs'
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
  // The file is a module that exports one long template string; as text it is read in a third of the time.
  const file = createRequire(import.meta.url).resolve('@nlpjs/lang-zh/src/cedict_ts.u8.js')
  const stems = new Map<string, string>()
  const words = new Map<string, Set<string>>()
  const entries: string[][] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    // traditional simplified [pinyin] /definition/definition/
    const afterTraditional = line.indexOf(' ') + 1
    const bracket = line.indexOf('[', afterTraditional)
    const close = line.indexOf(']', bracket)
    if (bracket < 0 || close < 0 || line.startsWith('#')) continue
    // Names mean nothing to a company, and would connect what has nothing to do with each other.
    if (NAME.test(line.slice(bracket, close))) continue
    const definitions = line.slice(close + 3, line.lastIndexOf('/'))
    const plain = /[([]/.test(definitions) ? definitions.replaceAll(ASIDES, '') : definitions
    const meanings: string[][] = []
    for (const definition of plain.split('/'))
      if (!NO_MEANING.test(definition)) meanings.push(stemsOf(definition, stems))
    entries.push(meanings.flat())
    const word = line.slice(afterTraditional, bracket - 1)
    if (word.length > LONGEST_WORD) continue
    const gathered = words.get(word) ?? new Set()
    for (const found of meanings.slice(0, MOST_DEFINITIONS).flat()) gathered.add(found)
    if (gathered.size > 0) words.set(word, gathered)
  }
  return { words: new Map([...words].map(([word, found]) => [word, [...found]])), entries }
}

/** Stems of the words that mean something; `known` remembers them by word. */
function stemsOf(definition: string, known: Map<string, string>): string[] {
  const found: string[] = []
  for (const word of definition.toLowerCase().match(/[a-z]+/g) ?? []) {
    let stemmed = known.get(word)
    if (stemmed === undefined) {
      stemmed = isContentWord(word) ? stem(word) : ''
      known.set(word, stemmed)
    }
    if (stemmed !== '') found.push(stemmed)
  }
  return found
}
