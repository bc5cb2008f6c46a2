/** Files people send in a conversation, sealed in the database: stored, referred to, opened, tidied. */

import { z } from 'zod'
import { LiukeError } from '../errors.ts'
import { constant } from '../storage/constant.ts'
import type { FileStatus } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import type { StoredActivity } from './activity.ts'
import { keyOfConversation, newId, openBody, type Store, type Trx, unlessErased } from './store.ts'

/** A file as it came in, its kind and name checked. */
export interface FileDraft {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What is known of a file without opening it. */
export interface FileInfo {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** Bytes; null until they are here. */
  readonly size: number | null
  readonly status: FileStatus
}

/** A file with its bytes. */
export interface OpenedFile {
  readonly id: string
  readonly conversationId: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
}

/** How a stored message refers to a file: this and the id, as `contentUrl` of an attachment. */
const SCHEME = 'liuke-file:'
/** What one conversation may hold: files, and bytes of them together. */
const MAX_FILES = 200
const MAX_TOTAL_BYTES = 500 * 1024 * 1024
/** How long the message of a new file may take to be recorded before somebody looks whether it was. */
export const ON_TRIAL_MS = 10 * 60_000
/** What clocks of several processes may differ by. */
const CLOCK_MARGIN_MS = 60_000
const TIDIED_AT_ONCE = 100

const bodyShape = z.object({ name: z.string(), source: z.unknown().optional() })
const referenceShape = z.object({ contentUrl: z.string().startsWith(SCHEME) })

/** How a message refers to a file. */
export function fileReference(id: string): string {
  return SCHEME + id
}

/** The id in an attachment's `contentUrl`; null when it refers to no file of ours. */
export function referredFile(attachment: unknown): string | null {
  const parsed = referenceShape.safeParse(attachment)
  return parsed.success ? parsed.data.contentUrl.slice(SCHEME.length) : null
}

/** The files a message refers to, in its order. */
export function filesIn(activity: StoredActivity): string[] {
  const { attachments } = activity
  return Array.isArray(attachments) ? attachments.flatMap((each) => referredFile(each) ?? []) : []
}

/**
 * Stores files that came with one message, all or none. They are there on trial: once their message
 * is recorded call {@link keepFiles}, and {@link dropFiles} when it turns out to be a repeat.
 * {@link tidyFiles} decides for a process that died in between.
 * @returns their ids, in order
 * @throws LiukeError `files_full`, `conversation_unknown`, `subject_erased`
 */
export async function addFiles(
  store: Store,
  conversationId: string,
  files: readonly FileDraft[],
): Promise<string[]> {
  const key = await keyOfConversation(store, conversationId)
  const now = store.now()
  const rows = files.map(({ name, mediaType, bytes }) => {
    const id = newId()
    return {
      id,
      content: sealContent(key, id, bytes),
      row: {
        ...newFileRow(key, conversationId, { id, name, mediaType }, now),
        status: 'stored' as const,
        size: bytes.length,
        lease_until: now + ON_TRIAL_MS,
      },
    }
  })
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  await store.db.transaction().execute(async (trx) => {
    await requireRoom(trx, conversationId, files.length, total)
    for (const { id, row, content } of rows) {
      await trx.insertInto('files').values(row).execute()
      await trx.insertInto('file_contents').values({ file_id: id, content }).execute()
    }
  })
  return rows.map(({ id }) => id)
}

/** The message of these files is on record: they stay. */
export async function keepFiles(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await store.db
    .updateTable('files')
    .set({ lease_until: null })
    .where('id', 'in', ids)
    .where('status', '=', constant('stored'))
    .execute()
}

/** Removes files with their bytes. */
export async function dropFiles(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await store.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('file_contents').where('file_id', 'in', ids).execute()
    await trx.deleteFrom('files').where('id', 'in', ids).execute()
  })
}

/**
 * Looks after files on trial whose time is over: keeps those a message refers to, removes the others.
 * @returns how many were removed; call it now and then, some hundred rows at a time
 */
export async function tidyFiles(store: Store): Promise<number> {
  const rows = await store.db
    .selectFrom('files')
    .select(['id', 'conversation_id', 'created_at'])
    .where('status', '=', constant('stored'))
    .where('lease_until', '<', store.now())
    .limit(TIDIED_AT_ONCE)
    .execute()
  const kept: string[] = []
  const dropped: string[] = []
  for (const { id, conversation_id, created_at } of rows) {
    const referred = await isReferredTo(store, id, conversation_id, created_at - CLOCK_MARGIN_MS)
    if (referred) kept.push(id)
    else dropped.push(id)
  }
  await keepFiles(store, kept)
  await dropFiles(store, dropped)
  return dropped.length
}

async function isReferredTo(
  store: Store,
  fileId: string,
  conversationId: string,
  since: number,
): Promise<boolean> {
  const key = await unlessErased(keyOfConversation(store, conversationId))
  // Whose data was erased has no use for the file either.
  if (key === null) return false
  const messages = await store.db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('conversation_id', '=', conversationId)
    .where('created_at', '>=', since)
    .execute()
  return messages.some((row) => filesIn(openBody(key, row)).includes(fileId))
}

/**
 * Opens a file.
 * @returns null when there is none, or its bytes are not here
 * @throws LiukeError `subject_erased`
 */
export async function openFile(store: Store, id: string): Promise<OpenedFile | null> {
  const row = await store.db
    .selectFrom('files')
    .innerJoin('file_contents', 'file_contents.file_id', 'files.id')
    .select(['files.id', 'conversation_id', 'subject_id', 'media_type', 'files.body', 'content'])
    .where('files.id', '=', id)
    .where('files.status', '=', 'stored')
    .executeTakeFirst()
  if (!row) return null
  const key = await store.vault.keyOf(row.subject_id)
  return {
    id,
    conversationId: row.conversation_id,
    name: openFileBody(key, row).name,
    mediaType: row.media_type,
    bytes: key.openBytes(contentContext(id), row.content),
  }
}

/** Which conversation a file belongs to; null when there is no such file. */
export async function conversationOfFile(store: Store, id: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('files')
    .select('conversation_id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.conversation_id ?? null
}

/**
 * All files of a conversation, unopened, oldest first.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function filesOf(store: Store, conversationId: string): Promise<FileInfo[]> {
  const rows = await store.db
    .selectFrom('files')
    .select(['id', 'media_type', 'size', 'status', 'body'])
    .where('conversation_id', '=', conversationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const key = await keyOfConversation(store, conversationId)
  return rows.map((row) => ({
    id: row.id,
    name: openFileBody(key, row).name,
    mediaType: row.media_type,
    size: row.size,
    status: row.status,
  }))
}

/**
 * Counts what a conversation holds.
 * @throws LiukeError `files_full` when so many files and bytes more were too much
 */
export async function requireRoom(
  trx: Trx,
  conversationId: string,
  files: number,
  bytes: number,
): Promise<void> {
  const { count, total } = await trx
    .selectFrom('files')
    .select((e) => [
      e.fn.countAll<number>().as('count'),
      e.fn.coalesce(e.fn.sum<number>('size'), e.lit(0)).as('total'),
    ])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirstOrThrow()
  if (count + files <= MAX_FILES && total + bytes <= MAX_TOTAL_BYTES) return
  throw new LiukeError(
    'files_full',
    'This conversation holds as many files as it may.',
    'Start a new conversation to send more.',
  )
}

/** What every new row has. @param source where it is still to be fetched from */
export function newFileRow(
  key: SubjectKey,
  conversationId: string,
  {
    id,
    name,
    mediaType,
    source,
  }: Omit<FileDraft, 'bytes'> & { readonly id: string; readonly source?: unknown },
  now: number,
) {
  return {
    id,
    conversation_id: conversationId,
    subject_id: key.subjectId,
    media_type: mediaType,
    body: sealFileBody(key, id, { name, source }),
    due_at: now,
    last_error: null,
    created_at: now,
  }
}

/** Seals name and origin of a file. */
export function sealFileBody(key: SubjectKey, id: string, body: { name: string; source?: unknown }): Buffer {
  return key.seal(`files.body:${id}`, JSON.stringify(body))
}

/** Opens name and origin of a file. */
export function openFileBody(
  key: SubjectKey,
  { id, body }: { id: string; body: Uint8Array },
): z.infer<typeof bodyShape> {
  return bodyShape.parse(JSON.parse(key.open(`files.body:${id}`, body)))
}

/** Seals the bytes of a file. */
export function sealContent(key: SubjectKey, id: string, bytes: Uint8Array): Buffer {
  return key.sealBytes(contentContext(id), bytes)
}

function contentContext(id: string): string {
  return `file_contents.content:${id}`
}
