/** The WebSocket stream of a conversation: replays from the watermark on, then sends what comes, once each. */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { messagesAfter } from '../../conversations/reading.ts'
import type { Store } from '../../conversations/store.ts'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { readByAgent } from '../../services/presence.ts'
import { HttpError, ownOrigin } from '../http.ts'
import { forClient } from './for-client.ts'
import { mayCall, type OriginPolicy } from './origins.ts'
import { watermarkFrom } from './shapes.ts'
import type { Tokens } from './tokens.ts'

/** Path of a stream, with the conversation in it. */
const STREAM_PATH = /^\/v3\/directline\/conversations\/([^/?]{1,200})\/stream$/
/** A look without being told, in case a notice between processes was lost, in milliseconds. */
const FALLBACK_MS = 15_000
/** How often a silent client is asked whether it is still there, in milliseconds. */
const HEARTBEAT_MS = 30_000
/** How long clients may take to say goodbye when the server closes, in milliseconds. */
const CLOSE_MS = 1_000
/** Clients only send empty pings. */
const MAX_CLIENT_FRAME = 4 * 1024

/** Serves the streams of one HTTP server. */
export class Streams {
  readonly #store: Store
  readonly #tokens: Tokens
  readonly #policy: OriginPolicy
  readonly #log: Logger
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_FRAME,
    perMessageDeflate: false,
  })

  constructor(store: Store, tokens: Tokens, policy: OriginPolicy, log: Logger) {
    this.#store = store
    this.#tokens = tokens
    this.#policy = policy
    this.#log = log
  }

  /** Open streams. */
  get count(): number {
    return this.#server.clients.size
  }

  /** For the server's `upgrade` event. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    this.#authorise(request).then(
      ({ conversationId, watermark }) => {
        const origin = ownOrigin(request, this.#policy.publicUrl, this.#policy.trustedProxies)
        this.#server.handleUpgrade(request, socket, head, (ws) =>
          this.#serve(ws, conversationId, watermark, origin),
        )
      },
      (error: unknown) => refuse(socket, error instanceof HttpError ? error.status : 500),
    )
  }

  /** Closes all streams; clients reconnect elsewhere. */
  close(): void {
    const { clients } = this.#server
    for (const client of clients) client.close(1012, 'restarting')
    this.#server.close()
    setTimeout(() => {
      for (const client of clients) client.terminate()
    }, CLOSE_MS).unref()
  }

  async #authorise(request: IncomingMessage): Promise<{ conversationId: string; watermark: number }> {
    const url = URL.parse(request.url ?? '/', 'http://localhost')
    const conversationId = STREAM_PATH.exec(url?.pathname ?? '')?.[1]
    if (!url || conversationId === undefined) throw new HttpError(404, 'NotFound', 'No such stream.')
    const claims = await this.#tokens.check(url.searchParams.get('t') ?? '', 'directline-stream')
    if (encodeURIComponent(claims.conv) !== conversationId) {
      throw new HttpError(403, 'TokenMismatch', 'The stream belongs to another conversation.')
    }
    if (!mayCall(request, this.#policy, claims.origins)) {
      throw new HttpError(403, 'OriginNotAllowed', 'This site may not use the chat.')
    }
    return { conversationId: claims.conv, watermark: watermarkFrom(url.searchParams.get('watermark')) }
  }

  #serve(ws: WebSocket, conversationId: string, from: number, origin: string): void {
    let watermark = from
    let pumping = false
    let again = false
    let alive = true
    const pump = async (): Promise<void> => {
      if (pumping) {
        again = true
        return
      }
      pumping = true
      try {
        do {
          again = false
          const page = await messagesAfter(this.#store, conversationId, watermark)
          if (page.activities.length > 0) {
            const activities = page.activities.map((activity) => forClient(this.#store, activity, origin))
            await send(ws, { activities, watermark: String(page.watermark) })
          }
          watermark = page.watermark
          again ||= page.more
        } while (again && ws.readyState === ws.OPEN)
      } catch (error) {
        this.#log.warn({ conversation: conversationId, reason: messageOf(error) }, 'a stream ended')
        // The client reconnects and is replayed what it lacks.
        ws.close(1011, 'try again')
      } finally {
        pumping = false
      }
    }
    /** What is in no transcript goes to those who are there. */
    const pass = (activity: object): void =>
      void send(ws, { activities: [activity], watermark: null }).catch(() => undefined)
    let lastRead: string | null = null
    const tellRead = async (): Promise<void> => {
      try {
        const messageId = await readByAgent(this.#store, conversationId)
        if (messageId === null || messageId === lastRead) return
        lastRead = messageId
        pass(readOf(conversationId, messageId))
      } catch (error) {
        this.#log.warn(
          { conversation: conversationId, reason: messageOf(error) },
          'what was read is told later',
        )
      }
    }
    const stopWatching = this.#store.live.watch(conversationId, (signal) => {
      if (signal.kind === 'changed') void pump()
      else if (signal.kind === 'typing') pass(typingOf(conversationId, signal.from))
      else void tellRead()
    })
    const fallback = setInterval(() => void pump(), FALLBACK_MS)
    const heartbeat = setInterval(() => {
      if (!alive) return ws.terminate()
      alive = false
      ws.ping()
    }, HEARTBEAT_MS)
    const stay = (): void => {
      alive = true
    }
    ws.on('pong', stay)
    // Clients send an empty frame every 20 s; whatever they send is no command.
    ws.on('message', stay)
    ws.on('error', () => ws.terminate())
    ws.on('close', () => {
      stopWatching()
      clearInterval(fallback)
      clearInterval(heartbeat)
    })
    void pump().then(tellRead)
  }
}

/** Up to which message of the customer an agent has read. */
function readOf(conversationId: string, messageId: string): object {
  return {
    type: 'event',
    name: 'liuke.read',
    id: `read-${messageId}`,
    timestamp: new Date().toISOString(),
    from: { id: 'agent', role: 'bot' },
    conversation: { id: conversationId },
    value: { messageId },
  }
}

function typingOf(conversationId: string, from: string): object {
  return {
    type: 'typing',
    id: `typing-${Date.now()}`,
    timestamp: new Date().toISOString(),
    from: { id: from, role: 'bot' },
    conversation: { id: conversationId },
  }
}

function send(ws: WebSocket, frame: object): Promise<void> {
  return new Promise((resolve, reject) => {
    ws.send(JSON.stringify(frame), (error) => (error ? reject(error) : resolve()))
  })
}

function refuse(socket: Duplex, status: number): void {
  const reason = status === 404 ? 'Not Found' : status === 403 ? 'Forbidden' : 'Internal Server Error'
  // Nobody else closes an upgraded socket: a client that keeps its side open would keep the server from ending.
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}
