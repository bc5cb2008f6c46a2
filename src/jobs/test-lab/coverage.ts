/** Says for how many entries of a corpus there are held-out questions in both languages. Pure. */

import { parseYaml } from '../../company/yaml-source.ts'
import { readTests } from '../../corpus/read-questions.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'

/** An id as all files have it; reading whole entries costs fifty times as much. */
const ID = /^(?:- | {2})id:\s*["']?([\w.-]+)/gm

/** Share of entries with at least one question in each language, 0..1; null without entries. */
export function coverageOf(files: readonly CorpusFile[]): number | null {
  const within = (folder: string): CorpusFile[] => files.filter(({ path }) => path.startsWith(`${folder}/`))
  const ids = within('faq').flatMap(({ text }) => [...text.matchAll(ID)].map(([, id = '']) => id))
  const covered = { zh: new Set<string>(), en: new Set<string>(), mixed: new Set<string>() }
  const sources = within('tests').map(({ path, text }) => parseYaml({ path, file: path, text }).source)
  for (const { question } of readTests(sources).questions)
    for (const label of question.labels) covered[question.language].add(label)
  return ids.length === 0
    ? null
    : ids.filter((id) => covered.zh.has(id) && covered.en.has(id)).length / ids.length
}
