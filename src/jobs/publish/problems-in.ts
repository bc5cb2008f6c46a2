/** Everything that is wrong with the files of a corpus, rules and offers among them. */

import type { Company } from '../../company/load.ts'
import type { Problem } from '../../company/problems.ts'
import type { parseYaml } from '../../company/yaml-source.ts'
import { corpusOfFiles } from '../../corpus/revisions/item-problems.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { fileProblems } from './file-problems.ts'

/** Costs half a second of computing for the sample: a server has `CorpusChecker` do it. @param parse as `corpusOf` */
export function problemsIn(
  files: readonly CorpusFile[],
  company: Company,
  parse?: typeof parseYaml,
): readonly Problem[] {
  const corpus = corpusOfFiles(files, company, parse)
  return [...corpus.problems, ...fileProblems(files, corpus)]
}
