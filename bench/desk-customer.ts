/** A customer of the bench: asks for a person, talks with whoever comes, and comes again. */

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fetchAgain } from './fetch-again.ts'

/** What streams carry, as far as it matters here. */
interface Activity {
  readonly type: string
  readonly name?: string
  readonly text?: string
  readonly value?: { readonly owner?: string }
  readonly channelData?: { readonly agent?: boolean }
}

/** How long somebody waits for a reply before writing again, in milliseconds. */
const PATIENCE_MS = 4_000
/** How long somebody stays away, in milliseconds. */
const AWAY_MS = 5_000
/** One in so many is in danger; one in so many is angry, and due sooner. */
const DANGER = 60
const ANGRY = 4

export class DeskCustomer {
  readonly id: string
  /** Texts the server has acknowledged, in order. */
  readonly sent: string[] = []
  /** Texts of agents, as they came. */
  readonly heard: string[] = []
  /** When each was sent and came, in milliseconds of this process. */
  readonly sentAt = new Map<string, number>()
  readonly heardAt = new Map<string, number>()
  failures = 0
  reconnects = 0
  readonly #url: string
  readonly #token: string
  readonly #user: string
  readonly #number: number
  #socket: WebSocket
  #watermark = ''
  #isOver = false
  #owner = 'bot'
  #count = 0

  private constructor(
    url: string,
    user: string,
    number: number,
    started: { conversationId: string; token: string; streamUrl: string },
  ) {
    this.#url = url
    this.#user = user
    this.#number = number
    this.id = started.conversationId
    this.#token = started.token
    this.#socket = this.#connect(started.streamUrl)
  }

  /** Listens; where the stream ends, goes on from the newest watermark, as clients do. */
  #connect(streamUrl: string): WebSocket {
    const socket = new WebSocket(streamUrl)
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
    socket.addEventListener('close', () => void this.#reconnect())
    return socket
  }

  async #reconnect(): Promise<void> {
    if (this.#isOver) return
    this.reconnects += 1
    await pause(500)
    const path = `${this.#url}/v3/directline/conversations/${this.id}?watermark=${this.#watermark}`
    try {
      const response = await fetchAgain(path, { headers: { authorization: `Bearer ${this.#token}` } })
      const { streamUrl } = (await response.json()) as { streamUrl: string }
      this.#socket = this.#connect(streamUrl)
    } catch {
      // Tried again until it works or all is over.
      this.failures += 1
      void this.#reconnect()
    }
  }

  /** Begins a conversation and listens. */
  static async start(url: string, secret: string, number: number): Promise<DeskCustomer> {
    const user = `dl_${randomUUID()}`
    const generated = await post(`${url}/v3/directline/tokens/generate`, secret, { user: { id: user } })
    // Answers of Direct Line, which its own tests look at.
    const { token } = generated.body as { token: string }
    const started = await post(`${url}/v3/directline/conversations`, token, {})
    return new DeskCustomer(
      url,
      user,
      number,
      started.body as { conversationId: string; token: string; streamUrl: string },
    )
  }

  /** Asks for people until then (of `performance.now`), one after the other. */
  async live(until: number): Promise<void> {
    while (performance.now() < until) {
      if (this.#number % DANGER === 7) await this.#say('我家路由器着火了')
      else if (this.#number % ANGRY === 1) {
        await this.#say('你们什么破公司，气死我了')
        await this.#say('太垃圾了，骗子')
      } else await this.#say('转人工')
      await this.#write()
      while (performance.now() < until && this.#owner !== 'human') await pause(200)
      while (performance.now() < until && this.#owner === 'human') {
        const before = this.heard.length
        await this.#write()
        const patience = performance.now() + PATIENCE_MS
        while (this.#owner === 'human' && this.heard.length === before && performance.now() < patience)
          await pause(100)
        await pause(500)
      }
      if (this.#owner === 'queued') continue
      await pause(AWAY_MS)
    }
  }

  close(): void {
    this.#isOver = true
    this.#socket.close()
  }

  #write(): Promise<void> {
    this.#count += 1
    return this.#say(`客户 ${this.#number} 的第 ${this.#count} 句`)
  }

  async #say(text: string): Promise<void> {
    const path = `${this.#url}/v3/directline/conversations/${this.id}/activities`
    const isCounted = text.startsWith('客户')
    const at = performance.now()
    const body = {
      type: 'message',
      text,
      from: { id: this.#user },
      channelData: { clientActivityID: randomUUID() },
    }
    // What may or may not have arrived is sent again under the same name, as the widget does.
    for (let tries = 0; tries < 5; tries++) {
      const { status } = await post(path, this.#token, body).catch(() => ({ status: 0 }))
      if (status === 200) {
        if (isCounted) {
          this.sent.push(text)
          this.sentAt.set(text, at)
        }
        return
      }
      this.failures += 1
      await pause(300)
    }
  }

  #hear(data: string): void {
    if (data === '') return
    const set = JSON.parse(data) as { activities: readonly Activity[]; watermark?: string }
    const { activities } = set
    this.#watermark = set.watermark ?? this.#watermark
    for (const { type, name, text, value, channelData } of activities) {
      if (type === 'event' && name === 'liuke.owner') this.#owner = value?.owner ?? this.#owner
      if (type !== 'message' || channelData?.agent !== true || text === undefined) continue
      this.heard.push(text)
      if (!this.heardAt.has(text)) this.heardAt.set(text, performance.now())
    }
  }
}

async function post(url: string, bearer: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetchAgain(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
