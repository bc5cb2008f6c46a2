/** Which texts of questions go into the corpus. */

import { comparableOf } from '../../corpus/comparable.ts'
import { contentOf } from '../../corpus/revisions/item-content.ts'
import type { Item } from '../../corpus/revisions/types.ts'
import { backgroundIn } from '../exchange/background.ts'
import { isMasked } from './mask.ts'

/** A question that may become a phrase, masked. */
export interface Phrase {
  readonly id: string
  readonly subjectId: string
  readonly text: string
  readonly language: 'zh' | 'en'
}

/** What was passed over: it stands there, or in another entry, already; null: it holds something that was masked. */
export interface Passed {
  readonly text: string
  readonly entry: string | null
}

/** What becomes of questions. */
export interface Chosen {
  readonly phrases: readonly Phrase[]
  /** All questions those stand for, with the text that goes in: whoever asked the same. */
  readonly sources: readonly Phrase[]
  readonly passed: readonly Passed[]
}

/** Where out-of-scope questions stand. */
export const BACKGROUND = 'file:lexicon/background.yaml'
/** More phrases of one decision would outweigh the other entries. */
const MOST = 40
/** Longer ones are stories, in UTF-16 units. */
const LONGEST = 120

/**
 * Those that go in: each text once, nothing with a placeholder (it would teach the placeholder), nothing that stands in an
 * entry already, and no more than 40, spread evenly over all. Pure.
 */
export function phrasesFor(
  items: readonly Item[],
  questions: readonly Phrase[],
  to: 'entry' | 'background',
): Chosen {
  const standing = to === 'entry' ? phrasesIn(items) : backgroundOf(items)
  const passed: Passed[] = []
  const chosen = new Map<string, Phrase>()
  for (const question of questions) {
    const key = comparableOf(question.text)
    const entry = standing.get(key)
    if (chosen.has(key) || passed.some(({ text }) => comparableOf(text) === key)) continue
    if (entry !== undefined) passed.push({ text: question.text, entry })
    else if (isMasked(question.text) || question.text.length > LONGEST)
      passed.push({ text: question.text, entry: null })
    else chosen.set(key, question)
  }
  const all = [...chosen.values()]
  const step = Math.max(1, all.length / MOST)
  const phrases = all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
  const texts = new Map(phrases.map((phrase) => [comparableOf(phrase.text), phrase]))
  const sources = questions.flatMap((question) => {
    const phrase = texts.get(comparableOf(question.text))
    return phrase ? [{ ...phrase, id: question.id, subjectId: question.subjectId }] : []
  })
  return { phrases, sources, passed }
}

function phrasesIn(items: readonly Item[]): Map<string, string> {
  const known = new Map<string, string>()
  for (const item of items) {
    if (item.kind !== 'entry') continue
    const content = contentOf(item)
    if (content?.kind !== 'entry') continue
    const { id, phrases } = content.entry
    for (const text of [...phrases.zh, ...phrases.en]) known.set(comparableOf(text), id)
  }
  return known
}

function backgroundOf(items: readonly Item[]): Map<string, string> {
  const source = items.find(({ key }) => key === BACKGROUND)?.source ?? ''
  return new Map(backgroundIn(source).map((text) => [comparableOf(text), '']))
}
