/** A problem of the corpus check as sentences in the language of the page. */

import type { ItemProblem } from '../../console/corpus-types.ts'
import type { Language } from '../widget/strings.ts'
import { problemsZh } from './problem-words-zh.ts'

/** What is wrong, and what to do about it. */
export interface ProblemWords {
  readonly what: string
  readonly fix: string
}

const known: Readonly<Record<string, readonly [what: string, fix: string]>> = problemsZh

/** A code these pages do not know is told in the server's own words. */
export function problemWords(
  { code, message, fix }: Pick<ItemProblem, 'code' | 'message' | 'fix'>,
  language: Language,
): ProblemWords {
  const chinese = language === 'zh' && Object.hasOwn(known, code) ? known[code] : undefined
  if (chinese === undefined) return { what: message, fix }
  const values = valuesIn(message)
  return {
    what: values.length === 0 ? `${chinese[0]}。` : `${chinese[0]}：${values.join('、')}。`,
    fix: chinese[1],
  }
}

/** What is quoted, `{names}` of values, places such as `faq/bill.yaml:12`, and ids such as `bill.view`. */
const VALUES = /“[^”]*”|\{[^{}\s]*\}|(?:[\w-]+\/)*[\w-]+\.ya?ml(?::\d+)?|\b[a-z][\w-]*(?:\.[a-z][\w-]*)+\b/gu

function valuesIn(message: string): string[] {
  return [...new Set(message.match(VALUES) ?? [])]
}
