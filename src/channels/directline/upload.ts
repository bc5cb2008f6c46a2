/** Messages with files: reads them as Direct Line clients send them, checks them, and stores files and message. */

import type { IncomingMessage } from 'node:http'
import type { Turns } from '../../bot/turns.ts'
import type { StoredActivity } from '../../conversations/activity.ts'
import { addFiles, dropFiles, fileReference, keepFiles } from '../../conversations/files.ts'
import type { Inbound } from '../../conversations/record.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import { type BodyLimits, readFileBody, readMultipart } from '../files/body.ts'
import { ByteBudget, ByteQuota } from '../files/byte-quota.ts'
import { type AdmittedFile, admit, type SentFile } from '../files/kinds.ts'
import { HttpError, jsonFrom, MAX_BODY_BYTES } from '../http.ts'
import { activityFrom, type ClientActivity } from './shapes.ts'

/** What uploads are measured by. */
export interface UploadOptions {
  /** Largest file, in bytes; 0 takes none. */
  readonly maxFileBytes: number
  readonly now: () => number
  /** How long one upload may take, in milliseconds; two minutes otherwise. */
  readonly deadlineMs?: number
}

/** A message with files, checked and not yet stored. */
export interface Upload {
  readonly activity: ClientActivity
  readonly files: readonly AdmittedFile[]
}

const MAX_FILES = 5
const DEADLINE_MS = 2 * 60_000
/** What one user may send in an hour, and all together may have on the way at once: so many of the largest file. */
const HOURLY_FILES = 10
const FILES_UNDER_WAY = 20
/** Clients send the message itself as a part of this field and type. */
const ACTIVITY_FIELD = 'activity'
const ACTIVITY_TYPE = 'application/vnd.microsoft.activity'

/** Reads uploads of one server. */
export class Uploads {
  readonly #maxFileBytes: number
  readonly #deadlineMs: number
  readonly #quota: ByteQuota
  readonly #budget: ByteBudget

  constructor({ maxFileBytes, now, deadlineMs = DEADLINE_MS }: UploadOptions) {
    this.#maxFileBytes = maxFileBytes
    this.#deadlineMs = deadlineMs
    this.#quota = new ByteQuota(maxFileBytes * HOURLY_FILES, now)
    this.#budget = new ByteBudget(maxFileBytes * FILES_UNDER_WAY)
  }

  /**
   * Reads and checks an upload, and hands it on; its bytes count as being in memory until that is done.
   * @param user whose bytes of the hour they are
   * @throws HttpError 400 for what cannot be read, 408 when it takes too long, 413 for too much at
   *   once, 415 for files that are not taken, 429 for too much in an hour, 503 when others upload a lot
   */
  async receive<T>(
    request: IncomingMessage,
    user: string,
    handOn: (upload: Upload) => Promise<T>,
  ): Promise<T> {
    if (this.#maxFileBytes === 0)
      throw new HttpError(
        415,
        'UploadsNotSupported',
        'Files are not taken here. Please describe it in words.',
      )
    let held = 0
    try {
      const limits: BodyLimits = {
        maxPartBytes: this.#maxFileBytes,
        maxParts: MAX_FILES + 1,
        deadlineMs: this.#deadlineMs,
        onBytes: (count) => {
          this.#quota.take(user, count)
          this.#budget.hold(count)
          held += count
        },
      }
      return await handOn(await readUpload(request, limits))
    } finally {
      this.#budget.release(held)
    }
  }
}

/**
 * Stores files and the message they came with, and waits for its turn. A repeat of the message stores nothing.
 * @returns id of the message
 * @throws LiukeError as `Turns.receive`; HttpError 413 when the conversation holds enough files
 */
export async function receiveWithFiles(
  store: Store,
  turns: Turns,
  inbound: Inbound,
  files: readonly AdmittedFile[],
): Promise<string> {
  const ids = await addFiles(store, inbound.conversationId, files).catch((error: unknown) => {
    if (!(error instanceof LiukeError) || error.code !== 'files_full') throw error
    throw new HttpError(413, 'ConversationFull', `${error.message} ${error.advice}`)
  })
  const attachments = files.map(({ name, mediaType }, at) => ({
    contentType: mediaType.replace(/;.*$/, ''),
    name,
    // As many ids as files.
    contentUrl: fileReference(ids[at]!),
  }))
  const activity: StoredActivity = { ...inbound.activity, attachments }
  const { id, repeat, answered } = await turns.accept({ ...inbound, activity })
  // Until here a death leaves files on trial, about which `tidyFiles` decides.
  if (repeat) await dropFiles(store, ids)
  else await keepFiles(store, ids)
  await answered
  return id
}

async function readUpload(request: IncomingMessage, limits: BodyLimits): Promise<Upload> {
  const type = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) {
    const name = nameIn(request.headers['content-disposition'] ?? '')
    const bytes = await readFileBody(request, limits)
    return { activity: { type: 'message' }, files: await admitAll([{ name, mediaType: type, bytes }]) }
  }
  const parts = await readMultipart(request, limits)
  const isActivity = ({ field, mediaType }: (typeof parts)[number]): boolean =>
    field === ACTIVITY_FIELD || mediaType === ACTIVITY_TYPE
  const [message, ...more] = parts.filter(isActivity)
  if (more.length > 0) throw new HttpError(400, 'BadArgument', 'There may be one activity only.')
  const files = parts.filter((part) => !isActivity(part))
  if (files.length > MAX_FILES)
    throw new HttpError(413, 'TooManyFiles', `A message may bring at most ${MAX_FILES} files.`)
  return {
    activity: message ? activityIn(message.bytes) : { type: 'message' },
    files: await admitAll(files.map(({ filename, ...file }) => ({ name: filename, ...file }))),
  }
}

function activityIn(bytes: Buffer): ClientActivity {
  if (bytes.length > MAX_BODY_BYTES)
    throw new HttpError(413, 'RequestTooLarge', `The activity is larger than ${MAX_BODY_BYTES} bytes.`)
  const activity = activityFrom(jsonFrom(bytes))
  if (activity.type === 'message') return activity
  throw new HttpError(400, 'BadArgument', 'type: only a message can bring files.')
}

async function admitAll(files: readonly SentFile[]): Promise<AdmittedFile[]> {
  if (files.length === 0) throw new HttpError(400, 'NoFile', 'There is no file in the upload.')
  const admitted: AdmittedFile[] = []
  for (const file of files) {
    const checked = await admit(file)
    if (!checked)
      throw new HttpError(
        415,
        'FileTypeNotSupported',
        'Send pictures (JPEG, PNG, GIF, WebP, HEIC), PDF, plain text, Word, Excel or PowerPoint without macros, or recordings (AMR, MP3, M4A, OGG, WAV, MP4, MOV).',
      )
    admitted.push(checked)
  }
  return admitted
}

/** The file name in a `Content-Disposition` header (RFC 6266), in either of its forms; empty without one. */
function nameIn(header: string): string {
  const extended = /;\s*filename\*=utf-8'[^']*'([^\s;]+)/i.exec(header)?.[1]
  if (extended !== undefined)
    try {
      return decodeURIComponent(extended)
    } catch {
      // Wrongly written; the plain form may stand beside it.
    }
  const plain = /;\s*filename=(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(header)
  const name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? ''
  // Node reads headers byte by byte; clients write names in UTF-8.
  const utf8 = Buffer.from(name, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? name : utf8
}
