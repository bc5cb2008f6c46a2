/** The draft as it reads: the live items with what leads have changed of them. */

import type { DraftItemsTable } from '../../storage/schema.ts'
import type { Curation } from './context.ts'
import { contentHashOf, filesOf, isHead, itemsOf, sourceHashOf } from './items.ts'
import { liveFiles } from './live.ts'
import { liveRevision } from './revisions.ts'
import type { CorpusFile, Item } from './types.ts'

/** What of an item is changed. */
export interface ChangedItem {
  readonly version: number
  readonly by: string
  readonly at: number
  /** The live item has changed since the draft's was made. */
  readonly isStale: boolean
  readonly removed: boolean
}

/** The draft at one moment. */
export interface Draft {
  /** Live revision; null: the corpus folder. */
  readonly live: number | null
  readonly liveItems: readonly Item[]
  /** All items as they would be published. */
  readonly items: readonly Item[]
  readonly files: readonly CorpusFile[]
  readonly contentHash: string
  readonly changed: ReadonlyMap<string, ChangedItem>
}

type Rows = ReadonlyMap<string, DraftItemsTable>

/** Reads it. Costs some 20 ms of computing for the sample. */
export async function readDraft(curation: Curation): Promise<Draft> {
  for (;;) {
    const live = await liveRevision(curation.store)
    const { revision, files } = await liveFiles(curation)
    const rows = await curation.store.db.selectFrom('draft_items').selectAll().execute()
    // Published while it was read: what was settled is in neither.
    const isStill = (await liveRevision(curation.store))?.version === live?.version
    if (isStill) return draftOf(revision, itemsOf(files), new Map(rows.map((row) => [row.key, row])))
  }
}

function draftOf(live: number | null, liveItems: readonly Item[], rows: Rows): Draft {
  const items = itemsWith(liveItems, rows)
  const files = filesOf(items)
  const hashes = new Map(liveItems.map(({ key, source }) => [key, sourceHashOf(source)]))
  const changed = new Map<string, ChangedItem>()
  for (const [key, row] of rows)
    changed.set(key, {
      version: row.version,
      by: row.updated_by,
      at: Number(row.updated_at),
      isStale: row.base_hash !== (hashes.get(key) ?? null),
      removed: row.source === null,
    })
  return { live, liveItems, items, files, contentHash: contentHashOf(files), changed }
}

/** The live items with what was changed; new ones stand behind those of their files, in the order of their keys. */
function itemsWith(liveItems: readonly Item[], rows: Rows): Item[] {
  const there = new Set(liveItems.map(({ key }) => key))
  const items = liveItems.flatMap((item): Item[] => {
    const row = rows.get(item.key)
    if (!row) return [item]
    return row.source === null ? [] : [{ ...item, source: row.source }]
  })
  const added = [...rows.values()]
    .filter(({ key, source }) => source !== null && !there.has(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const { key, file, source } of added)
    place(items, { key, kind: kindOf(key), file, source: source ?? '' })
  return items
}

/** Puts a new item behind the others of its file; what stands above them all, before them. */
export function place(items: Item[], item: Item): void {
  const isOfFile = ({ file }: Item): boolean => file === item.file
  const at = isHead(item) ? items.findIndex(isOfFile) : items.findLastIndex(isOfFile)
  if (at < 0) items.push(item)
  else if (isHead(item)) items.splice(at, 0, item)
  else items.splice(at, 1, ...joined(items[at], item))
}

/** An item and one that is put behind it, on a line of its own. */
function joined(before: Item | undefined, item: Item): Item[] {
  if (before === undefined) return [item]
  const isEnded = before.source === '' || before.source.endsWith('\n')
  return [isEnded ? before : { ...before, source: `${before.source}\n` }, item]
}

/** A key says of which kind an item is. */
export function kindOf(key: string): Item['kind'] {
  const [kind] = key.split(':', 1)
  return kind === 'entry' || kind === 'wording' || kind === 'test' ? kind : 'file'
}

/**
 * The version of an item as somebody reads it now: that of its change, else one that follows from what is live (negative,
 * so that it never meets the other), else 0: it is not there.
 */
export function versionOf(draft: Draft, key: string): number {
  const changed = draft.changed.get(key)
  if (changed) return changed.version
  const live = draft.liveItems.find((item) => item.key === key)
  return live ? versionOfSource(live.source) : 0
}

const DIGITS = 12
/** The version of an item that is as it is live: the same for the same YAML. */
export function versionOfSource(source: string): number {
  return -1 - Number.parseInt(sourceHashOf(source).slice(0, DIGITS), 16)
}
