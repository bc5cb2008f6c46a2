/** The list of items: what each is, in one line, and which of them a lead looks for. */

import { standingOf } from '../corpus/entry-labels.ts'
import { contentOf } from '../corpus/revisions/item-content.ts'
import type { Item, ItemContent, ItemKind, ItemProblem } from '../corpus/revisions/types.ts'
import { toSimplified } from '../understanding/script.ts'
import type { ItemSummary } from './corpus-types.ts'

/** What a list may be narrowed by. */
export interface ItemSearch {
  readonly kind?: ItemKind
  readonly q?: string
  readonly tag?: string
  readonly state?: 'changed' | 'errors' | 'warnings' | 'expired' | 'untranslated'
}

/** An item with what it says. */
export interface ReadItem {
  readonly item: Item
  /** Null where its form cannot be filled in. */
  readonly content: ItemContent | null
  /** Everything it says, for searching: without differences of case, width and script. */
  readonly folded: string
}

/** What is known of an item besides its text. */
export interface ItemMarks {
  readonly change: ItemSummary['change']
  readonly isStale: boolean
  readonly problems: readonly ItemProblem[]
  readonly open: ItemSummary['open']
}

/** Most items whose reading is remembered. */
const REMEMBERED = 12_000

/** Reads items, remembering what it has read: most stay as they are from one call to the next. */
export class ItemReader {
  readonly #read = new Map<string, ReadItem>()

  read(item: Item): ReadItem {
    const id = `${item.key}\n${item.file}\n${item.source}`
    const known = this.#read.get(id)
    if (known !== undefined) return known
    const content = contentOf(item)
    const read = { item, content, folded: foldedOf(`${item.key}\n${textOf(item, content)}`) }
    if (this.#read.size >= REMEMBERED) this.#read.clear()
    this.#read.set(id, read)
    return read
  }
}

/** A text as it is searched: without differences of case, width, and traditional or simplified characters. */
export function foldedOf(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase())
}

function textOf({ source }: Item, content: ItemContent | null): string {
  if (content?.kind !== 'entry') return source
  const { id, title, phrases, answer, tags } = content.entry
  return [
    ...[id, title.zh, title.en, ...tags],
    ...[...phrases.zh, ...phrases.en, ...answer.zh, ...answer.en],
  ].join('\n')
}

/** One line of the list. @param today where the company is, `YYYY-MM-DD` */
export function summaryOf({ item, content }: ReadItem, marks: ItemMarks, today: string): ItemSummary {
  const entry = content?.kind === 'entry' ? content.entry : null
  return {
    key: item.key,
    kind: item.kind,
    file: item.file,
    title: titleOf(item, content),
    phrases: { zh: entry?.phrases.zh.length ?? 0, en: entry?.phrases.en.length ?? 0 },
    entryKind: entry?.kind ?? null,
    tags: entry?.tags ?? [],
    validity: standingOf(entry?.valid, today),
    change: marks.change,
    isStale: marks.isStale,
    errors: marks.problems.filter(({ severity }) => severity === 'error').length,
    warnings: marks.problems.filter(({ severity }) => severity === 'warning').length,
    open: marks.open,
  }
}

function titleOf(item: Item, content: ItemContent | null): ItemSummary['title'] {
  if (content?.kind === 'entry') return content.entry.title
  if (content?.kind === 'wording') return { zh: content.wording.zh[0] ?? '', en: content.wording.en[0] ?? '' }
  const name = content?.kind === 'test' ? content.test.entry : item.file
  return { zh: name, en: name }
}

/** Whether an item is looked for. */
export function isWanted(read: ReadItem, summary: ItemSummary, search: ItemSearch): boolean {
  if (search.kind !== undefined && search.kind !== summary.kind) return false
  if (search.tag !== undefined && !summary.tags.includes(search.tag)) return false
  if (search.state !== undefined && !isIn(search.state, read, summary)) return false
  return search.q === undefined || read.folded.includes(foldedOf(search.q.trim()))
}

function isIn(state: NonNullable<ItemSearch['state']>, { content }: ReadItem, summary: ItemSummary): boolean {
  if (state === 'changed') return summary.change !== null
  if (state === 'errors') return summary.errors > 0
  if (state === 'warnings') return summary.warnings > 0
  if (state === 'expired') return summary.validity === 'expired'
  return content !== null && isUntranslated(content)
}

/** Whether something is said in one language only. */
export function isUntranslated(content: ItemContent): boolean {
  if (content.kind === 'file') return false
  if (content.kind === 'wording') return isOneSided(content.wording)
  if (content.kind === 'test') return isOneSided(content.test)
  const { title, phrases, answer } = content.entry
  return isOneSided(phrases) || isOneSided(answer) || isOneSided({ zh: [title.zh], en: [title.en] })
}

function isOneSided({ zh, en }: { readonly zh: readonly string[]; readonly en: readonly string[] }): boolean {
  const isSaid = (texts: readonly string[]) => texts.some((text) => text.trim() !== '')
  return isSaid(zh) !== isSaid(en)
}
