/** One call to the Bot Connector, made once: what it answered, or what is known of a call that failed. */

import { z } from 'zod'
import { DeliveryError } from '../../conversations/outbox.ts'
import { messageOf } from '../../errors.ts'
import { readAnswer } from './answer.ts'
import type { TeamsToken } from './credentials.ts'

/** Where a conversation is, as Teams told it. */
export interface ConnectorAddress {
  readonly serviceUrl: string
  readonly conversationId: string
}

/** Calls of the connector this bot makes. All throw {@link DeliveryError}. */
export interface Connector {
  /** Adds a message; returns the id Teams gives it, where it gives one. */
  post(address: ConnectorAddress, activity: object): Promise<string | undefined>
  /** Replaces a message. */
  update(address: ConnectorAddress, activityId: string, activity: object): Promise<void>
}

/** The activity was larger than Teams takes; nothing of it was sent. */
export class TooLargeError extends DeliveryError {
  constructor() {
    super('never', 'Teams answered 413: the message is too large.')
    this.name = 'TooLargeError'
  }
}

const TIMEOUT_MS = 15_000
const LONGEST_WAIT_MS = 60 * 60_000

/** Certainly not taken, and worth another try (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). */
const TRY_AGAIN: ReadonlySet<number> = new Set([401, 408, 412, 429, 502, 503, 504])
/** Nothing had been sent yet when these happened: name, connection, certificate. */
const BEFORE_SENDING =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

const idShape = z.object({ id: z.string().min(1).max(500) })
const errorShape = z.object({ error: z.object({ code: z.string() }) })

/**
 * A client of the Bot Connector. It is our own because each call has to be made once and classified:
 * the SDK's client repeats on its own, so a message whose answer was lost would be sent twice.
 */
export function createConnector(token: TeamsToken, timeoutMs: number = TIMEOUT_MS): Connector {
  const call = async (method: 'POST' | 'PUT', url: URL, activity: object): Promise<Answer> => {
    const body = JSON.stringify(activity)
    const first = await accessToken(token)
    const answer = await send(method, url, first, body, timeoutMs)
    if (answer.status !== 401 || first === '') return checked(answer)
    return checked(await send(method, url, await accessToken(token, first), body, timeoutMs))
  }
  return {
    async post(address, activity) {
      const { body } = await call('POST', activitiesUrl(address), activity)
      const parsed = idShape.safeParse(body)
      return parsed.success ? parsed.data.id : undefined
    },
    async update(address, activityId, activity) {
      const url = activitiesUrl(address)
      url.pathname += `/${encodeURIComponent(activityId)}`
      await call('PUT', url, { ...activity, id: activityId })
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: string | null
}

/** The token goes over TLS only; development and tests speak to this machine. */
function activitiesUrl({ serviceUrl, conversationId }: ConnectorAddress): URL {
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : null
  const local = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && local)))
    throw new DeliveryError('never', 'The service address of this conversation is not an https address.')
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v3/conversations/${encodeURIComponent(conversationId)}/activities`
  url.search = ''
  return url
}

async function accessToken(token: TeamsToken, refused?: string): Promise<string> {
  try {
    return await token(refused)
  } catch (error) {
    // Without a token nothing was sent; the message of our own error holds no secret.
    throw new DeliveryError('refused', messageOf(error))
  }
}

async function send(
  method: string,
  url: URL,
  token: string,
  body: string,
  timeoutMs: number,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method,
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: 'manual',
      signal,
    })
    const { status, headers } = response
    return { status, retryAfter: headers.get('retry-after'), body: await readAnswer(response) }
  } catch (error) {
    const { code, connecting } = causeOf(error)
    if (!signal.aborted && (connecting || BEFORE_SENDING.test(code)))
      throw new DeliveryError('refused', `Teams cannot be reached (${code}).`)
    const what = signal.aborted ? 'did not answer in time' : `broke off the connection (${code || 'no code'})`
    throw new DeliveryError('unknown', `Teams ${what}; the message may have arrived.`)
  }
}

/** The first code in the chain of causes, which fetch hides behind its own error; `connecting` when it came before anything was sent. */
function causeOf(error: unknown): { code: string; connecting: boolean } {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    // Both address families failed, each with its own code.
    if (at instanceof AggregateError) return causeOf(at.errors[0])
    const { code, syscall } = at as NodeJS.ErrnoException
    if (typeof code === 'string') return { code, connecting: syscall === 'connect' }
  }
  return { code: '', connecting: false }
}

function checked(answer: Answer): Answer {
  const { status, body, retryAfter } = answer
  if (status >= 200 && status < 300) return answer
  if (status === 413) throw new TooLargeError()
  const parsed = errorShape.safeParse(body)
  const word = parsed.success ? parsed.data.error.code.replace(/[^\w.-]+/g, ' ').slice(0, 60) : ''
  const said = `Teams answered ${status}${word === '' ? '' : ` (${word})`}.`
  if (TRY_AGAIN.has(status)) throw new DeliveryError('refused', said, waitOf(retryAfter))
  // What a server did before it failed with another 5xx is not known.
  throw new DeliveryError(status >= 500 ? 'unknown' : 'never', said)
}

/** Seconds or a date (RFC 9110 §10.2.3), in milliseconds. */
function waitOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined
  const ms = /^\d+(\.\d+)?$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.ceil(ms)), LONGEST_WAIT_MS)
}
