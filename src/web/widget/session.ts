/** One customer's chat as the page sees it: brings connection, transcript and outbox together. */

import {
  chosenReply,
  endOfChat,
  feedbackEvent,
  fileMessage,
  newClientId,
  readEvent,
  textMessage,
  typingSign,
  type Writer,
} from './activities.ts'
import { Connection } from './connection.ts'
import { DirectLine } from './direct-line.ts'
import { Membership, type TokenSource } from './membership.ts'
import { isLost, Outbox } from './outbox.ts'
import { type Frame, readActivity, type SuggestedAction } from './protocol.ts'
import { newestId, newestOfAgent, openActions, unreadCount } from './reading.ts'
import type { Store, Unsent } from './stored.ts'
import {
  discard,
  emptyTranscript,
  markFeedback,
  markProgress,
  markSent,
  queue,
  receive,
  type SendState,
  type Transcript,
} from './transcript.ts'

export interface ChatState {
  readonly transcript: Transcript
  /** `back` follows `lost` for a moment, so that the page can say so. */
  readonly connection: 'idle' | 'connecting' | 'online' | 'lost' | 'back'
  /** Messages from the company that the customer has not seen. */
  readonly unread: number
}

export interface SessionOptions {
  /** Address of the Liuke server, ending in a slash. */
  readonly server: string
  readonly tokens: TokenSource
  readonly store: Store
  readonly locale: () => string
}

const TYPING_MS = 8000
/** A person is told at most so often that the customer types, in milliseconds. */
const WRITING_MS = 3000
const BACK_MS = 2500
/** How long the echo of an accepted message may take before the stream counts as dead. */
const ECHO_MS = 5000

export class Session {
  readonly #options: SessionOptions
  readonly #line: DirectLine
  readonly #membership: Membership
  readonly #outbox: Outbox
  readonly #connection: Connection
  readonly #watchers = new Set<(state: ChatState) => void>()
  #state: ChatState = { transcript: emptyTranscript, connection: 'idle', unread: 0 }
  #reading = false
  #refreshing: Promise<boolean> | undefined
  #toldWriting = 0
  #toldRead: string | undefined
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #backTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { unsent } = options.store.value
    this.#line = new DirectLine(new URL('v3/directline', options.server).href)
    this.#membership = new Membership(this.#line, options.tokens, options.store, options.locale)
    this.#outbox = new Outbox(this.#line, this.#membership, options.store, {
      changed: (id, standing) => this.#setTranscript(markSent(this.#state.transcript, id, standing)),
      progressed: (id, share) => this.#setTranscript(markProgress(this.#state.transcript, id, share)),
      accepted: (id) => {
        this.#connection.pollNow()
        void this.#expectEcho(id)
      },
      unreachable: () => this.#connection.drop(),
      gone: () => this.#over(),
    })
    this.#connection = new Connection(options.server, this.#line, this.#membership, {
      opened: () => this.#opened(),
      lost: () => this.#setConnection('lost'),
      frame: (frame) => this.#take(frame),
      gone: () => this.#gone(),
    })
    for (const item of unsent) {
      const lost = isLost(item)
      const state = item.failed || lost ? 'failed' : 'sending'
      this.#setTranscript(queue(this.#state.transcript, item, state, lost ? 'lost' : undefined))
    }
  }

  get state(): ChatState {
    return this.#state
  }

  /** Whether there is a conversation to come back to. */
  get hasConversation(): boolean {
    return this.#membership.access !== undefined
  }

  /** Largest file that may be sent, in megabytes; 0 where none may. */
  get uploadMb(): number {
    return this.#membership.access?.uploadMb ?? 0
  }

  /** Calls back after every change; returns how to stop. */
  watch(watcher: (state: ChatState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.#connection.running || this.#state.transcript.ended) return
    this.#set({ connection: 'connecting' })
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
    clearTimeout(this.#typingTimer)
    clearTimeout(this.#backTimer)
  }

  /** Tells whether the customer is looking: what arrives meanwhile is read. */
  setReading(reading: boolean): void {
    this.#reading = reading
    this.#setTranscript(this.#state.transcript)
  }

  say(text: string): void {
    this.#submit(textMessage(this.#writer(), newClientId(), text, Date.now()))
  }

  /** Sends files, with or without words. */
  sendFiles(text: string, files: readonly File[]): void {
    this.#submit(fileMessage(this.#writer(), newClientId(), text, files, Date.now()))
  }

  /** Sends a reply that is offered below the last message; a second click may come before the buttons are gone. */
  choose(action: SuggestedAction): void {
    if (openActions(this.#state.transcript).includes(action)) this.answerCard(action)
  }

  /** Sends what a button inside a card says. */
  answerCard(action: SuggestedAction): void {
    this.#submit(chosenReply(this.#writer(), newClientId(), action, Date.now()))
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId)
  }

  /** Stops an upload; it stays as one that failed, to be sent again or discarded. */
  cancel(clientId: string): void {
    this.#outbox.cancel(clientId)
  }

  /** Takes back a message that was not sent. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId)
    this.#setTranscript(discard(this.#state.transcript, clientId))
  }

  /**
   * Asks for the conversation again, because links to its files hold only for a while. Callers at the same
   * time share one answer.
   * @returns whether it came
   */
  refreshFiles(): Promise<boolean> {
    this.#refreshing ??= this.#refreshFiles().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refreshFiles(): Promise<boolean> {
    await this.#membership.refreshWhenDue()
    let watermark = ''
    for (;;) {
      const access = this.#membership.access
      const page = access && (await this.#line.activities(access, watermark))
      if (!page?.ok) return false
      this.#take(page.value)
      const next = page.value.watermark
      if (!next || next === watermark) return true
      watermark = next
    }
  }

  /** The customer types: whoever of ours has the conversation sees it, as long as it goes on. */
  writing(): void {
    const now = Date.now()
    if (this.#state.transcript.owner !== 'human' || now - this.#toldWriting < WRITING_MS) return
    this.#toldWriting = now
    this.#signal(typingSign(this.#writer(), newClientId()))
  }

  /** Tells something that passes: whether it arrives matters little. */
  #signal(activity: object): void {
    const access = this.#membership.access
    if (access && this.#isOnline()) void this.#line.post(access, activity)
  }

  /** A person's message that is on the screen is read. */
  #tellRead(transcript: Transcript): void {
    const newest = newestOfAgent(transcript)
    if (!this.#reading || newest === undefined || newest === this.#toldRead || !this.#isOnline()) return
    this.#toldRead = newest
    this.#signal(readEvent(this.#writer(), newClientId(), newest))
  }

  /** Posts whether an answer helped; false when it did not reach the server. */
  async rate(messageId: string, helpful: boolean): Promise<boolean> {
    const access = this.#membership.access
    if (!access) return false
    const mark = (feedback: 'asked' | 'helpful' | 'unhelpful') =>
      this.#setTranscript(markFeedback(this.#state.transcript, messageId, feedback))
    mark(helpful ? 'helpful' : 'unhelpful')
    const event = feedbackEvent(this.#writer(), newClientId(), messageId, helpful)
    const outcome = await this.#line.post(access, event)
    if (!outcome.ok) mark('asked')
    return outcome.ok
  }

  /** Ends the chat on the server and forgets it here; false when the server could not be told. */
  async end(): Promise<boolean> {
    const access = this.#membership.access
    if (access) {
      const outcome = await this.#line.post(access, endOfChat(this.#writer(), newClientId()))
      if (!outcome.ok && outcome.reason !== 'gone' && outcome.reason !== 'expired') return false
    }
    this.#over()
    return true
  }

  /** Begins a new chat after one has ended. */
  startOver(): void {
    this.#over()
    this.#set({ transcript: emptyTranscript })
    this.start()
  }

  /** Reconnects at once instead of waiting out the pause. */
  tryNow(): void {
    this.#connection.tryNow()
  }

  /** The device says that it has no network: do not wait for the connection to notice. */
  wentOffline(): void {
    this.#connection.drop()
  }

  /** After the page was in the background: tokens may be old, and a silent connection may be dead. */
  async cameBack(): Promise<void> {
    this.tryNow()
    if (this.#isOnline()) await this.#checkStream()
  }

  #writer(): Writer {
    return {
      userId: this.#membership.access?.userId,
      locale: this.#options.locale(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }
  }

  #isOnline(): boolean {
    return this.#state.connection === 'online' || this.#state.connection === 'back'
  }

  #submit(unsent: Unsent): void {
    const state: SendState = this.#state.connection === 'lost' ? 'waiting' : 'sending'
    this.#setTranscript(queue(this.#state.transcript, unsent, state))
    this.#outbox.add(unsent, this.#isOnline())
    this.start()
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change }
    for (const watcher of this.#watchers) watcher(this.#state)
  }

  #setTranscript(transcript: Transcript): void {
    const newest = newestId(transcript)
    const { store } = this.#options
    if (this.#reading && newest !== undefined && newest !== store.value.seen && !transcript.ended) {
      store.update({ seen: newest })
    }
    this.#set({ transcript, unread: this.#reading ? 0 : unreadCount(transcript, store.value.seen) })
    if (!transcript.ended) this.#tellRead(transcript)
  }

  #setConnection(connection: ChatState['connection']): void {
    clearTimeout(this.#backTimer)
    if (connection === 'back') {
      this.#backTimer = setTimeout(() => this.#set({ connection: 'online' }), BACK_MS)
    }
    this.#set({ connection })
  }

  #opened(): void {
    this.#setConnection(this.#state.connection === 'lost' ? 'back' : 'online')
    void this.#outbox.flush()
  }

  #take(frame: Frame): void {
    const userId = this.#membership.access?.userId
    const incoming = frame.activities.flatMap((activity) => readActivity(activity, userId) ?? [])
    if (incoming.length === 0) return
    for (const item of incoming) {
      if (item.kind === 'message' && item.clientId) this.#outbox.settle(item.clientId)
    }
    this.#setTranscript(receive(this.#state.transcript, incoming))
    if (this.#state.transcript.ended) this.#over()
    clearTimeout(this.#typingTimer)
    if (!this.#state.transcript.typing) return
    const quiet = () => this.#setTranscript({ ...this.#state.transcript, typing: false })
    this.#typingTimer = setTimeout(quiet, TYPING_MS)
  }

  /** A conversation that is gone is over if the customer has seen any of it, and otherwise simply replaced. */
  #gone(): boolean {
    const seen = this.#state.transcript.entries.some((entry) => entry.id !== undefined)
    if (seen) this.#over()
    return !seen
  }

  #over(): void {
    this.stop()
    this.#outbox.clear()
    this.#membership.forget()
    const { transcript } = this.#state
    const ended: Transcript = { ...transcript, owner: 'closed', typing: false, ended: true }
    this.#set({ transcript: ended, connection: 'idle', unread: 0 })
  }

  /** A stream that did not bring what the server has is dead, and is replaced. */
  async #checkStream(): Promise<void> {
    const missed = await this.#connection.check()
    if (missed > 0) this.#connection.drop()
  }

  async #expectEcho(clientId: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ECHO_MS))
    const entry = this.#state.transcript.entries.find(({ key }) => key === clientId)
    if (entry && entry.id === undefined && this.#connection.running) await this.#checkStream()
  }
}
