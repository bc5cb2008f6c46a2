/** One call of the WeChat API over HTTP, and what its answer, or its silence, means. */

import { z } from 'zod'
import { WechatError } from './errors.ts'

/** A call of the API. */
export interface ApiCall {
  /** Base address, such as https://api.weixin.qq.com. */
  readonly apiUrl: string
  /** Path below it, such as /cgi-bin/menu/create. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON with POST; without it the call is a GET. */
  readonly body?: unknown
  /** How long the whole call may take, in milliseconds. */
  readonly timeoutMs?: number
  /** Largest answer that is read, in bytes. */
  readonly limit?: number
}

/** An answer of the API before anything is made of it. */
export interface RawAnswer {
  readonly headers: Headers
  /** Null when there were more than the limit allows. */
  readonly bytes: Buffer | null
}

/**
 * Longer than the 10 seconds in which fetch gives up connecting: a server that cannot be reached is then told
 * from one that took the request and is silent.
 */
export const TIMEOUT_MS = 12_000
const JSON_LIMIT = 256 * 1024

/** Errors of a connection that was never there, so that nothing was sent. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_WRONG_VERSION_NUMBER|ERR_TLS_\w+|CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED_CERT\w*)$/

const answerShape = z.looseObject({ errcode: z.number().int().optional(), errmsg: z.string().optional() })

/**
 * Calls the API for JSON.
 * @returns the answer's fields
 * @throws WechatError for every error code but 0, and when no answer came
 */
export async function callApi(call: ApiCall): Promise<Readonly<Record<string, unknown>>> {
  const { bytes } = await callForBytes({ limit: JSON_LIMIT, ...call })
  const answer = bytes === null ? null : jsonOf(bytes)
  if (answer === null) throw WechatError.unanswered('WeChat answered with something that is not JSON.')
  return checkedAnswer(answer)
}

/**
 * Calls the API for whatever it answers.
 * @throws WechatError when no answer came, or one that is not of the API
 */
export async function callForBytes(call: ApiCall): Promise<RawAnswer> {
  const url = new URL(call.apiUrl.replace(/\/+$/, '') + call.path)
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
  const posted =
    call.body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(call.body),
        }
  return fetchBytes(url, call, posted)
}

/** Fetches an address as {@link callForBytes} does. */
export async function fetchBytes(
  url: URL,
  { timeoutMs = TIMEOUT_MS, limit = JSON_LIMIT }: Pick<ApiCall, 'timeoutMs' | 'limit'>,
  init: RequestInit = {},
): Promise<RawAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    // An access token meant for WeChat is not handed on to another address.
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw unexpectedStatus(response.status)
    }
    return { headers: response.headers, bytes: await readUpTo(response, limit) }
  } catch (error) {
    throw error instanceof WechatError ? error : explain(error, signal)
  }
}

/** The fields of a JSON answer, or null when it is none. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // Not JSON is an answer of its own: a file, or a page of somebody in between.
    return null
  }
}

/** @throws WechatError when the fields are an error, or not those of an answer */
export function checkedAnswer(answer: unknown): Readonly<Record<string, unknown>> {
  const parsed = answerShape.safeParse(answer)
  if (!parsed.success) throw WechatError.unanswered('WeChat answered in a form that is not known.')
  const { errcode = 0, errmsg } = parsed.data
  if (errcode !== 0) throw WechatError.refused(errcode, errmsg)
  return parsed.data
}

/** WeChat itself answers everything with 200; other statuses come from what stands in between. */
function unexpectedStatus(status: number): WechatError {
  const message = `Instead of WeChat something answered with status ${status}.`
  // 500, 502 and 504 may come after the request was passed on; the others refuse it.
  return status === 500 || status === 502 || status === 504 || status < 300
    ? WechatError.unanswered(message)
    : WechatError.unreachable(message)
}

async function readUpTo(response: Response, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Of the error only its code is kept: its message may hold the address, and the token in it. */
function explain(thrown: unknown, signal: AbortSignal): WechatError {
  if (signal.aborted) return WechatError.unanswered('WeChat did not answer in time.')
  const code = codeOf(thrown)
  // Without a code it was fetch itself that would not call such an address.
  if (code === null) return WechatError.unreachable('WECHAT_API_URL is not an address that can be called.')
  return NEVER_CONNECTED.test(code)
    ? WechatError.unreachable(`WeChat cannot be reached (${code}).`)
    : WechatError.unanswered(`The connection to WeChat broke (${code}).`)
}

function codeOf(thrown: unknown): string | null {
  for (const error of [thrown instanceof Error ? thrown.cause : null, thrown])
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return null
}
