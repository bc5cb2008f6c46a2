/** Files that are still with the channel they came by: noted, leased to one process at a time, stored or given up. */

import { constant } from '../storage/constant.ts'
import {
  type FileDraft,
  newFileRow,
  ON_TRIAL_MS,
  openFileBody,
  requireRoom,
  sealContent,
  sealFileBody,
} from './files.ts'
import { keyOfConversation, type Store, unlessErased } from './store.ts'

/** A file that one process is about to fetch. */
export interface WaitingFile {
  readonly id: string
  readonly conversationId: string
  readonly name: string
  readonly mediaType: string
  /** Where it is, in the channel's own shape; check it with zod when reading. */
  readonly source?: unknown
  /** Tries, with this one. */
  readonly attempts: number
}

/** Longer than any fetch may take. */
const LEASE_MS = 2 * 60_000
const MAX_TRIES = 8
const RETRY_MS = 5_000
const BATCH = 10

/**
 * Notes a file that is still with its channel. The same source in the same conversation is the same
 * file, so a channel that tells of it again makes no second one.
 * @returns its id
 * @throws LiukeError `files_full`, `conversation_unknown`, `subject_erased`
 */
export async function addWaitingFile(
  store: Store,
  file: Pick<WaitingFile, 'conversationId' | 'name' | 'mediaType' | 'source'>,
): Promise<string> {
  const { conversationId, source } = file
  const key = await keyOfConversation(store, conversationId)
  const id = store.vault.hash('files.source', `${conversationId}\n${JSON.stringify(source)}`)
  const row = newFileRow(key, conversationId, { ...file, id }, store.now())
  await store.db.transaction().execute(async (trx) => {
    await requireRoom(trx, conversationId, 1, 0)
    await trx
      .insertInto('files')
      .values({ ...row, status: 'waiting', size: null, lease_until: null })
      .onConflict((c) => c.column('id').doNothing())
      .execute()
  })
  return id
}

/**
 * Takes files that are due to be fetched; nobody else gets them while the lease lasts. End each with
 * {@link finishFile} or {@link failFile}.
 */
export async function takeWaitingFiles(store: Store): Promise<WaitingFile[]> {
  const now = store.now()
  const due = await store.db
    .selectFrom('files')
    .select(['id', 'conversation_id', 'media_type', 'body', 'attempts', 'lease_until'])
    .where('status', '=', constant('waiting'))
    .where('due_at', '<=', now)
    .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', now)]))
    .orderBy('due_at')
    .limit(BATCH)
    .execute()
  const taken: WaitingFile[] = []
  for (const row of due) {
    const { numUpdatedRows } = await store.db
      .updateTable('files')
      .set({ lease_until: now + LEASE_MS, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('status', '=', constant('waiting'))
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) continue
    const file = { id: row.id, conversationId: row.conversation_id, attempts: row.attempts + 1 }
    const key = await unlessErased(keyOfConversation(store, row.conversation_id))
    if (key === null) await failFile(store, file, 'subject_erased', true)
    // Each of its tries took the process with it.
    else if (row.attempts >= MAX_TRIES) await failFile(store, file, 'process_ended', true)
    else taken.push({ ...file, ...openFileBody(key, row), mediaType: row.media_type })
  }
  return taken
}

/**
 * Stores what was fetched. Where it came from is forgotten.
 * @throws LiukeError `files_full`, `subject_erased`
 */
export async function finishFile(
  store: Store,
  waiting: Pick<WaitingFile, 'id' | 'conversationId' | 'attempts'>,
  { name, mediaType, bytes }: FileDraft,
): Promise<void> {
  const { id, conversationId, attempts } = waiting
  const key = await keyOfConversation(store, conversationId)
  const content = sealContent(key, id, bytes)
  await store.db.transaction().execute(async (trx) => {
    await requireRoom(trx, conversationId, 0, bytes.length)
    const { numUpdatedRows } = await trx
      .updateTable('files')
      .set({
        status: 'stored',
        media_type: mediaType,
        size: bytes.length,
        body: sealFileBody(key, id, { name }),
        last_error: null,
        // Whether its message was ever recorded is looked at later.
        lease_until: store.now() + ON_TRIAL_MS,
      })
      .where('id', '=', id)
      .where('status', '=', constant('waiting'))
      .where('attempts', '=', attempts)
      .executeTakeFirst()
    // Whoever has outlived the lease has no say: another process is at it.
    if (numUpdatedRows === 1n)
      await trx.insertInto('file_contents').values({ file_id: id, content }).execute()
  })
  store.live.changed(conversationId)
}

/**
 * A try failed: another one follows after a while, eight in all.
 * @param reason a stable code; never an address or a text
 * @param final whether another try would end the same way
 */
export async function failFile(
  store: Store,
  { id, conversationId, attempts }: Pick<WaitingFile, 'id' | 'conversationId' | 'attempts'>,
  reason: string,
  final: boolean,
): Promise<void> {
  const isOver = final || attempts >= MAX_TRIES
  await store.db
    .updateTable('files')
    .set({
      ...(isOver ? { status: 'failed' as const } : { due_at: store.now() + RETRY_MS * 2 ** (attempts - 1) }),
      lease_until: null,
      last_error: reason,
    })
    .where('id', '=', id)
    .where('status', '=', constant('waiting'))
    .where('attempts', '=', attempts)
    .execute()
  if (isOver) store.live.changed(conversationId)
}
