/** One item as the editor shows it: the draft's text, what is live, what is wrong, who has it open, and its history. */

import { HttpError } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { versionOf } from '../corpus/revisions/draft.ts'
import { contentOf } from '../corpus/revisions/item-content.ts'
import { itemsOf } from '../corpus/revisions/items.ts'
import { listRevisions, readRevision } from '../corpus/revisions/revisions.ts'
import type { DraftView } from './corpus-editor-draft.ts'
import { othersAt } from './corpus-editor-presence.ts'
import type { ItemAnswer, ItemHistory } from './corpus-types.ts'

/** Changes of the draft that are shown, and revisions that are looked at. */
const CHANGES = 20
const REVISIONS = 12

/** Items of revisions, which never change, so that the history of the next item costs nothing. */
const revisionItems = new WeakMap<Store, Map<string, ReadonlyMap<string, string>>>()

/** An item of the draft. @throws HttpError 404 `ItemNotFound` */
export async function itemAnswer(
  { store }: Curation,
  view: DraftView,
  key: string,
  account: string,
): Promise<ItemAnswer> {
  const draft = await view.read()
  const item = draft.items.find((one) => one.key === key)
  const live = draft.liveItems.find((one) => one.key === key)
  const known = item ?? live
  if (known === undefined) throw new HttpError(404, 'ItemNotFound', `The draft has no item ${key}.`)
  const change = draft.changed.get(key)
  const open = await othersAt(store, account, key)
  return {
    key,
    kind: known.kind,
    file: known.file,
    version: versionOf(draft, key),
    content: item === undefined ? null : contentOf(item),
    source: item?.source ?? null,
    live: live === undefined ? null : { content: contentOf(live), source: live.source },
    isStale: change?.isStale ?? false,
    problems: (await view.problemsOf(draft)).filter((problem) => problem.key === key),
    open: open.get(key) ?? [],
    updatedBy: change?.by ?? null,
    updatedAt: change?.at ?? null,
    history: [...(await changesOf(store, key)), ...(await revisionsOf(store, key))],
  }
}

async function changesOf({ db }: Store, key: string): Promise<ItemHistory[]> {
  const rows = await db
    .selectFrom('draft_changes')
    .select(['id', 'actor', 'changed_at', 'before', 'after'])
    .where('key', '=', key)
    .where('undone_at', 'is', null)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(CHANGES)
    .execute()
  return rows.map((row) => ({
    change: row.id,
    revision: null,
    by: row.actor,
    at: Number(row.changed_at),
    note: null,
    before: row.before,
    after: row.after,
  }))
}

/** The newest revisions in which the item became another. */
async function revisionsOf(store: Store, key: string): Promise<ItemHistory[]> {
  const heads = await listRevisions(store, { limit: REVISIONS })
  const history: ItemHistory[] = []
  for (const [at, head] of heads.entries()) {
    const before = heads[at + 1]
    // What came before the oldest that is looked at is not known.
    if (before === undefined && head.number !== 1) continue
    const now = (await sourcesOf(store, head)).get(key) ?? null
    const then = before === undefined ? null : ((await sourcesOf(store, before)).get(key) ?? null)
    if (now === then) continue
    history.push({
      change: null,
      revision: head.number,
      by: head.author,
      at: head.createdAt,
      note: head.note,
      before: then,
      after: now,
    })
  }
  return history
}

async function sourcesOf(
  store: Store,
  { number, redactedAt }: { readonly number: number; readonly redactedAt: number | null },
): Promise<ReadonlyMap<string, string>> {
  const read = revisionItems.get(store) ?? new Map<string, ReadonlyMap<string, string>>()
  revisionItems.set(store, read)
  // An erasure changes a revision: then it is read again.
  const id = `${number} ${redactedAt ?? 0}`
  const known = read.get(id)
  if (known !== undefined) return known
  const { files } = await readRevision(store, number)
  const sources = new Map(itemsOf(files).map((item) => [item.key, item.source]))
  if (read.size >= 2 * REVISIONS) read.clear()
  read.set(id, sources)
  return sources
}
