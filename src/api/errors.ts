/** Errors of the public API: one shape, stable codes, and what to do about each. */

import type { Response } from 'restify'
import { HttpError, sendJson } from '../channels/http.ts'
import { LiukeError } from '../errors.ts'

/** An answer that is an error: `{ error: { code, message, advice } }`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly advice: string
  /** Seconds after which the client may try again. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, advice: string, retryAfter?: number) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.advice = advice
    this.retryAfter = retryAfter
  }
}

/** Statuses of errors of ours that a client can do something about. */
const STATUSES: Readonly<Record<string, number>> = {
  conversation_unknown: 404,
  conversation_taken: 409,
  conversation_not_yours: 409,
  conversation_closed: 409,
  conversation_shared: 409,
  conversation_not_waiting: 409,
  subject_erased: 410,
  customer_unknown: 404,
  ticket_unknown: 404,
  task_unknown: 404,
  task_over: 409,
  queue_unknown: 400,
  webhook_unknown: 404,
  webhook_url_refused: 400,
  webhooks_too_many: 409,
  delivery_unknown: 404,
  delivery_open: 409,
}

/** What to do about errors that come from the HTTP border. */
const ADVICE: Readonly<Record<number, string>> = {
  400: 'Correct the request; /api/v1/openapi.yaml describes it.',
  404: 'See /api/v1/openapi.yaml.',
  405: 'See /api/v1/openapi.yaml for what this address takes.',
  413: 'Send less at once.',
  415: 'Send JSON in UTF-8.',
}

/** Sends an error. @returns whether it was unexpected, and so worth a log line */
export function sendApiError(response: Response, thrown: unknown): boolean {
  const known = apiErrorOf(thrown)
  const { status, code, message, advice, retryAfter } =
    known ??
    new ApiError(500, 'internal', 'Something went wrong here.', 'Try again; the log of the server says more.')
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  // What is left of a refused body is not read; the connection cannot be used again.
  if (status === 413) response.setHeader('connection', 'close')
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="liuke"')
  sendJson(response, status, { error: { code, message, advice } })
  return known === null
}

function apiErrorOf(thrown: unknown): ApiError | null {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof HttpError)
    return new ApiError(
      thrown.status,
      snakeCase(thrown.code),
      thrown.message,
      ADVICE[thrown.status] ?? 'Try again.',
      thrown.retryAfter,
    )
  if (!(thrown instanceof LiukeError)) return null
  const status = STATUSES[thrown.code]
  return status === undefined ? null : new ApiError(status, thrown.code, thrown.message, thrown.advice)
}

/** An error of the router, which no route got to see (an address that cannot be read, another method). */
export function routerError(status: number, code: string, message: string): object {
  return { error: { code: snakeCase(code), message, advice: ADVICE[status] ?? 'Try again.' } }
}

/** `BadArgument` as the codes of this API are written: `bad_argument`. */
function snakeCase(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
}
