/** Tells how the text of a file is encoded, and decodes it piece by piece. */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { LiukeError } from '../../../errors.ts'

/** Encodings that are read. GBK and GB2312 are parts of GB 18030. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Bytes read at once: some thousand rows, and little memory. */
const CHUNK_BYTES = 256 * 1024

/**
 * The encoding of a file: as its first bytes say, else the first of UTF-8 and GB 18030 that all of it is valid in.
 * @throws LiukeError `import_encoding` when it is neither
 */
export async function encodingOf(file: string): Promise<Encoding> {
  const marked = await markOf(file)
  if (marked !== null) return marked
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await isValid(file, encoding)) return encoding
  throw new LiukeError(
    'import_encoding',
    `${file} is neither UTF-8 nor GBK text.`,
    'Save it again as "CSV UTF-8"; UTF-16 is read where the file begins with its mark.',
  )
}

async function markOf(file: string): Promise<Encoding | null> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0)
    const found = MARKS.find(
      ([, mark]) => mark.length <= bytesRead && mark.every((byte, at) => buffer[at] === byte),
    )
    return found?.[0] ?? null
  } finally {
    await handle.close()
  }
}

async function isValid(file: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    // Without an encoding a stream of a file gives bytes.
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (isInvalid(error)) return false
    throw error
  }
}

/**
 * The text of a file, without the mark it may begin with.
 * @param read is told how many bytes were read so far
 * @throws LiukeError `csv_not_utf8` where the text is not what it was said to be
 */
export async function* textOf(
  file: string,
  encoding: Encoding,
  read: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let bytes = 0
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      const piece = chunk as Buffer
      bytes += piece.length
      yield decoder.decode(piece, { stream: true })
      read(bytes)
    }
    yield decoder.decode()
  } catch (error) {
    if (!isInvalid(error)) throw error
    throw new LiukeError(
      'csv_not_utf8',
      `${file} is not ${encoding.toUpperCase()} text.`,
      'Save it again as "CSV UTF-8", or name its `encoding` in the mapping.',
      { cause: error },
    )
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
}
