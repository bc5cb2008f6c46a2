/** The few calls of Direct Line 3.0 that a browser needs, with every failure named. */

import { type Frame, readFrame } from './protocol.ts'

/**
 * Why a call failed: `network` no answer came, `expired` the token is no longer good, `gone` no such conversation,
 * `busy` too many calls, `failed` the server or the bot failed, `refused` the call itself was wrong. Of files:
 * `tooLarge`, `kind` not one that is taken, `cancelled` by the customer.
 */
export type Reason =
  | 'network'
  | 'expired'
  | 'gone'
  | 'busy'
  | 'failed'
  | 'refused'
  | 'tooLarge'
  | 'kind'
  | 'cancelled'

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Reason; readonly retryAfterSeconds?: number }

/** Right to take part in one conversation. `expiresAt` is in milliseconds since 1970, by this device's clock. */
export interface Access {
  readonly conversationId: string
  readonly token: string
  readonly expiresAt: number
  readonly userId?: string
  /** Largest file that may be sent, in megabytes of 1,048,576 bytes; absent or 0 where none may. */
  readonly uploadMb?: number
}

/** What comes with a token besides the token. */
export type Granted = Pick<Access, 'userId' | 'uploadMb'>

/** A started or resumed conversation; without `streamUrl` it can only be polled. */
export interface Joined {
  readonly access: Access
  readonly streamUrl?: string
}

const READ_TIMEOUT_MS = 15_000
/** A turn may take its time; longer than this nobody waits. */
const POST_TIMEOUT_MS = 40_000
const DEFAULT_TOKEN_SECONDS = 1800

/** Names the reason for an HTTP status that is not 2xx. */
export function reasonOf(status: number): Reason {
  if (status === 401 || status === 403) return 'expired'
  if (status === 404 || status === 410) return 'gone'
  if (status === 413) return 'tooLarge'
  if (status === 415) return 'kind'
  if (status === 429) return 'busy'
  return status >= 500 || status === 408 ? 'failed' : 'refused'
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly token?: string | undefined
  readonly body?: unknown
  readonly timeout?: number
  readonly credentials?: 'omit' | 'same-origin'
}

async function call(url: string, options: Call): Promise<Outcome<Record<string, unknown>>> {
  try {
    const response = await fetch(url, {
      method: options.method,
      cache: 'no-store',
      credentials: options.credentials ?? 'omit',
      signal: AbortSignal.timeout(options.timeout ?? READ_TIMEOUT_MS),
      headers: {
        ...(options.token !== undefined && { Authorization: `Bearer ${options.token}` }),
        ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    })
    if (!response.ok) {
      const seconds = Number(response.headers.get('Retry-After') ?? 'none')
      const retry = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {}
      return { ok: false, reason: reasonOf(response.status), ...retry }
    }
    const text = await response.text()
    const value: unknown = text === '' ? {} : JSON.parse(text)
    // Fields are checked one by one where they are read.
    if (typeof value === 'object' && value !== null) {
      return { ok: true, value: value as Record<string, unknown> }
    }
    return { ok: false, reason: 'failed' }
  } catch (error) {
    // fetch rejects with TypeError without a connection and with a DOMException on time-out.
    return { ok: false, reason: error instanceof SyntaxError ? 'failed' : 'network' }
  }
}

/** Reads what comes with a token; what the answer does not say is as it was before. */
export function readGranted({ user, upload }: Record<string, unknown>, previous: Granted = {}): Granted {
  const id = fieldOf(user, 'id') ?? previous.userId
  const limit = fieldOf(upload, 'maxMb') ?? previous.uploadMb
  return {
    ...(typeof id === 'string' && { userId: id }),
    ...(typeof limit === 'number' && { uploadMb: limit }),
  }
}

function fieldOf(value: unknown, name: string): unknown {
  // Any non-null object may be looked into by name.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function readAccess(value: Record<string, unknown>, previous?: Access): Access | undefined {
  const { token } = value
  const conversationId = value['conversationId'] ?? previous?.conversationId
  if (typeof token !== 'string' || typeof conversationId !== 'string') return undefined
  const seconds = Number(value['expires_in'])
  const lifetime = Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_TOKEN_SECONDS
  return {
    conversationId,
    token,
    expiresAt: Date.now() + lifetime * 1000,
    ...readGranted(value, previous),
  }
}

function accessFrom(outcome: Outcome<Record<string, unknown>>, previous?: Access): Outcome<Joined> {
  if (!outcome.ok) return outcome
  const access = readAccess(outcome.value, previous)
  const streamUrl = outcome.value['streamUrl']
  if (!access) return { ok: false, reason: 'failed' }
  return { ok: true, value: { access, ...(typeof streamUrl === 'string' && { streamUrl }) } }
}

/**
 * Asks for a token: from Liuke itself, or from the company's own server, which vouches for its customer.
 * @param earlier a token of the same customer, which lets them stay the same customer
 */
export async function requestToken(
  url: string,
  locale: string,
  earlier: string | undefined,
): Promise<Outcome<Record<string, unknown>>> {
  const body = { locale, ...(earlier !== undefined && { token: earlier }) }
  return call(url, { method: 'POST', body, credentials: 'same-origin' })
}

/** Direct Line under one base address, such as `https://care.example/v3/directline`. */
export class DirectLine {
  readonly #base: string

  constructor(base: string) {
    this.#base = base.replace(/\/$/u, '')
  }

  #conversation(id: string): string {
    return `${this.#base}/conversations/${encodeURIComponent(id)}`
  }

  /** @param known what was said with the token; the conversation's own answer counts more */
  async start(token: string, locale: string, known: Granted = {}): Promise<Outcome<Joined>> {
    const body = { locale }
    const outcome = await call(`${this.#base}/conversations`, { method: 'POST', token, body })
    const joined = accessFrom(outcome)
    if (!joined.ok) return joined
    return { ok: true, value: { ...joined.value, access: { ...known, ...joined.value.access } } }
  }

  /** Comes back to a conversation; what followed `watermark` is sent again over the stream. */
  async resume(access: Access, watermark: string): Promise<Outcome<Joined>> {
    const url = `${this.#conversation(access.conversationId)}?watermark=${encodeURIComponent(watermark)}`
    return accessFrom(await call(url, { method: 'GET', token: access.token }), access)
  }

  async refresh(access: Access): Promise<Outcome<Joined>> {
    const url = `${this.#base}/tokens/refresh`
    return accessFrom(await call(url, { method: 'POST', token: access.token, body: {} }), access)
  }

  async activities(access: Access, watermark: string): Promise<Outcome<Frame>> {
    const url = `${this.#conversation(access.conversationId)}/activities?watermark=${encodeURIComponent(watermark)}`
    const outcome = await call(url, { method: 'GET', token: access.token })
    if (!outcome.ok) return outcome
    const frame = readFrame(outcome.value)
    return frame ? { ok: true, value: frame } : { ok: false, reason: 'failed' }
  }

  /** Posts an activity; the value is the server's id of it. */
  async post(access: Access, activity: object): Promise<Outcome<string | undefined>> {
    const url = `${this.#conversation(access.conversationId)}/activities`
    const options = { method: 'POST', token: access.token, body: activity, timeout: POST_TIMEOUT_MS } as const
    const outcome = await call(url, options)
    if (!outcome.ok) return outcome
    const id = outcome.value['id']
    return { ok: true, value: typeof id === 'string' ? id : undefined }
  }

  /** Where activities with files are posted. */
  uploadAddress(access: Access): string {
    const user = encodeURIComponent(access.userId ?? '')
    return `${this.#conversation(access.conversationId)}/upload?userId=${user}`
  }
}
