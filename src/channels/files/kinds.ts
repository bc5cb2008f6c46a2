/** Which kinds of files are taken: told by their bytes first, and their name must not contradict them. */

import { unzipSync } from 'fflate'
import { fileTypeFromBuffer } from 'file-type'
import { extensionOf, safeName } from './names.ts'

interface Kind {
  readonly mediaType: string
  /** What a stored name ends in. */
  readonly extension: string
  /** Other endings of the same kind. */
  readonly also?: readonly string[]
  /** How the detector calls it, where that differs. */
  readonly detected?: readonly string[]
  /** Kinds that are often named like each other: photos renamed by an app, sound in the container of a video. */
  readonly family?: 'image' | 'recording'
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'

const KINDS: readonly Kind[] = [
  { mediaType: 'image/jpeg', extension: 'jpg', also: ['jpeg', 'jpe', 'jfif'], family: 'image' },
  { mediaType: 'image/png', extension: 'png', detected: ['image/apng'], family: 'image' },
  { mediaType: 'image/gif', extension: 'gif', family: 'image' },
  { mediaType: 'image/webp', extension: 'webp', family: 'image' },
  {
    mediaType: 'image/heic',
    extension: 'heic',
    also: ['heif'],
    detected: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    family: 'image',
  },
  { mediaType: 'application/pdf', extension: 'pdf' },
  { mediaType: `${OFFICE}.wordprocessingml.document`, extension: 'docx' },
  { mediaType: `${OFFICE}.spreadsheetml.sheet`, extension: 'xlsx' },
  { mediaType: `${OFFICE}.presentationml.presentation`, extension: 'pptx' },
  { mediaType: 'audio/amr', extension: 'amr', family: 'recording' },
  { mediaType: 'audio/mpeg', extension: 'mp3', family: 'recording' },
  { mediaType: 'audio/mp4', extension: 'm4a', detected: ['audio/x-m4a'], family: 'recording' },
  {
    mediaType: 'audio/ogg',
    extension: 'ogg',
    also: ['oga', 'opus'],
    detected: ['audio/ogg; codecs=opus'],
    family: 'recording',
  },
  { mediaType: 'audio/wav', extension: 'wav', family: 'recording' },
  {
    mediaType: 'video/mp4',
    extension: 'mp4',
    also: ['m4v'],
    detected: ['video/x-m4v'],
    family: 'recording',
  },
  { mediaType: 'video/quicktime', extension: 'mov', family: 'recording' },
]

/** Endings of plain text; all are stored as `.txt`, so that no program takes them for more. */
const TEXT_EXTENSIONS: readonly string[] = ['txt', 'text', 'log', 'csv', 'md']
/** Everything below a space but tab and line ends; text has no use for it, and binary files are full of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/
/** Parts of an Office file that hold code: macros, and macro sheets of old Excel. */
const MACROS = /(^|\/)(vba(project|data)[^/]*|macrosheets\/.*)$/i

/** A file as somebody sends it. */
export interface SentFile {
  /** As the sender calls it; may be empty. */
  readonly name: string
  /** As the sender declares it; may be empty. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** A file that is taken, under a name that is safe on every system. */
export type AdmittedFile = SentFile

/**
 * Checks a file. Nothing in it is unpacked, beyond the list of types an Office file begins with.
 * @returns name and media type to store it under; null when it is not taken
 */
export async function admit({ name, mediaType, bytes }: SentFile): Promise<AdmittedFile | null> {
  if (bytes.length === 0) return null
  const extension = extensionOf(name)
  if (TEXT_EXTENSIONS.includes(extension) || (extension === '' && /^text\/plain\b/i.test(mediaType))) {
    const charset = charsetOf(bytes)
    if (charset === null) return null
    return { name: safeName(name, 'txt'), mediaType: `text/plain; charset=${charset}`, bytes }
  }
  const kind = await kindOf(bytes)
  if (!kind || !(extension === '' || namesKind(extension, kind))) return null
  return { name: safeName(name, kind.extension), mediaType: kind.mediaType, bytes }
}

async function kindOf(bytes: Uint8Array): Promise<Kind | null> {
  const found = await fileTypeFromBuffer(bytes)
  if (!found) return null
  const kind = KINDS.find(
    ({ mediaType, detected = [] }) => mediaType === found.mime || detected.includes(found.mime),
  )
  if (!kind || (kind.mediaType.startsWith(OFFICE) && !isFreeOfMacros(bytes))) return null
  return kind
}

/** Whether an ending is one of the kind, or of a kind that is often mistaken for it. */
function namesKind(extension: string, kind: Kind): boolean {
  const named = KINDS.find((each) => each.extension === extension || each.also?.includes(extension))
  return named === kind || (named?.family !== undefined && named.family === kind.family)
}

/** Most parts an Office file may have. */
const MAX_ENTRIES = 5_000

/** Reads the table of contents of an Office file, and none of its parts. */
function isFreeOfMacros(bytes: Uint8Array): boolean {
  const names: string[] = []
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        // The number of entries is whatever the file says; a real one has hundreds, and each has a name.
        if (name === '' || names.length >= MAX_ENTRIES) throw new RangeError('no table of contents')
        names.push(name)
        return false
      },
    })
  } catch {
    // A table of contents that cannot be read may hide anything.
    return false
  }
  return names.length > 0 && !names.some((name) => MACROS.test(name.replaceAll('\\', '/')))
}

/** In which of the two encodings people's text files come it can be read; null when it is no text. */
function charsetOf(bytes: Uint8Array): 'utf-8' | 'gb18030' | null {
  for (const charset of ['utf-8', 'gb18030'] as const) {
    try {
      return CONTROL.test(new TextDecoder(charset, { fatal: true }).decode(bytes)) ? null : charset
    } catch {
      // Not in this one.
    }
  }
  return null
}
