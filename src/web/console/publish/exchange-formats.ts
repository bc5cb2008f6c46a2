/** Formats of corpora: what they are called, and which one files seem to have. */

import type { ExchangeFormat } from '../../../console/corpus-exchange-types.ts'
import type { Strings, Word } from '../strings.ts'

const TITLES = {
  yaml: 'exYaml',
  csv: 'exCsv',
  xlsx: 'exXlsx',
  nlpjs: 'exNlpjs',
  qna: 'exQna',
  rasa: 'exRasa',
} as const satisfies Readonly<Record<ExchangeFormat, Word>>

/** For a list to choose from. */
export function formatOptions(words: Strings): readonly { value: string; title: string }[] {
  return Object.entries(TITLES).map(([value, word]) => ({ value, title: words[word] }))
}

/** What was chosen from that list. */
export function formatNamed(value: string): ExchangeFormat {
  // Its keys are the formats.
  const formats = Object.keys(TITLES) as ExchangeFormat[]
  return formats.find((format) => format === value) ?? 'yaml'
}

/** Files that do not say which language their texts have. */
export function asksLanguage(format: ExchangeFormat): boolean {
  return format === 'nlpjs' || format === 'qna' || format === 'rasa'
}

/** By the names; our own downloads name their format. */
export function formatOf(names: readonly string[]): ExchangeFormat {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name))
  if (has(/\.xlsx$/i)) return 'xlsx'
  if (has(/\.csv$/i)) return 'csv'
  if (has(/\.tsv$|qna.*\.zip$/i)) return 'qna'
  if (has(/\.json$|nlpjs.*\.zip$/i)) return 'nlpjs'
  if (has(/(?:nlu|domain)[^/]*\.ya?ml$|rasa.*\.zip$/i)) return 'rasa'
  return 'yaml'
}

/** Such as 12 KB or 1.4 MB. @param bytes more than 0 */
export function sizeText(bytes: number): string {
  const kilobytes = bytes / 1024
  return kilobytes < 1000 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`
}
