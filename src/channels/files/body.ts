/** Reads bodies of uploads, multipart (RFC 7578) or a single file, within limits of size, number and time. */

import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { HttpError } from '../http.ts'

/** One part of a multipart body. */
export interface Part {
  /** Name of the form field. */
  readonly field: string
  /** As the client calls the file; empty without a name. */
  readonly filename: string
  /** As the client declares it, in lower case and without parameters. */
  readonly mediaType: string
  readonly bytes: Buffer
}

/** How much is read. */
export interface BodyLimits {
  /** Largest part, in bytes. */
  readonly maxPartBytes: number
  readonly maxParts: number
  /** How long the body may take, in milliseconds. */
  readonly deadlineMs: number
  /** Hears of every byte before it is kept; throws to refuse. */
  readonly onBytes: (count: number) => void
}

/** Headers of parts: names of files are in them. */
const MAX_HEADER_BYTES = 8 * 1024
const MAX_HEADER_PAIRS = 20
/** What headers and boundaries may add to each part. */
const FRAME_BYTES = MAX_HEADER_BYTES + 1_024
/** Of a refused body this much more is read, so that the client hears why: most read no answer while they send. */
const DISCARDED_BYTES = 32 * 1024 * 1024
const DISCARDING_MS = 5_000

/**
 * Reads a multipart body.
 * @throws HttpError 400 `BadMultipart`, `UploadIncomplete`; 408 `UploadTimeout`; 413 `FileTooLarge`,
 *   `TooManyFiles`, `RequestTooLarge`; and what `onBytes` throws
 */
export async function readMultipart(request: IncomingMessage, limits: BodyLimits): Promise<Part[]> {
  const { maxPartBytes, maxParts } = limits
  const maxBytes = maxParts * (maxPartBytes + FRAME_BYTES)
  const parser = multipartParser(request, limits)
  const parts: Promise<Part>[] = []
  const done = new Promise<void>((resolve, reject) => {
    const broken = (): void => reject(new HttpError(400, 'BadMultipart', 'The form is broken.'))
    parser.on('file', (field, stream, filename, _encoding, mediaType) => {
      stream.once('limit', () => reject(tooLarge(maxPartBytes)))
      const part = collect(stream).then((bytes) => ({ field, filename: filename ?? '', mediaType, bytes }))
      part.catch(broken)
      parts.push(part)
    })
    parser.once('partsLimit', () =>
      reject(new HttpError(413, 'TooManyFiles', 'That is more than one message may bring.')),
    )
    parser.on('error', broken)
    parser.once('finish', () => resolve())
  })
  await consume(request, limits, maxBytes, done, (chunk) => {
    parser.write(chunk)
  })
  parser.end()
  await done
  return Promise.all(parts)
}

/**
 * Reads a body that is one file.
 * @throws HttpError as {@link readMultipart}
 */
export async function readFileBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const chunks: Buffer[] = []
  await consume(request, limits, limits.maxPartBytes, null, (chunk) => chunks.push(chunk))
  return Buffer.concat(chunks)
}

function multipartParser(
  { headers }: IncomingMessage,
  { maxPartBytes, maxParts }: BodyLimits,
): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      // Everything comes as bytes: what a part is read as is decided by who knows what it is for.
      isPartAFile: () => true,
      limits: {
        fileSize: maxPartBytes,
        parts: maxParts,
        headerPairs: MAX_HEADER_PAIRS,
        headerSize: MAX_HEADER_BYTES,
      },
    })
  } catch {
    // It throws for a form without a boundary.
    throw new HttpError(400, 'BadMultipart', 'The form has no boundary.')
  }
}

async function collect(stream: BusboyFileStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  // A stream without an encoding gives Buffers.
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * Hands a body on as it arrives.
 * @param watched rejects when there is no use in reading on
 */
function consume(
  request: IncomingMessage,
  { onBytes, deadlineMs }: BodyLimits,
  maxBytes: number,
  watched: Promise<void> | null,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const announced = Number(request.headers['content-length'] ?? 0)
  return new Promise((resolve, reject) => {
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      try {
        if (size > maxBytes) throw tooLarge(maxBytes)
        onBytes(chunk.length)
        take(chunk)
      } catch (error) {
        refuse(error)
      }
    }
    const onEnd = (): void => {
      stop()
      resolve()
    }
    const onCut = (): void => fail(new HttpError(400, 'UploadIncomplete', 'The upload broke off.'))
    const timer = setTimeout(
      () => fail(new HttpError(408, 'UploadTimeout', 'The upload took too long.')),
      deadlineMs,
    )
    const stop = (): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut)
    }
    const fail = (error: unknown): void => {
      stop()
      // A connection that is cut may say so twice.
      request.on('error', () => undefined)
      reject(error)
    }
    const refuse = (error: unknown): void => {
      stop()
      void discard(request).then(() => reject(error))
    }
    watched?.catch(refuse)
    request.on('data', onData).once('end', onEnd).once('close', onCut).once('error', onCut)
    if (announced > maxBytes) refuse(tooLarge(maxBytes))
  })
}

/** Reads on for a while and keeps nothing. */
function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size > DISCARDED_BYTES) end()
    }
    const end = (): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', end).off('close', end)
      resolve()
    }
    const timer = setTimeout(end, DISCARDING_MS)
    request.on('error', end)
    if (request.readableEnded || request.destroyed) end()
    else request.on('data', onData).once('end', end).once('close', end)
  })
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, 'FileTooLarge', `A file may have at most ${megabytes(limit)} MB.`)
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10
}
