/** The list of questions that are nobody's business: read, and added to without touching what stands in it. */

import { isMap, isSeq, parseDocument, YAMLSeq } from 'yaml'
import { comparableOf } from '../../corpus/comparable.ts'
import { LiukeError } from '../../errors.ts'
import { writtenLanguageOf } from '../../understanding/written-language.ts'

const LISTS = ['zh', 'en', 'mixed'] as const

/** All questions of the file; none where it cannot be read. */
export function backgroundIn(source: string): string[] {
  const document = parseDocument(source, { schema: 'core', prettyErrors: false })
  if (document.errors.length > 0 || !isMap(document.contents)) return []
  return LISTS.flatMap((list) => {
    const node = document.get(list)
    const values: unknown = isSeq(node) ? node.toJSON() : []
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : []
  })
}

/**
 * The file with more questions at the end of the list of their language; those that stand there already are passed over.
 * @throws LiukeError `item_invalid` where the file is not a list for each language
 */
export function withBackground(source: string, questions: readonly string[]): string {
  const document = parseDocument(source, { schema: 'core', prettyErrors: false })
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents)))
    throw new LiukeError(
      'item_invalid',
      'lexicon/background.yaml cannot be added to: it is not a list of questions for each language.',
      'Mend the file first.',
    )
  const known = new Set(backgroundIn(source).map(comparableOf))
  let isChanged = false
  for (const question of questions) {
    const text = question.replace(/\s+/g, ' ').trim()
    const key = comparableOf(text)
    if (text === '' || known.has(key)) continue
    known.add(key)
    isChanged = true
    const language = writtenLanguageOf(text)
    const list = document.get(language)
    if (isSeq(list)) list.add(document.createNode(text))
    else {
      const made = new YAMLSeq()
      made.add(document.createNode(text))
      document.set(language, made)
    }
  }
  return isChanged ? document.toString({ lineWidth: 0 }) : source
}
