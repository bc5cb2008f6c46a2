/** The draft: what leads change before it is published, item by item; nobody overwrites anybody unseen. */

import type { Store, Trx } from '../../conversations/store.ts'
import { newId } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { DraftItemsTable } from '../../storage/schema.ts'
import type { Curation } from './context.ts'
import { contentOf, keyOfContent, sourceOf } from './item-content.ts'
import { contentHashOf, filesOf, itemsOf, sourceHashOf } from './items.ts'
import { ensureFirstRevision, liveFiles } from './live.ts'
import { lockCorpus } from './revisions.ts'
import type { CorpusFile, Item, ItemContent } from './types.ts'

export { ensureFirstRevision, liveFiles } from './live.ts'

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

/** A change of one item. */
export interface DraftChange {
  readonly key: string
  /** Of the item as it was read: `versionOf`; 0 for one that is not there. */
  readonly version: number
  /** Where a new item goes. */
  readonly file?: string | undefined
  /** Null takes it out. */
  readonly content: ItemContent | null
  /** YAML to take as it stands, comments and all, in place of what a form would write. */
  readonly source?: string | undefined
}

export interface DraftChanged {
  readonly key: string
  readonly version: number
  /** Id, by which it can be taken back. */
  readonly change: string
}

type Rows = ReadonlyMap<string, DraftItemsTable>

/** Reads it. Costs some 20 ms of computing for the sample. */
export async function readDraft(curation: Curation): Promise<Draft> {
  const { revision, files } = await liveFiles(curation)
  const rows = await curation.store.db.selectFrom('draft_items').selectAll().execute()
  return draftOf(revision, itemsOf(files), new Map(rows.map((row) => [row.key, row])))
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

/** The live items with what was changed; new ones stand at the end of their files, in the order of their keys. */
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
  for (const { key, file, source } of added) {
    const at = items.findLastIndex((item) => item.file === file)
    const item: Item = { key, kind: kindOf(key), file, source: source ?? '' }
    if (at < 0) items.push(item)
    else items.splice(at, 1, ...joined(items[at], item))
  }
  return items
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
function versionOfSource(source: string): number {
  return -1 - Number.parseInt(sourceHashOf(source).slice(0, DIGITS), 16)
}

/**
 * Changes one item. What a form would write as it stands is no change.
 * @throws LiukeError `draft_conflict` where somebody has changed it since it was read, `item_exists`, `item_unknown`,
 *   `item_invalid`, `corpus_folder_changed`
 */
export async function changeItem(
  curation: Curation,
  actor: string,
  change: DraftChange,
): Promise<DraftChanged> {
  const [changed] = await changeMany(curation, actor, [change])
  if (!changed) throw new Error('a change of one item gives one change')
  return changed
}

/** Changes several items, all or none. @throws LiukeError as `changeItem` */
export async function changeMany(
  curation: Curation,
  actor: string,
  changes: readonly DraftChange[],
): Promise<DraftChanged[]> {
  return inDraft(curation, actor, async (work) => {
    const done: DraftChanged[] = []
    for (const change of changes) {
      if (work.versionOf(change.key) !== change.version) throw conflict(change.key)
      done.push(await work.write(change))
    }
    return done
  })
}

/**
 * Changes one item from whatever it is now; waits for others instead of refusing.
 * @param edit gets null for an item that is not there or has no form
 */
export async function editItem(
  curation: Curation,
  actor: string,
  key: string,
  edit: (now: ItemContent | null) => ItemContent | null,
  file?: string,
): Promise<DraftChanged> {
  return inDraft(curation, actor, async (work) => {
    const item = work.itemOf(key)
    return work.write({ key, file, content: edit(item ? contentOf(item) : null) })
  })
}

async function newestChange(trx: Trx, key: string): Promise<string | undefined> {
  const newest = await trx
    .selectFrom('draft_changes')
    .select('id')
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.id
}

/**
 * Takes a change back, or does again what was taken back.
 * @throws LiukeError `change_unknown`, `draft_changed_since`
 */
export async function undoChange(curation: Curation, actor: string, change: string): Promise<DraftChanged> {
  return inDraft(curation, actor, async (work) => {
    const made = await work.trx
      .selectFrom('draft_changes')
      .selectAll()
      .where('id', '=', change)
      .executeTakeFirst()
    if (!made) throw new LiukeError('change_unknown', 'There is no such change.', 'Reload the page.')
    const row = work.rowOf(made.key)
    // What was put back to what is live has no row, unless somebody has changed it since.
    const isStill = row
      ? row.version === made.version
      : made.was_changed === 1 && (await newestChange(work.trx, made.key)) === change
    // Published meanwhile, or changed by somebody: taking it back would undo more than it did.
    if (made.undone_at !== null || !isStill)
      throw new LiukeError(
        'draft_changed_since',
        `${made.key} has been changed or published since.`,
        'Open it, and change what should be changed.',
      )
    const done = await work.put(made.key, made.file, made.before, made.was_changed === 0)
    await work.trx
      .updateTable('draft_changes')
      .set({ undone_at: curation.store.now() })
      .where('id', '=', change)
      .execute()
    return done
  })
}

/** Puts items back to what is live. Those that are not changed stay. */
export async function discardItems(
  curation: Curation,
  actor: string,
  keys: readonly string[],
): Promise<DraftChanged[]> {
  return inDraft(curation, actor, async (work) => {
    const done: DraftChanged[] = []
    for (const key of new Set(keys)) {
      const row = work.rowOf(key)
      if (!row) continue
      done.push(await work.put(key, row.file, work.liveOf(key)?.source ?? null, true))
    }
    return done
  })
}

/** What was published leaves the draft; what was changed after it was read stays. */
export async function settleDraft(trx: Trx, { changed, items }: Draft): Promise<void> {
  const sources = new Map(items.map(({ key, source }) => [key, source]))
  for (const [key, { version }] of changed) {
    await trx.deleteFrom('draft_items').where('key', '=', key).where('version', '=', version).execute()
    // Changed since: what is live now is what it was made from.
    const source = sources.get(key)
    await trx
      .updateTable('draft_items')
      .set({ base_hash: source === undefined ? null : sourceHashOf(source) })
      .where('key', '=', key)
      .execute()
  }
}

async function inDraft<Result>(
  curation: Curation,
  actor: string,
  act: (work: DraftWork) => Promise<Result>,
): Promise<Result> {
  await ensureFirstRevision(curation, actor)
  const { store } = curation
  return store.db.transaction().execute(async (trx) => {
    // From here on nobody else changes the draft, and what others did is seen.
    await lockCorpus(trx)
    const { files } = await liveFiles({ ...curation, store: { ...store, db: trx } })
    const rows = await trx.selectFrom('draft_items').selectAll().execute()
    return act(new DraftWork(store, trx, actor, itemsOf(files), byKey(rows)))
  })
}

function byKey(rows: readonly DraftItemsTable[]): Map<string, DraftItemsTable> {
  return new Map(rows.map((row) => [row.key, row]))
}

/** Changes of one transaction; there is one at a time, in all processes. */
class DraftWork {
  readonly trx: Trx
  readonly #store: Store
  readonly #actor: string
  readonly #live: ReadonlyMap<string, Item>
  readonly #rows: Map<string, DraftItemsTable>
  #newest: number | undefined

  constructor(
    store: Store,
    trx: Trx,
    actor: string,
    liveItems: readonly Item[],
    rows: Map<string, DraftItemsTable>,
  ) {
    this.trx = trx
    this.#store = store
    this.#actor = actor
    this.#live = new Map(liveItems.map((item) => [item.key, item]))
    this.#rows = rows
  }

  rowOf(key: string): DraftItemsTable | undefined {
    return this.#rows.get(key)
  }

  liveOf(key: string): Item | undefined {
    return this.#live.get(key)
  }

  /** The item as the draft has it. */
  itemOf(key: string): Item | undefined {
    const row = this.#rows.get(key)
    if (!row) return this.#live.get(key)
    return row.source === null ? undefined : { key, kind: kindOf(key), file: row.file, source: row.source }
  }

  versionOf(key: string): number {
    const live = this.#live.get(key)
    return this.#rows.get(key)?.version ?? (live ? versionOfSource(live.source) : 0)
  }

  /** @throws LiukeError `item_unknown`, `item_invalid` */
  async write({ key, file, content, source }: Omit<DraftChange, 'version'>): Promise<DraftChanged> {
    const now = this.itemOf(key)
    const before = now ?? this.#live.get(key)
    const place = before?.file ?? file
    if (place === undefined) throw new LiukeError('item_unknown', `There is no ${key}.`, 'Reload the page.')
    if (source !== undefined) {
      if (!isItem(key, place, source)) throw invalid(`It is not the YAML of ${key}.`)
      return this.put(key, place, source, this.#live.get(key)?.source === source)
    }
    if (content === null) return this.put(key, place, null, !this.#live.has(key))
    if (keyOfContent(content, place) !== key)
      throw invalid(`Its content belongs to another item than ${key}.`)
    const isSame = now !== undefined && JSON.stringify(contentOf(now)) === JSON.stringify(content)
    const written = isSame ? now.source : sourceOf(content, before?.source)
    return this.put(key, place, written, this.#live.get(key)?.source === written)
  }

  /** @param isLive whether that is what is live: then the item is not changed any more */
  async put(key: string, file: string, source: string | null, isLive: boolean): Promise<DraftChanged> {
    checkPlace(key, file, source)
    const live = this.#live.get(key)
    const row = this.#rows.get(key)
    const at = this.#store.now()
    const version = await this.#nextVersion()
    const base_hash = row ? row.base_hash : live ? sourceHashOf(live.source) : null
    const values = { key, file, source, base_hash, version, updated_by: this.#actor, updated_at: at }
    if (isLive) {
      await this.trx.deleteFrom('draft_items').where('key', '=', key).execute()
      this.#rows.delete(key)
    } else {
      await this.trx
        .insertInto('draft_items')
        .values(values)
        .onConflict((c) => c.column('key').doUpdateSet(values))
        .execute()
      this.#rows.set(key, values)
    }
    const change = newId()
    await this.trx
      .insertInto('draft_changes')
      .values({
        id: change,
        key,
        file,
        before: row ? row.source : (live?.source ?? null),
        was_changed: row ? 1 : 0,
        after: source,
        version,
        actor: this.#actor,
        changed_at: at,
        undone_at: null,
      })
      .execute()
    await this.#store.audit.append(this.trx, {
      actor: this.#actor,
      action: isLive ? 'corpus.discard' : source === null ? 'corpus.remove' : 'corpus.edit',
      target: key,
      detail: { version, change },
    })
    return { key, version: this.versionOf(key), change }
  }

  /** One more than any before, of any item: an item that leaves the draft and comes back never has an old one. */
  async #nextVersion(): Promise<number> {
    if (this.#newest === undefined) {
      const { newest } = await this.trx
        .selectFrom('draft_changes')
        .select((e) => e.fn.max('version').as('newest'))
        .executeTakeFirstOrThrow()
      this.#newest = Number(newest ?? 0)
    }
    this.#newest += 1
    return this.#newest
  }
}

/** Whether a text is this item and nothing else. */
function isItem(key: string, file: string, source: string): boolean {
  if (kindOf(key) === 'file') return true
  const items = itemsOf([{ path: file, text: source }])
  return items.length === 1 && items[0]?.key === key
}

/** Largest item, in characters: that of a file. */
const MAX_SOURCE = 1024 * 1024
const PLACES: Readonly<Record<Item['kind'], RegExp>> = {
  entry: /^faq\/[a-z0-9][a-z0-9-]{0,60}\.yaml$/,
  wording: /^phrases\/[a-z0-9][a-z0-9-]{0,60}\.yaml$/,
  test: /^tests\/[a-z0-9][a-z0-9-]{0,60}\.yaml$/,
  file: /^(?:[a-z]+\/)?[a-z0-9][\w.-]{0,60}\.ya?ml(?:#head)?$/i,
}

function checkPlace(key: string, file: string, source: string | null): void {
  const kind = kindOf(key)
  if (key.length > 200 || !(PLACES[kind].test(file) || PLACES.file.test(file)))
    throw invalid(`${file.slice(0, 80)} is no place for it.`)
  if (source !== null && source.length > MAX_SOURCE) throw invalid('It is larger than 1 MB.')
}

function invalid(why: string): LiukeError {
  return new LiukeError(
    'item_invalid',
    why,
    'Entries stand in faq/, wording in phrases/, questions in tests/.',
  )
}

function conflict(key: string): LiukeError {
  return new LiukeError(
    'draft_conflict',
    `Somebody has changed ${key} since it was read.`,
    'Compare both, and save what should stand.',
  )
}
