/** The corpus folder when it holds something else than what is live: told, taken into the draft, or put aside. */

import path from 'node:path'
import { hidesContent, type Problem } from '../../company/problems.ts'
import { readSourceFiles } from '../../company/source-files.ts'
import { parseYaml } from '../../company/yaml-source.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { changeMany, type DraftChange, readDraft, versionOf } from '../../corpus/revisions/draft.ts'
import { contentHashOf, differencesOf, itemsOf, sourceHashOf } from '../../corpus/revisions/items.ts'
import { liveFiles } from '../../corpus/revisions/live.ts'
import { liveRevision, readRevision } from '../../corpus/revisions/revisions.ts'
import type { CorpusFile, ItemDifference, ItemProblem } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'

/** What the folder holds otherwise. */
export interface FolderDifference {
  /** Empty where some of it cannot be read: what is missing would seem to have been taken out. */
  readonly items: readonly ItemDifference[]
  /** Why it cannot be read. */
  readonly problems: readonly ItemProblem[]
}

/**
 * What was changed in the folder since somebody last looked at it, and is not live; null where there is no revision, nothing
 * was changed, or nothing since. What was only published since is no change of the folder, which need not keep up.
 */
export async function folderDifference(curation: Curation): Promise<FolderDifference | null> {
  return differenceOf(curation, await readFolder(curation))
}

interface Folder {
  readonly files: readonly CorpusFile[]
  readonly unread: readonly Problem[]
}

async function readFolder({ corpusFolder }: Curation): Promise<Folder> {
  const { files, problems } = await readSourceFiles(corpusFolder)
  return { files: files.map((file) => ({ path: file.path, text: file.text })), unread: problems }
}

async function differenceOf(curation: Curation, { files, unread }: Folder): Promise<FolderDifference | null> {
  const live = await liveRevision(curation.store)
  if (live === null) return null
  // Where nothing is, nobody has changed anything: the database is the truth, and the folder need not be there.
  const settled = await settledFolder(curation)
  if (files.length === 0 || contentHashOf(files) === settled.hash) return null
  const is = await liveFiles(curation)
  const was = new Map(is.files.map((file) => [file.path, file.text]))
  const changed = files.filter((file) => was.get(file.path) !== file.text)
  const broken = changed.flatMap(({ path: file, text }) => parseYaml({ path: file, file, text }).problems)
  // Named as the folder has them, not by where on the machine the folder is.
  const missing = unread.map((one) => ({
    ...one,
    file: path.relative(curation.corpusFolder, one.file) || '.',
  }))
  const problems = [...missing, ...broken.filter(hidesContent)].map((one) => ({ key: null, ...one }))
  if (problems.length > 0) return { items: [], problems }
  const items = differencesOf(itemsOf(is.files), itemsOf(files)).filter(({ key, after }) =>
    after === null ? settled.items.has(key) : settled.items.get(key) !== sourceHashOf(after),
  )
  return items.length === 0 ? null : { items, problems }
}

/** A state of the folder, with the hash of each of its items. */
interface SettledFolder {
  readonly hash: string | null
  readonly items: ReadonlyMap<string, string>
}

/** The folder as it was when somebody last looked; at first, the folder revision 1 was made of. */
async function settledFolder({ store }: Curation): Promise<SettledFolder> {
  const settled = await store.db
    .selectFrom('corpus_folder')
    .select(['settled_hash', 'settled_items'])
    .where('id', '=', 1)
    .executeTakeFirst()
  if (settled && settled.settled_items !== null) {
    // Written below.
    const items = JSON.parse(settled.settled_items) as Record<string, string>
    return { hash: settled.settled_hash, items: new Map(Object.entries(items)) }
  }
  const first = await store.db
    .selectFrom('corpus_revisions')
    .select('number')
    .where('source', '=', 'folder')
    .executeTakeFirst()
  if (!first) return { hash: settled?.settled_hash ?? null, items: new Map() }
  const { files, contentHash } = await readRevision(store, first.number)
  return { hash: settled?.settled_hash ?? contentHash, items: hashesOf(files) }
}

function hashesOf(files: readonly CorpusFile[]): Map<string, string> {
  return new Map(itemsOf(files).map(({ key, source }) => [key, sourceHashOf(source)]))
}

/** What became of the folder's changes. */
export interface FolderTaken {
  /** Ids of changes of the draft. */
  readonly changes: readonly string[]
  /** Items that the draft changes already: they stay as they are in the draft. */
  readonly kept: readonly string[]
}

/**
 * Takes what the folder has otherwise into the draft; what leads have changed there stays.
 * @throws LiukeError `folder_unreadable` where some of it cannot be read, `draft_conflict` where somebody changes the draft
 *   just now
 */
export async function takeFolder(curation: Curation, actor: string): Promise<FolderTaken> {
  const folder = await readFolder(curation)
  const found = await differenceOf(curation, folder)
  const [first] = found?.problems ?? []
  if (first)
    throw new LiukeError(
      'folder_unreadable',
      `The folder cannot be read: ${first.file}:${first.line} ${first.message}`,
      'Mend it, and take it then.',
    )
  const items = found?.items ?? []
  const draft = await readDraft(curation)
  const sources = new Map(draft.items.map(({ key, source }) => [key, source]))
  // What the draft has the same way is in it already.
  const kept = items
    .filter(({ key, after }) => draft.changed.has(key) && (sources.get(key) ?? null) !== after)
    .map(({ key }) => key)
  const changes = items
    .filter(({ key }) => !draft.changed.has(key))
    .map(({ key, file, after: source }): DraftChange => {
      const where = { key, file, version: versionOf(draft, key), content: null }
      return source === null ? where : { ...where, source }
    })
  const done = changes.length === 0 ? [] : await changeMany(curation, actor, changes)
  await settle(curation, actor, 'take', folder)
  return { changes: done.map(({ change }) => change), kept }
}

/** The folder as it stands is not told of any more. */
export async function dismissFolder(curation: Curation, actor: string): Promise<void> {
  await settle(curation, actor, 'dismiss', await readFolder(curation))
}

async function settle(
  { store }: Curation,
  actor: string,
  deed: 'take' | 'dismiss',
  { files }: Folder,
): Promise<void> {
  const hash = contentHashOf(files)
  const values = {
    ...{ id: 1, settled_hash: hash, settled_at: store.now(), settled_by: actor },
    settled_items: JSON.stringify(Object.fromEntries(hashesOf(files))),
  }
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
