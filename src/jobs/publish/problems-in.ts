/** Everything that is wrong with the files of a corpus, rules and offers among them. */

import type { Company } from '../../company/load.ts'
import type { Problem } from '../../company/problems.ts'
import { corpusOfFiles } from '../../corpus/revisions/item-problems.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { fileProblems } from './file-problems.ts'

/** Costs half a second of computing for the sample: a server has `CorpusChecker` do it. */
export function problemsIn(files: readonly CorpusFile[], company: Company): readonly Problem[] {
  const corpus = corpusOfFiles(files, company)
  return [...corpus.problems, ...fileProblems(files, corpus)]
}
