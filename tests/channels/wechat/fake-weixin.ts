/** A local api.weixin.qq.com that keeps to the rules of the real one: tokens, windows, quotas, limits, error codes. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FakeMedia } from './fake-weixin-media.ts'
import { FakeMenus } from './fake-weixin-menus.ts'
import { FakeTokens } from './fake-weixin-tokens.ts'

/** A message of the customer-service API as a user got it. */
export interface Received {
  readonly openid: string
  readonly msgtype: string
  /** The text, or the head of a menu. */
  readonly text: string
  /** Lines of a menu. */
  readonly choices: readonly { readonly id: string; readonly content: string }[]
  /** The message as it was posted. */
  readonly body: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What goes wrong with one call, in place of or around its answer. */
export type Mishap =
  /** WeChat answers with this code and does nothing. */
  | { readonly errcode: number }
  /** Something in between answers. */
  | { readonly status: number; readonly body?: string }
  /** The connection is cut before or after the call was carried out. */
  | { readonly cut: 'before' | 'after' }
  /** The answer to a call that is carried out comes late. */
  | { readonly delayMs: number }

/** A call as it came in. */
export interface Call {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

const HOUR = 3_600_000
const MAX_TEXT_BYTES = 2_048

interface Grant {
  readonly kind: 'message' | 'click'
  readonly until: number
  left: number
}

interface User {
  subscribed: boolean
  grants: Grant[]
  actedAt: number
  typingUntil: number
}

/** Starts one on a free port of this machine. */
export async function startFakeWeixin(now: () => number = Date.now): Promise<FakeWeixin> {
  const fake = new FakeWeixin(now)
  await fake.listen()
  return fake
}

/** See {@link startFakeWeixin}. */
export class FakeWeixin {
  /** Everything users got, in order. */
  readonly received: Received[] = []
  /** Every call, in order, with those that went wrong. */
  readonly calls: Call[] = []
  readonly tokens: FakeTokens
  readonly menus = new FakeMenus()
  readonly media: FakeMedia
  /** Base address, for WECHAT_API_URL. */
  url = ''
  /** How long every answer takes, in milliseconds. */
  latencyMs = 0
  readonly #now: () => number
  readonly #users = new Map<string, User>()
  readonly #mishaps = new Map<string, Mishap[]>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  constructor(now: () => number) {
    this.#now = now
    this.tokens = new FakeTokens(now)
    this.media = new FakeMedia(now)
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo // a server over TCP has an address with a port
    this.url = `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Registers an account. */
  addAccount(appid: string, secret: string): void {
    this.tokens.addAccount(appid, secret)
  }

  /** A user sent a message: they may be sent 5 within 48 hours. */
  userWrote(appid: string, openid: string): void {
    this.#grant(appid, openid, { kind: 'message', until: this.#now() + 48 * HOUR, left: 5 })
  }

  /** A user tapped the menu, followed, or scanned: they may be sent 3 within a minute. */
  userClicked(appid: string, openid: string): void {
    this.#grant(appid, openid, { kind: 'click', until: this.#now() + 60_000, left: 3 })
  }

  /** A user stopped following. */
  userLeft(appid: string, openid: string): void {
    this.#user(appid, openid).subscribed = false
  }

  /** Lets the next calls of a path go wrong, one after the other. */
  next(path: string, ...mishaps: Mishap[]): void {
    this.#mishaps.set(path, [...(this.#mishaps.get(path) ?? []), ...mishaps])
  }

  /** Texts a user got, in order. */
  textsOf(openid: string): string[] {
    return this.received.filter((message) => message.openid === openid).map(({ text }) => text)
  }

  /** How often a path was called. */
  callsTo(path: string): number {
    return this.calls.filter((call) => call.path === path).length
  }

  #user(appid: string, openid: string): User {
    const key = `${appid} ${openid}`
    const user = this.#users.get(key) ?? { subscribed: true, grants: [], actedAt: 0, typingUntil: 0 }
    this.#users.set(key, user)
    return user
  }

  #grant(appid: string, openid: string, grant: Grant): void {
    const user = this.#user(appid, openid)
    user.subscribed = true
    user.actedAt = this.#now()
    user.grants = [...user.grants.filter(({ kind }) => kind !== grant.kind), grant]
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set
    const raw = Buffer.concat(chunks)
    const isForm = request.headers['content-type']?.startsWith('multipart/form-data') ?? false
    const body = isForm || raw.length === 0 ? {} : parsed(raw)
    this.calls.push({ path: url.pathname, query: url.searchParams, body: body ?? {} })
    const mishap = this.#mishaps.get(url.pathname)?.shift()
    if (mishap !== undefined && 'cut' in mishap && mishap.cut === 'before')
      return void request.socket.destroy()
    if (mishap !== undefined && 'status' in mishap) {
      response.writeHead(mishap.status, { 'content-type': 'text/html' })
      return void response.end(mishap.body ?? '<html><body>Bad Gateway</body></html>')
    }
    const answer =
      mishap !== undefined && 'errcode' in mishap
        ? failed(mishap.errcode)
        : body === null
          ? failed(47_001)
          : await this.#answer(url, body, raw, request)
    const delayMs = mishap !== undefined && 'delayMs' in mishap ? mishap.delayMs : this.latencyMs
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (mishap !== undefined && 'cut' in mishap) return void request.socket.destroy()
    if (Buffer.isBuffer(answer)) {
      response.writeHead(200, this.media.headersOf(url.searchParams.get('media_id') ?? ''))
      return void response.end(answer)
    }
    response.writeHead(200, { 'content-type': 'application/json; encoding=utf-8' })
    response.end(JSON.stringify(answer))
  }

  async #answer(
    url: URL,
    body: Readonly<Record<string, unknown>>,
    raw: Buffer,
    request: IncomingMessage,
  ): Promise<object | Buffer> {
    const { pathname: path, searchParams: query } = url
    const posted = request.method === 'POST'
    if (path === '/cgi-bin/stable_token') return posted ? this.tokens.issue(body) : failed(43_002)
    const appid = this.tokens.accountOf(query.get('access_token'))
    if (typeof appid === 'number') return failed(appid)
    const route = `${posted ? 'POST' : 'GET'} ${path}`
    switch (route) {
      case 'POST /cgi-bin/message/custom/send':
        return this.#send(appid, body)
      case 'POST /cgi-bin/message/custom/typing':
        return this.#typing(appid, body)
      case 'POST /cgi-bin/menu/create':
        return this.menus.create(appid, body)
      case 'GET /cgi-bin/menu/get':
        return this.menus.get(appid)
      case 'GET /cgi-bin/get_current_selfmenu_info':
        return this.menus.current(appid)
      case 'GET /cgi-bin/menu/delete':
        return this.menus.remove(appid)
      case 'GET /cgi-bin/media/get':
        return this.media.get(appid, query.get('media_id') ?? '')
      case 'POST /cgi-bin/media/upload':
        return this.media.upload(appid, query.get('type') ?? '', raw, request.headers['content-type'] ?? '')
      default:
        return failed(40_066)
    }
  }

  #send(appid: string, body: Readonly<Record<string, unknown>>): object {
    const { touser: openid, msgtype } = body
    const user = typeof openid === 'string' ? this.#users.get(`${appid} ${openid}`) : undefined
    if (typeof openid !== 'string' || user === undefined) return failed(40_003)
    if (typeof msgtype !== 'string' || !['text', 'msgmenu', 'image'].includes(msgtype)) return failed(40_008)
    const content = contentOf(body, msgtype)
    if (content === null) return failed(msgtype === 'text' ? 44_004 : 40_035)
    if (msgtype === 'image' && !this.media.has(appid, content.text)) return failed(40_007)
    const size = [content.text, ...content.choices.map((line) => line.content)].join('')
    if (Buffer.byteLength(size) > MAX_TEXT_BYTES) return failed(45_002)
    if (!user.subscribed) return failed(43_004)
    const open = user.grants.filter(({ until }) => until > this.#now())
    if (open.length === 0) return failed(45_015)
    const grant = open.filter(({ left }) => left > 0).sort((a, b) => a.until - b.until)[0]
    if (grant === undefined) return failed(45_047)
    grant.left -= 1
    user.typingUntil = 0
    this.received.push({ openid, msgtype, ...content, body, at: this.#now() })
    return { errcode: 0, errmsg: 'ok' }
  }

  #typing(appid: string, { touser, command }: Readonly<Record<string, unknown>>): object {
    const user = typeof touser === 'string' ? this.#users.get(`${appid} ${touser}`) : undefined
    if (user === undefined) return failed(40_003)
    if (command !== 'Typing' && command !== 'CancelTyping') return failed(45_072)
    if (this.#now() - user.actedAt > 30_000) return failed(45_080)
    if (command === 'Typing' && user.typingUntil > this.#now()) return failed(45_081)
    user.typingUntil = command === 'Typing' ? this.#now() + 15_000 : 0
    return { errcode: 0, errmsg: 'ok' }
  }
}

/** An answer with an error code. */
export function failed(errcode: number): { readonly errcode: number; readonly errmsg: string } {
  return { errcode, errmsg: `fake error rid: ${randomBytes(4).toString('hex')}-fake-0000` }
}

function parsed(raw: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'))
    // Any object may be read by field names; what is in them is checked where it is used.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    // WeChat has a code for it: 47001.
    return null
  }
}

/** Text and lines of a message, or null where the real one would find none. */
function contentOf(
  body: Readonly<Record<string, unknown>>,
  msgtype: string,
): Pick<Received, 'text' | 'choices'> | null {
  const inner = body[msgtype]
  if (typeof inner !== 'object' || inner === null) return null
  const { content, head_content, list, media_id } = inner as Record<string, unknown>
  if (msgtype === 'image') return typeof media_id === 'string' ? { text: media_id, choices: [] } : null
  if (msgtype === 'text')
    return typeof content === 'string' && content !== '' ? { text: content, choices: [] } : null
  if (typeof head_content !== 'string' || !Array.isArray(list) || list.length === 0) return null
  const lines = list as readonly { id?: unknown; content?: unknown }[]
  const choices = lines.flatMap(({ id, content: line }) =>
    typeof id === 'string' && typeof line === 'string' && line !== '' ? [{ id, content: line }] : [],
  )
  return choices.length === list.length ? { text: head_content, choices } : null
}
