/** What is wrong with the files of a corpus that floors above the corpus read: handoff rules, their tests, offers. */

import { readOffers } from '../../churn/read-offers.ts'
import type { Problem } from '../../company/problems.ts'
import type { SourceFile } from '../../company/source-files.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import type { Corpus } from '../../corpus/types.ts'
import { readRules } from '../../handoff/read-rules.ts'
import { readRuleTests } from '../../handoff/rule-tests.ts'
import { runRuleTests } from '../../handoff/run-rule-tests.ts'

/** The corpus the files belong to. */
type Beside = Pick<Corpus, 'entries' | 'company'>

/** Problems of these files beside the corpus they belong to; a file that is not there has none. */
export function fileProblems(files: readonly CorpusFile[], beside: Beside): readonly Problem[] {
  return [
    ...named(files, 'handoff.yaml').flatMap((file) => rulesIn(file, beside).problems),
    ...named(files, RULE_TESTS).flatMap((file) => readRuleTests(file).problems),
    ...named(files, 'offers.yaml').flatMap((file) => readOffers(file, beside.company).problems),
  ]
}

/** How many tests of the handoff rules fail; none where rules or tests cannot be read, which are problems. */
export function failedRuleTests(files: readonly CorpusFile[], beside: Beside): number {
  const { rules } = named(files, 'handoff.yaml').map((file) => rulesIn(file, beside))[0] ?? { rules: null }
  if (rules === null) return 0
  const tests = named(files, RULE_TESTS).flatMap((file) => readRuleTests(file).tests)
  return runRuleTests(rules, tests).failed
}

const RULE_TESTS = 'tests/handoff.yaml'

function rulesIn(file: SourceFile, { entries, company }: Beside): ReturnType<typeof readRules> {
  return readRules(file, { intents: new Set(entries.keys()), company })
}

function named(files: readonly CorpusFile[], path: string): SourceFile[] {
  const found = files.find((file) => file.path === path)
  return found === undefined ? [] : [{ ...found, file: `corpus/${path}` }]
}
