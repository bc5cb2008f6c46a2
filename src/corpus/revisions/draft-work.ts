/** Writes the draft: one transaction at a time, each change on record and in the audit log. */

import type { Store, Trx } from '../../conversations/store.ts'
import { newId } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { DraftItemsTable } from '../../storage/schema.ts'
import type { Curation } from './context.ts'
import { kindOf, versionOfSource } from './draft-view.ts'
import { contentOf, keyOfContent, sourceOf } from './item-content.ts'
import { itemsOf, sourceHashOf } from './items.ts'
import { ensureFirstRevision, liveFiles } from './live.ts'
import { lockCorpus } from './revisions.ts'
import type { Item, ItemContent } from './types.ts'

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

/**
 * Does something with the draft while nobody else does. The first time, the corpus folder becomes revision 1.
 * @throws LiukeError `corpus_folder_changed`, and what `act` throws
 */
export async function inDraft<Result>(
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
export class DraftWork {
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
