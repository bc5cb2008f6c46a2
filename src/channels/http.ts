/** The HTTP border all channels share: bodies with a limit, one shape of error, who is calling from where. */

import type { IncomingMessage } from 'node:http'
import type { Request, Response } from 'restify'
import type { z } from 'zod'
import { LiukeError } from '../errors.ts'

/** An error a client is told about: `{ error: { code, message } }`. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  /** Seconds after which the client may try again. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** Largest body of any JSON request, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024
/** Deepest nesting of a JSON body; what is deeper cannot be stored and read back safely. */
const MAX_DEPTH = 32

/**
 * Reads a JSON body.
 * @returns the parsed value; `{}` for an empty body
 * @throws HttpError 413 when it is too large, 400 when it is not JSON or nested too deeply, 415 when not UTF-8
 */
export async function readJson(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<unknown> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limit) throw tooLarge(limit)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    // Node gives Buffers as long as no encoding is set.
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(bytes)
  }
  return size === 0 ? {} : jsonFrom(Buffer.concat(chunks))
}

/**
 * Reads bytes as JSON.
 * @throws HttpError 400 when it is not JSON or nested too deeply, 415 when not UTF-8
 */
export function jsonFrom(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpError(415, 'BadArgument', 'The body is not valid UTF-8.')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'BadSyntax', 'The body is not valid JSON.')
  }
  if (deeperThan(value, MAX_DEPTH)) throw new HttpError(400, 'BadArgument', 'The body is nested too deeply.')
  return value
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, 'RequestTooLarge', `The body is larger than ${limit} bytes.`)
}

function deeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []))
  }
  return false
}

/**
 * What a call brings, checked against the shape it must have.
 * @throws HttpError 400 `BadArgument` naming the first thing that is wrong
 */
export function checked<S extends z.ZodType>(shape: S, body: unknown): z.output<S> {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'body'
  throw new HttpError(400, 'BadArgument', `${where}: ${issue?.message ?? 'is not valid'}.`)
}

/** Replaces lone surrogates in every string, so that what is stored is what is read back. */
export function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed() as T & string
  if (Array.isArray(value)) return value.map(wellFormed) as T & unknown[]
  if (value === null || typeof value !== 'object') return value
  // Object.entries loses the type; every value keeps its own.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  ) as T
}

/** Sends JSON. */
export function sendJson(response: Response, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(bytes)
}

/** Sends an error in the one shape, whatever was thrown. @returns whether it was unexpected, and so worth a log line */
export function sendError(response: Response, error: unknown): boolean {
  const known = asHttpError(error)
  const { status, code, message, retryAfter } =
    known ?? new HttpError(500, 'ServiceError', 'Something went wrong here. Please try again.')
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  // What is left of a refused body is not read; the connection cannot be used again.
  if (status === 413) response.setHeader('connection', 'close')
  sendJson(response, status, { error: { code, message } })
  return known === null
}

const STATUS_OF_CODE: Readonly<Record<string, readonly [number, string]>> = {
  conversation_taken: [409, 'conversation_taken'],
  conversation_not_yours: [409, 'conversation_not_yours'],
  customer_unknown: [404, 'CustomerNotFound'],
  person_unknown: [404, 'CustomerNotFound'],
  customer_active: [409, 'CustomerActive'],
  conversation_unknown: [404, 'ConversationNotFound'],
  subject_erased: [404, 'ConversationNotFound'],
  turn_failed: [502, 'BotRejectedActivity'],
  turn_never_settled: [502, 'BotRejectedActivity'],
}

function asHttpError(error: unknown): HttpError | null {
  if (error instanceof HttpError) return error
  if (!(error instanceof LiukeError)) return null
  const mapped = STATUS_OF_CODE[error.code]
  return mapped ? new HttpError(mapped[0], mapped[1], `${error.message} ${error.advice}`) : null
}

/** The address a request comes from, believing so many reverse proxies in front of us. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return direct
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  return forwarded.at(-trustedProxies) ?? direct
}

/** The origin this server is reached at, such as `https://chat.example.com`. */
export function ownOrigin(
  request: IncomingMessage,
  publicUrl: string | undefined,
  trustedProxies: number,
): string {
  if (publicUrl) return new URL(publicUrl).origin
  const proto =
    trustedProxies > 0 ? String(request.headers['x-forwarded-proto'] ?? 'http').split(',')[0] : 'http'
  const host =
    (trustedProxies > 0 && request.headers['x-forwarded-host']) || request.headers.host || 'localhost'
  return `${proto === 'https' ? 'https' : 'http'}://${host}`
}

/** An async request handler whose errors become answers. `route` names it in logs. */
export function handler(
  act: (request: Request, response: Response) => Promise<void>,
  onUnexpected: (error: unknown, request: Request) => void,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    try {
      await act(request, response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else if (sendError(response, error)) onUnexpected(error, request)
    }
  }
}
