/** Tells whoever is watching a conversation that something new is in it. */

import { EventEmitter } from 'node:events'

/** What watchers are told: new messages are to be fetched, or somebody is typing right now. */
export type LiveSignal = { readonly kind: 'changed' } | { readonly kind: 'typing'; readonly from: string }

/** In-process notices by conversation. Notices carry no content: watchers read the database. */
export class Live {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #everywhere = new EventEmitter().setMaxListeners(0)
  #announce: (conversationId: string) => void = () => undefined

  /** Where changes made here are announced to other processes, if there are any. */
  announceThrough(announce: (conversationId: string) => void): void {
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

  /** Somebody is typing; told to those watching now and never stored. */
  typing(conversationId: string, from: string): void {
    this.#emitter.emit(conversationId, { kind: 'typing', from } satisfies LiveSignal)
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
}
