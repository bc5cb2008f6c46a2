/** Brings a corpus of somebody's into the draft: shows first what it would change, then changes all of it or nothing. */

import { loadCompany } from '../../company/load.ts'
import { parseYaml } from '../../company/yaml-source.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import {
  changeMany,
  type Draft,
  type DraftChange,
  readDraft,
  versionOf,
} from '../../corpus/revisions/draft.ts'
import { contentOf, sourceOf } from '../../corpus/revisions/item-content.ts'
import { corpusOfFiles, itemProblems } from '../../corpus/revisions/item-problems.ts'
import { differencesOf, filesOf, itemsOf } from '../../corpus/revisions/items.ts'
import type {
  CorpusFile,
  EntryContent,
  Item,
  ItemDifference,
  ItemProblem,
} from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import { LiukeError } from '../../errors.ts'
import { withBackground } from './background.ts'
import { changedBy, type ImportMode } from './changes.ts'
import { readForeign } from './foreign.ts'
import { type ExchangedFile, type ForeignFormat, Losses, type Lost } from './given.ts'
import { plainText } from './plain-text.ts'

/** Ours, and those of others. */
export type ExchangeFormat = 'yaml' | ForeignFormat

export interface ImportRequest {
  readonly format: ExchangeFormat
  readonly files: readonly ExchangedFile[]
  readonly mode: ImportMode
  /** Of texts whose file does not say it. */
  readonly language: Language | null
}

/** What an import does, or would do. */
export interface ImportResult {
  readonly items: readonly ItemDifference[]
  readonly lost: readonly Lost[]
  /** Of the items it changes, as they would be. */
  readonly problems: readonly ItemProblem[]
  readonly applied: boolean
}

const BACKGROUND = 'lexicon/background.yaml'

/**
 * @param dryRun changes nothing
 * @throws LiukeError `exchange_unreadable` and the like, `draft_conflict` where somebody changes the same items just now
 */
export async function importCorpus(
  curation: Curation,
  actor: string,
  request: ImportRequest,
  dryRun: boolean,
): Promise<ImportResult> {
  const draft = await readDraft(curation)
  const { after, lost } =
    request.format === 'yaml' ? yamlInto(draft, request) : await foreignInto(draft, request.format, request)
  const items = differencesOf(draft.items, after)
  const company = await loadCompany(curation.companyFolder)
  const corpus = corpusOfFiles(filesOf(after), company)
  const changed = new Set(items.map(({ key }) => key))
  const problems = itemProblems(corpus.problems, after).filter(({ key }) => key !== null && changed.has(key))
  if (dryRun || items.length === 0) return { items, lost, problems, applied: false }
  await changeMany(
    curation,
    actor,
    items.map(({ key, file, after: source }): DraftChange => {
      const where = { key, version: versionOf(draft, key), file, content: null }
      return source === null ? where : { ...where, source }
    }),
  )
  return { items, lost, problems, applied: true }
}

interface Planned {
  /** All items as they would be. */
  readonly after: readonly Item[]
  readonly lost: readonly Lost[]
}

/** YAML of ours is taken as it stands: in place of items of the same name, and of a file's others when it replaces. */
function yamlInto(draft: Draft, { files, mode }: ImportRequest): Planned {
  const losses = new Losses()
  const given = files.flatMap((file): CorpusFile[] => {
    const text = plainText(file)
    const path = placeOf(file.name, text)
    if (path === null) losses.add('files', file.name)
    return path === null ? [] : [{ path, text }]
  })
  if (given.length === 0)
    throw new LiukeError(
      'exchange_unreadable',
      'None of the files belongs to a corpus.',
      'Give files of faq/, phrases/, tests/ or lexicon/, or handoff.yaml, offers.yaml, desk.yaml.',
    )
  const theirs = itemsOf(given)
  const byKey = new Map(theirs.map((item) => [item.key, item]))
  const replaced = new Set(mode === 'replace' ? given.map(({ path }) => path) : [])
  const known = new Set(draft.items.map(({ key }) => key))
  const kept = draft.items.flatMap((item): Item[] => {
    const other = byKey.get(item.key)
    // What is known stays in its file, whichever file it came in.
    if (other) return [{ ...item, source: other.source }]
    return replaced.has(item.file) ? [] : [item]
  })
  return {
    after: withNew(
      kept,
      theirs.filter(({ key }) => !known.has(key)),
    ),
    lost: losses.all,
  }
}

/** Where a file belongs: by the folder it came in, else by what it holds; null where it belongs nowhere. */
function placeOf(name: string, text: string): string | null {
  const path = name.replaceAll('\\', '/').replace(/\.yml$/i, '.yaml')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  const base = parts.at(-1) ?? ''
  if (!/^[a-z0-9][\w-]{0,60}\.yaml$/i.test(base)) return null
  const folder = parts.at(-2) ?? ''
  if (['faq', 'phrases', 'tests', 'lexicon'].includes(folder)) return `${folder}/${base}`
  if (['handoff.yaml', 'offers.yaml', 'desk.yaml'].includes(base)) return base
  if (['background.yaml', 'commands.yaml'].includes(base)) return `lexicon/${base}`
  const { source } = parseYaml({ path, file: name, text })
  const [first] = Array.isArray(source.value) ? source.value : []
  if (typeof first === 'object' && first !== null) {
    if (Object.hasOwn(first, 'id')) return `faq/${base}`
    if (Object.hasOwn(first, 'entry')) return `tests/${base}`
  }
  const values: unknown[] =
    typeof source.value === 'object' && source.value ? Object.values(source.value) : []
  const isWording = values.some(
    (value) => typeof value === 'object' && value !== null && Object.hasOwn(value, 'zh'),
  )
  return isWording && !Array.isArray(source.value) ? `phrases/${base}` : null
}

async function foreignInto(draft: Draft, format: ForeignFormat, request: ImportRequest): Promise<Planned> {
  const { entries, background, lost } = await readForeign(format, request.files, request.language)
  const at = new Map(draft.items.map((item, index) => [item.key, index]))
  const items = [...draft.items]
  const fresh: Item[] = []
  for (const given of entries) {
    const key = `entry:${given.id}`
    const index = at.get(key)
    const now = index === undefined ? undefined : items[index]
    const form = now ? contentOf(now) : null
    if (now && form?.kind !== 'entry')
      throw new LiukeError(
        'item_invalid',
        `${given.id} cannot be changed: its YAML is unusual.`,
        'Change it by hand.',
      )
    const ours: EntryContent | null = form?.kind === 'entry' ? form.entry : null
    const entry = changedBy(given, ours, request.mode)
    if (entry === ours) continue
    const source = sourceOf({ kind: 'entry', entry }, now?.source)
    if (now && index !== undefined) items[index] = { ...now, source }
    else fresh.push({ key, kind: 'entry', file: fileOfId(given.id), source })
  }
  const after = withNew(items, fresh).map((item) =>
    item.key === `file:${BACKGROUND}` && background.length > 0
      ? { ...item, source: withBackground(item.source, background) }
      : item,
  )
  return { after, lost }
}

/** Entries stand together by topic. */
function fileOfId(id: string): string {
  return `faq/${id.split('.', 1)[0]}.yaml`
}

/** New items behind those of their files, as the draft puts them. */
function withNew(items: readonly Item[], fresh: readonly Item[]): Item[] {
  const all = [...items]
  for (const item of fresh.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const index = all.findLastIndex(({ file }) => file === item.file)
    if (index < 0) all.push(item)
    else all.splice(index + 1, 0, item)
  }
  return all
}
