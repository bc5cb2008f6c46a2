/** One hash for everything a corpus says, so that two corpora can be told apart and a model belongs to one. */

import { createHash } from 'node:crypto'
import type { Corpus } from './types.ts'

/** The parts of a corpus that make up its content. */
export type Content = Pick<Corpus, 'entries' | 'phrases' | 'background' | 'tests' | 'company'> & {
  /** Values of all other files by their path inside the corpus folder. */
  readonly others: ReadonlyMap<string, unknown>
}

/** SHA-256 in hex over the content, whatever the order of entries and files, their layout and their comments. */
export function hashOf(content: Content): string {
  const entries = [...content.entries.values()].map(({ file: _file, line: _line, ...said }) => said)
  const tests = content.tests.map(({ labels, text, language }) => [labels, text, language])
  const all = {
    entries: entries.sort((a, b) => (a.id < b.id ? -1 : 1)),
    wording: Object.fromEntries(content.phrases.wording),
    variants: Object.fromEntries(content.phrases.variants),
    background: content.background,
    tests: tests.map((test) => JSON.stringify(test)).sort(),
    variables: Object.fromEntries(content.company.variables),
    timeZone: content.company.timeZone,
    others: Object.fromEntries(content.others),
  }
  return createHash('sha256')
    .update(JSON.stringify(sortedFields(all)))
    .digest('hex')
}

/** The same value with the fields of every object in one order. */
function sortedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedFields)
  if (typeof value !== 'object' || value === null) return value
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, inner]) => [name, sortedFields(inner)])
}
