/** Tells what is wrong with a corpus item by item. */

import type { Company } from '../../company/load.ts'
import type { Problem } from '../../company/problems.ts'
import type { parseYaml } from '../../company/yaml-source.ts'
import { corpusOf } from '../load.ts'
import type { Corpus } from '../types.ts'
import type { CorpusFile, Item, ItemProblem } from './types.ts'

/** How problems call the corpus as a whole. */
const NAME = 'corpus'

/** The corpus that files make, as `loadCorpus` makes it of a folder. Costs as much. @param parse as `corpusOf` */
export function corpusOfFiles(
  files: readonly CorpusFile[],
  company: Company,
  parse?: typeof parseYaml,
): Corpus {
  const sources = files
    .map(({ path, text }) => ({ path, file: `${NAME}/${path}`, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return corpusOf(NAME, sources, company, [], parse)
}

/**
 * Problems with the item each stands in.
 * @param items of all files, in the order in which they stand
 */
export function itemProblems(problems: readonly Problem[], items: readonly Item[]): ItemProblem[] {
  const places = Map.groupBy(linesOf(items), ({ file }) => file)
  return problems.map(({ file, line, code, severity, message, fix }) => {
    const path = file.startsWith(`${NAME}/`) ? file.slice(NAME.length + 1) : file
    const within = places.get(path) ?? []
    const key = within.findLast(({ first }) => first <= line)?.key ?? null
    return { key, file: path, line, code, severity, message, fix }
  })
}

/** The line, from 1, on which each item begins in its file. */
export function linesOf(items: readonly Item[]): { key: string; file: string; first: number }[] {
  const next = new Map<string, number>()
  return items.map(({ key, file, source }) => {
    const first = next.get(file) ?? 1
    next.set(file, first + (source.split('\n').length - 1))
    return { key, file, first }
  })
}
