/** Takes archives (.zip) of a corpus apart, within limits that hold while they are unpacked. */

import { inflateRawSync } from 'node:zlib'
import { type AsyncFlateStreamHandler, Unzip, type UnzipDecoder, type UnzipFile } from 'fflate'
import { LiukeError, messageOf } from '../../errors.ts'
import { type ExchangedFile, type ExchangeFormat, Losses, type Lost } from './given.ts'

/** Most files of an import, those in archives among them. */
export const MAX_FILES = 200
/** Largest import, in bytes: as it comes, and unpacked. */
export const MAX_GIVEN_BYTES = 10 * 1024 * 1024
export const MAX_UNPACKED_BYTES = 50 * 1024 * 1024

/** How files of a format end; others in an archive are passed over. */
const ENDINGS: Readonly<Record<ExchangeFormat, RegExp>> = {
  yaml: /\.ya?ml$/i,
  nlpjs: /\.json$/i,
  qna: /\.(?:tsv|txt)$/i,
  rasa: /\.ya?ml$/i,
  csv: /\.(?:csv|tsv|txt)$/i,
  xlsx: /\.xlsx$/i,
}
/** What computers add of their own accord. */
const UNSEEN = /(?:^|[/\\])(?:__MACOSX[/\\]|\.(?!\.?(?:[/\\]|$))|Thumbs\.db$|desktop\.ini$)/

/**
 * The files, with archives taken apart; one in an archive is not.
 * @throws LiukeError `exchange_too_large`, `exchange_unreadable`
 */
export function unpacked(
  files: readonly ExchangedFile[],
  format: ExchangeFormat,
): { files: readonly ExchangedFile[]; lost: readonly Lost[] } {
  if (files.length > MAX_FILES) throw tooMany()
  let left = MAX_UNPACKED_BYTES
  const losses = new Losses()
  const found: ExchangedFile[] = []
  for (const file of files) {
    if (!isArchive(file)) {
      found.push(file)
      continue
    }
    for (const inside of filesIn(file, left)) {
      left -= inside.bytes.length
      if (ENDINGS[format].test(inside.name)) found.push(inside)
      else losses.add('strangers', inside.name)
    }
    if (found.length > MAX_FILES) throw tooMany()
  }
  if (found.length > 0) return { files: found, lost: losses.all }
  throw new LiukeError(
    'exchange_unreadable',
    'There is no file of this format in it.',
    'Choose the format that the files have.',
  )
}

/** Excel files are archives as well, of other things. */
function isArchive({ name, bytes }: ExchangedFile): boolean {
  const [first, second, third, fourth] = bytes
  const isZip = first === 0x50 && second === 0x4b && (third === 3 || third === 5) && fourth === third + 1
  return isZip && !/\.xlsx$/i.test(name)
}

/** @param most bytes that its files may have together */
function filesIn({ name, bytes }: ExchangedFile, most: number): ExchangedFile[] {
  const files: ExchangedFile[] = []
  let entries = 0
  let left = most
  /** Unpacks a file at once, and stops at what is left, whatever the archive says of its size. */
  class Inflate implements UnzipDecoder {
    static readonly compression = 8
    readonly #parts: Uint8Array[] = []
    ondata: AsyncFlateStreamHandler = () => undefined

    push(data: Uint8Array, isLast: boolean): void {
      this.#parts.push(data.slice())
      if (!isLast) return
      this.ondata(null, inflateRawSync(Buffer.concat(this.#parts), { maxOutputLength: left + 1 }), true)
    }
  }
  const take = (entry: UnzipFile) => {
    entries++
    if (entries > 2 * MAX_FILES) throw tooMany()
    const chunks: Uint8Array[] = []
    entry.ondata = (error, chunk, isLast) => {
      if (error) throw error
      left -= chunk.length
      if (left < 0) throw tooLarge(name)
      chunks.push(chunk)
      if (!isLast || entry.name.endsWith('/') || UNSEEN.test(entry.name)) return
      files.push({ name: entry.name, bytes: Buffer.concat(chunks) })
      if (files.length > MAX_FILES) throw tooMany()
    }
    entry.start()
  }
  const unzip = new Unzip(take)
  unzip.register(Inflate)
  try {
    unzip.push(new Uint8Array(bytes), true)
  } catch (error) {
    if (error instanceof LiukeError) throw error
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(name)
    throw new LiukeError(
      'exchange_unreadable',
      `${name} is no archive that can be unpacked: ${messageOf(error)}.`,
      'Pack the files once more, as an ordinary .zip without a password.',
      { cause: error },
    )
  }
  return files
}

function tooMany(): LiukeError {
  return new LiukeError(
    'exchange_too_large',
    `That is more than ${MAX_FILES} files.`,
    'Import them in several steps.',
  )
}

function tooLarge(name: string): LiukeError {
  const most = MAX_UNPACKED_BYTES / 1024 / 1024
  return new LiukeError(
    'exchange_too_large',
    `${name} is larger than ${most} MB when it is unpacked.`,
    'Import its files in several steps.',
  )
}
