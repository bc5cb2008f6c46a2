/** Files that come as a mere pointer, as in Teams and WeChat: noted with their message, fetched soon after. */

import { z } from 'zod'
import { fileReference } from '../../conversations/files.ts'
import type { Store } from '../../conversations/store.ts'
import {
  addWaitingFile,
  failFile,
  finishFile,
  takeWaitingFiles,
  type WaitingFile,
} from '../../conversations/waiting-files.ts'
import { LiukeError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { admit } from './kinds.ts'
import { extensionOf, safeName } from './names.ts'

/** Channels whose files are fetched. */
export type FetchedChannel = 'wechat' | 'msteams'

/** What a channel gave. */
export interface Fetched {
  readonly bytes: Uint8Array
  readonly mediaType?: string
  /** Taken where the message did not tell one; need not be safe. */
  readonly name?: string
}

/**
 * Fetches one file of a channel within the time of the signal, or throws: {@link UnfetchableError}, or an error
 * with `outcome: 'never'`, when another try would end the same way; anything else is tried again.
 * @param source what the channel handed to {@link takeFile}; check it with zod
 */
export type FileSource = (source: unknown, signal: AbortSignal) => Promise<Fetched>

/** A file that cannot be had however often it is tried: gone, too large, or not where files may be. */
export class UnfetchableError extends LiukeError {}

/** A file a message of a channel points to. */
export interface PointedFile {
  readonly channel: FetchedChannel
  /** What the channel needs to fetch it, as JSON. */
  readonly source: unknown
  /** As the sender calls it; empty where the channel does not say. */
  readonly name: string
  /** As the channel declares it, such as `image/*`. */
  readonly mediaType: string
}

/** The attachment that stands for a file in a stored message. */
export interface FileAttachment {
  readonly contentType: string
  readonly name: string
  /** Absent when the conversation holds as many files as it may. */
  readonly contentUrl?: string
}

const TIMEOUT_MS = 60_000
const NAMELESS = { image: 'image', audio: 'voice', video: 'video' } as const
const sourceShape = z.object({ channel: z.enum(['wechat', 'msteams']), source: z.unknown() })

/**
 * Notes a file to be fetched; call it before the message is recorded. The same file in the same
 * conversation is noted once, so a message that comes again brings nothing new.
 * @returns the attachment for the message
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function takeFile(
  store: Store,
  conversationId: string,
  { channel, source, name, mediaType }: PointedFile,
): Promise<FileAttachment> {
  const shown = { contentType: mediaType, name: shownName(name, mediaType) }
  try {
    const id = await addWaitingFile(store, {
      conversationId,
      mediaType,
      name: name === '' ? '' : shown.name,
      source: { channel, source },
    })
    return { ...shown, contentUrl: fileReference(id) }
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'files_full') return shown
    throw error
  }
}

/** Until its bytes tell what a file is, its own ending stands. */
function shownName(name: string, mediaType: string): string {
  const extension = extensionOf(name)
  if (name !== '' && extension !== '') return safeName(name, extension)
  const [family = ''] = mediaType.split('/')
  const plain = name || NAMELESS[family as keyof typeof NAMELESS] || 'file'
  return safeName(plain, 'x').replace(/\.x$/, '')
}

/**
 * Fetches what is due, each file once at a time over all processes.
 * @param signal stops what is under way
 * @returns how many were tried; call again until 0
 */
export async function fetchDue(
  store: Store,
  sources: ReadonlyMap<FetchedChannel, FileSource>,
  log: Logger,
  signal?: AbortSignal,
): Promise<number> {
  if (sources.size === 0) return 0
  const waiting = await takeWaitingFiles(store)
  await Promise.all(waiting.map((file) => fetchOne(store, sources, file, log, signal)))
  return waiting.length
}

async function fetchOne(
  store: Store,
  sources: ReadonlyMap<FetchedChannel, FileSource>,
  file: WaitingFile,
  log: Logger,
  stopped: AbortSignal | undefined,
): Promise<void> {
  try {
    const { channel, source } = sourceShape.parse(file.source)
    const fetchFrom = sources.get(channel)
    if (!fetchFrom)
      throw new LiukeError(
        'file_channel_off',
        `Files of ${channel} are not fetched here.`,
        'Set the channel up in this process, too.',
      )
    const { bytes, mediaType, name = '' } = await fetchFrom(source, signalOf(stopped))
    const admitted = await admit({
      bytes,
      name: file.name || name,
      mediaType: mediaType ?? file.mediaType,
    })
    if (!admitted)
      throw new UnfetchableError(
        'file_type_refused',
        'The file is of no kind that is taken.',
        'Ask the customer for a picture, PDF, Office file without macros, or recording.',
      )
    await finishFile(store, file, admitted)
  } catch (error) {
    const reason = reasonOf(error)
    const final = isFinal(error)
    log.warn({ file: file.id, reason, final }, 'a file could not be fetched')
    await failFile(store, file, reason, final)
  }
}

/** A file has its time; a server that stops does not wait for it, and fetches it after its next start. */
function signalOf(stopped: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  return stopped ? AbortSignal.any([timeout, stopped]) : timeout
}

function isFinal(error: unknown): boolean {
  if (error instanceof UnfetchableError) return true
  // Errors of channels say what came of a call, as DeliveryError does.
  if (error instanceof Error && 'outcome' in error) return error.outcome === 'never'
  return error instanceof LiukeError && (error.code === 'files_full' || error.code === 'subject_erased')
}

/** Only a code or a class: a message may quote an address or a name. */
function reasonOf(error: unknown): string {
  if (error instanceof LiukeError) return error.code
  return error instanceof Error ? error.name : 'Error'
}
