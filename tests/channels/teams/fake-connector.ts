/** A Bot Connector as Teams runs it, on this machine: its checks, limits and errors, and all it was sent. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An activity as the bot sends it; only what tests look at is named. */
export interface SentActivity {
  readonly type: string
  readonly id?: string
  readonly text?: string
  readonly textFormat?: string
  readonly summary?: string
  readonly attachments?: readonly { readonly contentType: string; readonly content: SentCard }[]
  readonly entities?: readonly {
    readonly type: string
    readonly text?: string
    readonly mentioned?: object
  }[]
  readonly channelData?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** The Adaptive Card in an attachment. */
export interface SentCard {
  readonly type: string
  readonly fallbackText?: string
  readonly body: readonly Readonly<Record<string, unknown>>[]
  readonly actions?: readonly SentAction[]
  readonly [field: string]: unknown
}

export interface SentAction {
  readonly type: string
  readonly title: string
  readonly verb: string
  readonly data: Readonly<Record<string, unknown>>
  readonly mode?: string
  readonly fallback: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
}

/** A message as it stands in a conversation now. */
export interface ShownMessage {
  readonly id: string
  activity: SentActivity
  updates: number
}

/** What it does with one request instead of what it would. */
export type Misbehaviour =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string }
  /** Hangs up without having taken the message. */
  | 'cut before'
  /** Takes the message and hangs up. */
  | 'cut after'
  /** Takes the message and never answers. */
  | 'silent'

export interface FakeConnectorOptions {
  /** Whether a bearer token is good; without it, none is asked for. */
  readonly accepts?: (token: string) => boolean
  /** Whether the limits of messages per time are enforced; on by default. */
  readonly rates?: boolean
  readonly now?: () => number
}

/** Requests of one conversation a second, two seconds, and half a minute. */
const RATES = [
  [1_000, 7],
  [2_000, 8],
  [30_000, 60],
] as const
const MAX_BYTES = 80 * 1024

export class FakeConnector {
  /** For the next requests, in order. */
  readonly next: Misbehaviour[] = []
  /** Pictures users sent, by the id in their address: `v3/attachments/ID/views/original`. */
  readonly pictures = new Map<string, Buffer>()
  /** Answers this many milliseconds late. */
  delayMs = 0
  /** Every request: method, status (0 when it hung up), conversation. */
  readonly requests: { method: string; status: number; conversation: string }[] = []
  /** How often the bot showed that it is writing, by conversation. */
  readonly typing = new Map<string, number>()
  readonly #conversations = new Map<string, ShownMessage[]>()
  readonly #blocked = new Map<string, [number, string]>()
  readonly #times = new Map<string, number[]>()
  readonly #options: FakeConnectorOptions
  readonly #server = createServer((request, response) => {
    const picture = /^\/teams\/v3\/attachments\/([^/]+)\/views\/original$/.exec(request.url ?? '')?.[1]
    if (picture !== undefined) {
      this.#show(request, response, picture)
      return
    }
    void this.#take(request).then(({ status, body, retryAfter }) => {
      if (status === 0) {
        request.socket.destroy()
        return
      }
      if (status === -1) return
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  #made = 0

  private constructor(options: FakeConnectorOptions) {
    this.#options = options
  }

  static async start(options: FakeConnectorOptions = {}): Promise<FakeConnector> {
    const connector = new FakeConnector(options)
    connector.#server.listen(0, '127.0.0.1')
    await once(connector.#server, 'listening')
    return connector
  }

  /** With a path and a slash at the end, as Teams gives it. */
  get serviceUrl(): string {
    // Listening on TCP, so it has a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/teams/`
  }

  /** What stands in a conversation, oldest first. */
  messages(conversation: string): readonly ShownMessage[] {
    return this.#conversations.get(conversation) ?? []
  }

  /** The same as people read it. */
  said(conversation: string): string[] {
    return this.messages(conversation).map(({ activity }) => readable(activity))
  }

  /** From now on this conversation refuses everything: 403 `BotNotInConversationRoster`, 404 `ConversationNotFound`, … */
  block(conversation: string, status: number, code: string): void {
    this.#blocked.set(conversation, [status, code])
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Pictures are given only to the bot. */
  #show(request: IncomingMessage, response: ServerResponse, id: string): void {
    const bytes = this.pictures.get(id)
    const known = this.#options.accepts?.(bearerOf(request)) ?? true
    response.statusCode = known ? (bytes ? 200 : 404) : 401
    response.setHeader('content-type', 'image/png')
    response.end(known && bytes ? bytes : '')
  }

  async #take(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = []
    // A request gives Buffers as long as no encoding is set.
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const match = /^\/teams\/v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(pathname)
    const conversation = decodeURIComponent(match?.[1] ?? '')
    const planned = this.next.shift()
    const method = request.method ?? ''
    const refusal =
      planned === 'cut before'
        ? { status: 0, body: {} }
        : this.#refusal(request, match !== null, conversation, bytes, planned)
    const answer = refusal ?? this.#perform(method, conversation, match?.[2], bytes)
    const cut = planned === 'cut after' ? 0 : planned === 'silent' ? -1 : answer.status
    this.requests.push({ method, conversation, status: cut })
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs))
    return { ...answer, status: cut }
  }

  #refusal(
    request: IncomingMessage,
    known: boolean,
    conversation: string,
    bytes: Buffer,
    planned: Misbehaviour | undefined,
  ): Answer | null {
    const { accepts, rates = true } = this.#options
    if (accepts && !accepts(bearerOf(request))) return failure(401, 'Unauthorized')
    if (!known) return failure(404, 'NotFound')
    if (typeof planned === 'object') {
      const { status, code = 'ServiceError', retryAfter } = planned
      return { ...failure(status, code), ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
    const blocked = this.#blocked.get(conversation)
    if (blocked) return failure(...blocked)
    if (rates && this.#tooFast(conversation)) return { ...failure(429, 'TooManyRequests'), retryAfter: '1' }
    if (Math.max(bytes.length, bytes.toString('utf8').length * 2) > MAX_BYTES)
      return failure(413, 'MessageSizeTooBig')
    return null
  }

  #tooFast(conversation: string): boolean {
    const now = (this.#options.now ?? Date.now)()
    const times = (this.#times.get(conversation) ?? []).filter((time) => time > now - 30_000)
    const exceeded = RATES.some(([span, most]) => times.filter((time) => time > now - span).length >= most)
    if (!exceeded) times.push(now)
    this.#times.set(conversation, times)
    return exceeded
  }

  #perform(method: string, conversation: string, activityId: string | undefined, bytes: Buffer): Answer {
    if (conversation === '') return { status: 201, body: { id: `a:${++this.#made}` } }
    const shown = this.#conversations.get(conversation) ?? []
    this.#conversations.set(conversation, shown)
    const id = decodeURIComponent(activityId ?? '')
    const at = shown.findIndex((message) => message.id === id)
    if (method === 'DELETE') {
      if (at < 0) return failure(404, 'ActivityNotFoundInConversation')
      shown.splice(at, 1)
      return { status: 200, body: {} }
    }
    let activity: SentActivity
    try {
      // Tests read only what they expect; a wrong shape shows there.
      activity = JSON.parse(bytes.toString('utf8')) as SentActivity
    } catch {
      return failure(400, 'BadSyntax')
    }
    if (method === 'PUT') {
      const message = shown[at]
      if (!message) return failure(404, 'ActivityNotFoundInConversation')
      message.activity = activity
      message.updates++
      return { status: 200, body: { id } }
    }
    if (method !== 'POST') return failure(405, 'MethodNotAllowed')
    if (activity.type === 'typing') {
      this.typing.set(conversation, (this.typing.get(conversation) ?? 0) + 1)
      return { status: 201, body: { id: this.#id() } }
    }
    const { attachments = [], text } = activity
    if (!text && attachments.length === 0) return failure(400, 'BadArgument')
    if (text && attachments.length > 0) {
      // Teams makes two messages of it, and tells no id.
      shown.push({ id: this.#id(), activity: { ...activity, attachments: [] }, updates: 0 })
      const { text: _text, ...rest } = activity
      shown.push({ id: this.#id(), activity: rest, updates: 0 })
      return { status: 201, body: {} }
    }
    const given = this.#id()
    shown.push({ id: given, activity, updates: 0 })
    return { status: 201, body: { id: given } }
  }

  #id(): string {
    return String(1_800_000_000_000 + ++this.#made)
  }
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly retryAfter?: string
}

function failure(status: number, code: string): Answer {
  return { status, body: { error: { code, message: 'No.' } } }
}

/** A message as people read it. */
export function readable({ text = '', textFormat, attachments }: SentActivity): string {
  const card = attachments?.[0]?.content
  if (card) return card.fallbackText ?? ''
  if (textFormat === 'plain') return text
  const tags = text.match(/<[^>]*>/g) ?? []
  const foreign = tags.find((tag) => !/^<(\/?(at|strong)|br\/)>$/.test(tag))
  if (foreign !== undefined || /&(?!(amp|lt|gt|quot);)/.test(text))
    throw new Error(`Somebody's text became markup: ${foreign ?? '&'}`)
  return text
    .replace(/<br\/>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}
