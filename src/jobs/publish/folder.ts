/** The corpus folder when it holds something else than what is live: told, taken into the draft, or put aside. */

import type { Curation } from '../../corpus/revisions/context.ts'
import { changeMany, type DraftChange, readDraft, versionOf } from '../../corpus/revisions/draft.ts'
import { contentHashOf, differencesOf, itemsOf } from '../../corpus/revisions/items.ts'
import { folderFiles } from '../../corpus/revisions/live.ts'
import { liveRevision, readRevision } from '../../corpus/revisions/revisions.ts'
import type { CorpusFile, ItemDifference } from '../../corpus/revisions/types.ts'

/**
 * What the folder has otherwise than the live revision; null where there is no revision, nothing differs, or somebody has
 * looked at it as it stands.
 */
export async function folderDifference(curation: Curation): Promise<readonly ItemDifference[] | null> {
  return differenceOf(curation, await folderFiles(curation))
}

async function differenceOf(
  curation: Curation,
  files: readonly CorpusFile[],
): Promise<readonly ItemDifference[] | null> {
  const { store } = curation
  const live = await liveRevision(store)
  if (live === null) return null
  const hash = contentHashOf(files)
  if (files.length === 0 || hash === (await settledHash(curation))) return null
  const { files: liveFiles } = await readRevision(store, live.revision)
  const found = differencesOf(itemsOf(liveFiles), itemsOf(files))
  return found.length === 0 ? null : found
}

/** The folder as it was when somebody last looked; at first, the folder revision 1 was made of. */
async function settledHash({ store }: Curation): Promise<string | null> {
  const settled = await store.db
    .selectFrom('corpus_folder')
    .select('settled_hash')
    .where('id', '=', 1)
    .executeTakeFirst()
  if (settled) return settled.settled_hash
  const first = await store.db
    .selectFrom('corpus_revisions')
    .select('content_hash')
    .where('source', '=', 'folder')
    .executeTakeFirst()
  return first?.content_hash ?? null
}

/** What became of the folder's changes. */
export interface FolderTaken {
  /** Ids of changes of the draft. */
  readonly changes: readonly string[]
  /** Items that the draft changes already: they stay as they are in the draft. */
  readonly kept: readonly string[]
}

/** Takes what the folder has otherwise into the draft; what leads have changed there stays. */
export async function takeFolder(curation: Curation, actor: string): Promise<FolderTaken> {
  const files = await folderFiles(curation)
  const found = (await differenceOf(curation, files)) ?? []
  const draft = await readDraft(curation)
  const kept = found.filter(({ key }) => draft.changed.has(key)).map(({ key }) => key)
  const changes = found
    .filter(({ key }) => !draft.changed.has(key))
    .map(({ key, file, after: source }): DraftChange => {
      const where = { key, file, version: versionOf(draft, key), content: null }
      return source === null ? where : { ...where, source }
    })
  const done = changes.length === 0 ? [] : await changeMany(curation, actor, changes)
  await settle(curation, actor, 'take', contentHashOf(files))
  return { changes: done.map(({ change }) => change), kept }
}

/** The folder as it stands is not told of any more. */
export async function dismissFolder(curation: Curation, actor: string): Promise<void> {
  await settle(curation, actor, 'dismiss', contentHashOf(await folderFiles(curation)))
}

async function settle(
  { store }: Curation,
  actor: string,
  deed: 'take' | 'dismiss',
  hash: string,
): Promise<void> {
  const values = { id: 1, settled_hash: hash, settled_at: store.now(), settled_by: actor }
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('corpus_folder')
      .values(values)
      .onConflict((c) => c.column('id').doUpdateSet(values))
      .execute()
    await store.audit.append(trx, {
      actor,
      action: 'corpus.folder',
      target: 'corpus:folder',
      detail: { deed, content: hash.slice(0, 12) },
    })
  })
}
