/** Tells whoever is watching a conversation that something new is in it, and what happens there just now. */

import { EventEmitter } from 'node:events'

/**
 * What watchers of a conversation are told: new messages are to be fetched, somebody of ours is typing right now, or one
 * of ours has read on.
 */
export type LiveSignal =
  | { readonly kind: 'changed' }
  | { readonly kind: 'typing'; readonly from: string }
  | { readonly kind: 'read' }

/**
 * What passes and is stored nowhere, or told to few: an agent types, or has read on (the customer's client); the
 * customer types, has read on, or colleagues have it open (the desk); agents or queues have changed (every desk).
 */
export const liveNews = ['agent-typing', 'agent-read', 'customer-typing', 'presence', 'agents'] as const
export type LiveNews = (typeof liveNews)[number]

/** Told to other processes: of which conversation, and what; without news, that something was committed in it. */
export type Announce = (conversationId: string, news?: LiveNews) => void

/** In place of a conversation where news is of none. */
const NOWHERE = '-'

/** In-process notices by conversation. Notices carry no content: watchers read the database. */
export class Live {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #everywhere = new EventEmitter().setMaxListeners(0)
  #announce: Announce = () => undefined

  /** Where changes made here are announced to other processes, if there are any. */
  announceThrough(announce: Announce): void {
    this.#announce = announce
  }

  /** New messages or a new owner were committed by this process. */
  changed(conversationId: string): void {
    this.heard(conversationId)
    this.#announce(conversationId)
  }

  /** Another process committed something in this conversation. */
  heard(conversationId: string): void {
    this.#emitter.emit(conversationId, { kind: 'changed' } satisfies LiveSignal)
    this.#everywhere.emit('changed', conversationId)
  }

  /** Some other process committed something, we do not know where: every watcher looks. */
  heardSomething(): void {
    for (const name of this.#emitter.eventNames()) {
      if (typeof name === 'string') this.#emitter.emit(name, { kind: 'changed' } satisfies LiveSignal)
    }
    this.#everywhere.emit('changed', null)
  }

  /** The bot is typing; told to those watching now and never stored. */
  typing(conversationId: string, from: string): void {
    this.#emitter.emit(conversationId, { kind: 'typing', from } satisfies LiveSignal)
  }

  /** Something passing happens in a conversation; told here and in other processes, never stored. */
  tell(news: LiveNews, conversationId: string = NOWHERE): void {
    this.heardNews(news, conversationId)
    this.#announce(conversationId, news)
  }

  /** Another process tells something passing. */
  heardNews(news: LiveNews, conversationId: string): void {
    if (news === 'agent-typing') this.typing(conversationId, 'agent')
    else if (news === 'agent-read') this.#emitter.emit(conversationId, { kind: 'read' } satisfies LiveSignal)
    else this.#everywhere.emit('news', news, conversationId)
  }

  /** Watches one conversation. @returns stops watching */
  watch(conversationId: string, listener: (signal: LiveSignal) => void): () => void {
    this.#emitter.on(conversationId, listener)
    return () => this.#emitter.off(conversationId, listener)
  }

  /** Watches all conversations; the id is null when it is not known which. @returns stops watching */
  watchAll(listener: (conversationId: string | null) => void): () => void {
    this.#everywhere.on('changed', listener)
    return () => this.#everywhere.off('changed', listener)
  }

  /** Hears what our own people should know and no customer. @returns stops it */
  watchNews(listener: (news: LiveNews, conversationId: string) => void): () => void {
    this.#everywhere.on('news', listener)
    return () => this.#everywhere.off('news', listener)
  }
}

/** Whether a word of another process is news we know. */
export function isLiveNews(word: string | undefined): word is LiveNews {
  return liveNews.some((known) => known === word)
}
