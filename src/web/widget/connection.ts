/** Keeps one chat connected: joins, listens, and after every loss comes back, ever more patiently. */

import { pause, reconnectDelay } from '../shared/reconnect.ts'
import type { DirectLine, Outcome, Reason } from './direct-line.ts'
import type { Membership } from './membership.ts'
import type { Frame } from './protocol.ts'
import { listenByPolling, listenOnSocket, socketAddress } from './stream.ts'

/** A connection that lasted this long was a good one: the next pause starts short again. */
const STEADY_MS = 10_000
const TOKEN_CHECK_MS = 60_000
/** How long to poll before trying a WebSocket again, first and later. */
const FIRST_POLL_STRETCH_MS = 15_000
const POLL_STRETCH_MS = 120_000

export interface ConnectionEvents {
  opened(): void
  lost(): void
  frame(frame: Frame): void
  /** The conversation no longer exists; true to go on with a new one. */
  gone(): boolean
}

export class Connection {
  readonly #server: string
  readonly #line: DirectLine
  readonly #membership: Membership
  readonly #events: ConnectionEvents
  #life: AbortController | undefined
  #stretch = new AbortController()
  #wake = new AbortController()
  #nextPoll = new AbortController()
  #socketRefusals = 0
  #read = { conversationId: '', watermark: '' }

  constructor(server: string, line: DirectLine, membership: Membership, events: ConnectionEvents) {
    this.#server = server
    this.#line = line
    this.#membership = membership
    this.#events = events
  }

  get running(): boolean {
    return this.#life !== undefined
  }

  start(): void {
    if (this.#life) return
    this.#life = new AbortController()
    void this.#live(this.#life.signal)
  }

  stop(): void {
    this.#life?.abort()
    this.#life = undefined
    this.#stretch.abort()
    this.#wake.abort()
    this.#read = { conversationId: '', watermark: '' }
  }

  /** Gives up the present stream and joins again: it may be dead, or the network is gone. */
  drop(): void {
    this.#stretch.abort()
  }

  /** While polling, asks now: the server has just answered something. */
  pollNow(): void {
    this.#nextPoll.abort()
  }

  /** Tries at once instead of waiting out the pause. */
  tryNow(): void {
    this.#wake.abort()
  }

  /**
   * Asks for news once, past the stream.
   * @returns how many activities came that the stream had not brought
   */
  async check(): Promise<number> {
    await this.#membership.refreshWhenDue()
    const news = await this.#news()
    if (news.ok) this.#take(news.value)
    else if (news.reason === 'network') this.drop()
    return news.ok ? news.value.activities.length : 0
  }

  /** Watermarks count within one conversation: in another, reading starts at its beginning. */
  #watermark(): string {
    return this.#membership.access?.conversationId === this.#read.conversationId ? this.#read.watermark : ''
  }

  #take(frame: Frame): void {
    const conversationId = this.#membership.access?.conversationId
    if (frame.watermark !== undefined && conversationId !== undefined) {
      this.#read = { conversationId, watermark: frame.watermark }
    }
    this.#events.frame(frame)
  }

  async #news(): Promise<Outcome<Frame>> {
    const access = this.#membership.access
    return access ? this.#line.activities(access, this.#watermark()) : { ok: false, reason: 'gone' }
  }

  async #live(stop: AbortSignal): Promise<void> {
    let attempt = 0
    const tokenCheck = setInterval(() => void this.#membership.refreshWhenDue(), TOKEN_CHECK_MS)
    while (!stop.aborted) {
      const since = Date.now()
      const result = await this.#round(stop)
      if (stop.aborted) break
      if (Date.now() - since > STEADY_MS) attempt = 0
      if (result === 'again') continue
      this.#events.lost()
      this.#wake = new AbortController()
      await pause(reconnectDelay(attempt, Math.random()), AbortSignal.any([stop, this.#wake.signal]))
      attempt += 1
    }
    clearInterval(tokenCheck)
  }

  /** Joins and listens until that fails (`lost`) or another round is due at once (`again`). */
  async #round(stop: AbortSignal): Promise<'lost' | 'again'> {
    const joined = await this.#membership.join(this.#watermark())
    if (stop.aborted) return 'again'
    if (!joined.ok) return this.#afterFailure(joined.reason)
    this.#stretch = new AbortController()
    const end = this.#stretch.signal
    const listener = {
      opened: () => this.#events.opened(),
      frame: (frame: Frame) => this.#take(frame),
    }
    const { streamUrl } = joined.value
    if (streamUrl !== undefined) {
      const opened = await listenOnSocket(socketAddress(streamUrl, this.#server), listener, end)
      if (opened) this.#socketRefusals = 0
      if (opened || end.aborted) return 'lost'
      this.#socketRefusals += 1
    }
    const stretch = this.#socketRefusals > 1 ? POLL_STRETCH_MS : FIRST_POLL_STRETCH_MS
    const rest = (milliseconds: number) => {
      this.#nextPoll = new AbortController()
      return pause(milliseconds, AbortSignal.any([end, this.#nextPoll.signal]))
    }
    const failure = await listenByPolling(() => this.#news(), listener, stretch, rest, end)
    if (failure) return this.#afterFailure(failure.reason)
    return end.aborted ? 'lost' : 'again'
  }

  async #afterFailure(reason: Reason): Promise<'lost' | 'again'> {
    if (reason === 'expired') return (await this.#membership.renew()).ok ? 'again' : 'lost'
    if (reason !== 'gone' || !this.#membership.access) return 'lost'
    if (this.#events.gone()) this.#membership.leave()
    return 'again'
  }
}
