/** Works out what an import would change. Costs seconds of computing for a large one: a server has `Exchanger` do it. */

import { createHash } from 'node:crypto'
import type { Problem } from '../../company/problems.ts'
import type { Company } from '../../company/types.ts'
import { itemProblems } from '../../corpus/revisions/item-problems.ts'
import { contentHashOf, differencesOf, filesOf } from '../../corpus/revisions/items.ts'
import type { CorpusFile, Item, ItemDifference, ItemProblem } from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import { problemsIn } from '../publish/problems-in.ts'
import { unpacked } from './archive.ts'
import type { ImportMode } from './changes.ts'
import { readForeign } from './foreign.ts'
import { foreignInto } from './foreign-into.ts'
import type { ExchangedFile, ExchangeFormat, Lost } from './given.ts'
import type { Planned } from './planned.ts'
import { yamlInto } from './yaml-into.ts'

/** What is to be imported, and how. */
export interface ImportRequest {
  readonly format: ExchangeFormat
  /** Archives among them are taken apart. */
  readonly files: readonly ExchangedFile[]
  readonly mode: ImportMode
  /** Of texts whose file does not say it. */
  readonly language: Language | null
}

/** What an import would do. */
export interface ImportPlan {
  readonly items: readonly ItemDifference[]
  readonly lost: readonly Lost[]
  /** Of the items it changes, as they would be, and what would be wrong with others because of it. */
  readonly problems: readonly ItemProblem[]
  /** The same for the same changes: 32 hex digits. */
  readonly fingerprint: string
}

/**
 * @param items of the draft
 * @throws LiukeError `exchange_unreadable`, `exchange_too_large`, `exchange_not_utf8`, `excel_damaged`,
 *   `excel_too_large`, `item_invalid`
 */
export async function planImport(
  items: readonly Item[],
  request: ImportRequest,
  company: Company,
): Promise<ImportPlan> {
  const { files, lost } = unpacked(request.files, request.format)
  const { after, lost: more } = await into(items, { ...request, files })
  const differences = differencesOf(items, after)
  return {
    items: differences,
    lost: [...lost, ...more],
    problems: differences.length === 0 ? [] : newProblems(items, after, differences, company),
    fingerprint: createHash('sha256').update(JSON.stringify(differences)).digest('hex').slice(0, 32),
  }
}

async function into(
  items: readonly Item[],
  { format, files, mode, language }: ImportRequest,
): Promise<Planned> {
  if (format === 'yaml') return yamlInto(items, files, mode)
  return foreignInto(items, await readForeign(format, files, language), mode)
}

/** An entry that stays may be in the way of one that comes: a phrase in both is told where it stands second. */
function newProblems(
  before: readonly Item[],
  after: readonly Item[],
  differences: readonly ItemDifference[],
  company: Company,
): ItemProblem[] {
  const kindOf = ({ key, file, code }: ItemProblem): string => `${key ?? file} ${code}`
  const problemsOf = (items: readonly Item[]) => itemProblems(checkedOnce(filesOf(items), company), items)
  const changed = new Set(differences.map(({ key }) => key))
  const known = new Set(problemsOf(before).map(kindOf))
  return problemsOf(after).filter(
    (problem) => (problem.key !== null && changed.has(problem.key)) || !known.has(kindOf(problem)),
  )
}

/** What was found in the last corpora: what is taken was shown before. */
const found = new Map<string, readonly Problem[]>()
const FOUND_KEPT = 4

function checkedOnce(files: readonly CorpusFile[], company: Company): readonly Problem[] {
  const { variables, ...others } = company
  const key = `${contentHashOf(files)} ${JSON.stringify([[...variables], others])}`
  const known = found.get(key)
  if (known) return known
  const problems = problemsIn(files, company)
  if (found.size >= FOUND_KEPT) found.delete(found.keys().next().value ?? '')
  found.set(key, problems)
  return problems
}
