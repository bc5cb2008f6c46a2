/** What is live: the newest word on the corpus, in the database once there is a revision, until then in the folder. */

import { readSourceFiles } from '../../company/source-files.ts'
import { LiukeError } from '../../errors.ts'
import type { Curation } from './context.ts'
import { corpusOfFiles } from './item-problems.ts'
import { contentHashOf } from './items.ts'
import { insertRevision, liveRevision, readRevision, setLive } from './revisions.ts'
import type { CorpusFile } from './types.ts'

/** The last files read, by revision: revisions change only when somebody is erased, and then get another hash. */
const read = new WeakMap<object, { readonly hash: string; readonly files: readonly CorpusFile[] }>()

/** The files that are live; `revision` is null where they are the folder's. */
export async function liveFiles(
  curation: Pick<Curation, 'store' | 'corpusFolder'>,
): Promise<{ revision: number | null; files: readonly CorpusFile[] }> {
  const live = await liveRevision(curation.store)
  if (live === null) return { revision: null, files: await folderFiles(curation) }
  const { revision } = live
  const { vault } = curation.store
  const head = await curation.store.db
    .selectFrom('corpus_revisions')
    .select('content_hash')
    .where('number', '=', revision)
    .executeTakeFirst()
  const known = read.get(vault)
  if (known !== undefined && known.hash === head?.content_hash) return { revision, files: known.files }
  const { files, contentHash } = await readRevision(curation.store, revision)
  read.set(vault, { hash: contentHash, files })
  return { revision, files }
}

/** The files of the corpus folder, in the order of their paths. */
export async function folderFiles({ corpusFolder }: Pick<Curation, 'corpusFolder'>): Promise<CorpusFile[]> {
  const { files } = await readSourceFiles(corpusFolder)
  return files.map(({ path, text }) => ({ path, text }))
}

/**
 * Sees to it that there is a revision: the first is the folder as it is in force.
 * @throws LiukeError `corpus_folder_changed` where the folder is not what this server read
 */
export async function ensureFirstRevision(curation: Curation, actor: string): Promise<number> {
  const { store } = curation
  const known = await liveRevision(store)
  if (known) return known.revision
  const files = await folderFiles(curation)
  const inForce = curation.corpus()
  const { hash } = corpusOfFiles(files, inForce.company)
  if (hash !== inForce.hash)
    throw new LiukeError(
      'corpus_folder_changed',
      'The corpus folder has been changed since the server was started.',
      'Start the server again: what it reads then is the first revision.',
    )
  return store.db.transaction().execute(async (trx) => {
    await store.audit.append(trx, {
      actor,
      action: 'corpus.begin',
      target: 'revision:1',
      detail: { content: contentHashOf(files).slice(0, 12) },
    })
    // The audit log takes turns: another process may have been first.
    const others = await liveRevision({ db: trx })
    if (others) return others.revision
    const now = store.now()
    const number = await insertRevision(trx, {
      parent: null,
      source: 'folder',
      files,
      corpusHash: inForce.hash,
      modelId: null,
      author: 'system',
      approvedBy: null,
      note: '',
      overrideReason: null,
      measurements: null,
      createdAt: now,
    })
    await setLive(trx, number, 'system', now)
    return number
  })
}
