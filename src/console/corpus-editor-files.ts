/** What is wrong with the files of a corpus that floors above the corpus read: handoff rules, their tests, offers. */

import { readOffers } from '../churn/read-offers.ts'
import type { Problem } from '../company/problems.ts'
import type { CorpusFile } from '../corpus/revisions/types.ts'
import type { Corpus } from '../corpus/types.ts'
import { readRules } from '../handoff/read-rules.ts'
import { readRuleTests } from '../handoff/rule-tests.ts'

/** Problems of these files beside the corpus they belong to; a file that is not there has none. */
export function fileProblems(
  files: readonly CorpusFile[],
  { entries, company }: Pick<Corpus, 'entries' | 'company'>,
): readonly Problem[] {
  const named = (path: string) => {
    const found = files.find((file) => file.path === path)
    return found === undefined ? [] : [{ ...found, file: `corpus/${path}` }]
  }
  return [
    ...named('handoff.yaml').flatMap((file) => {
      return readRules(file, { intents: new Set(entries.keys()), company }).problems
    }),
    ...named('tests/handoff.yaml').flatMap((file) => readRuleTests(file).problems),
    ...named('offers.yaml').flatMap((file) => readOffers(file, company).problems),
  ]
}
