/** Keeps the stream of changes open, and asks for everything again after a loss and while there is none. */

import type { DeskEvent } from '../../console/desk-types.ts'
import type { WorkEvent } from '../../console/desk-work-types.ts'
import { reconnectDelay } from '../shared/reconnect.ts'

/** What has changed: one event of the server, or anything at all, because some may have been missed. */
export type Change = Exclude<DeskEvent, { type: 'ping' }> | WorkEvent | { readonly type: 'everything' }

/** `connecting` covers the first try of all and the first try after a loss; `lost` is told to the agent. */
export type LiveState = 'connecting' | 'live' | 'lost'

/** What a stream tells; nothing any more once it is closed. */
export interface StreamEars {
  opened(): void
  heard(data: unknown): void
  failed(): void
}

/** Opens a stream. @returns closes it */
export type OpenStream = (ears: StreamEars) => () => void

/** While there is no stream, everything is read again this often. */
const POLL_MS = 10_000
/** A stream this long without as much as a ping is dead, whatever the browser thinks. */
const SILENCE_MS = 70_000

/** Events that say nothing more, and those that name a conversation. */
const PLAIN: ReadonlySet<unknown> = new Set(['queue', 'tasks', 'retention', 'agents', 'ping'])
const OF_ONE: ReadonlySet<unknown> = new Set(['conversation', 'typing', 'presence'])

/** Reads one event; undefined for what this version of the page does not know. */
export function readEvent(data: unknown): DeskEvent | WorkEvent | undefined {
  let value: unknown
  try {
    value = JSON.parse(String(data))
  } catch {
    return undefined // not ours, or of a later version
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined
  const { type } = value
  if (isPlain(type)) return { type }
  if (!isOfOne(type) || !('id' in value) || typeof value.id !== 'string') return undefined
  return { type, id: value.id }
}

function isPlain(type: unknown): type is 'queue' | 'tasks' | 'retention' | 'agents' | 'ping' {
  return PLAIN.has(type)
}

function isOfOne(type: unknown): type is 'conversation' | 'typing' | 'presence' {
  return OF_ONE.has(type)
}

/** The stream of changes of the whole desk. */
export class Live {
  readonly #open: OpenStream
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #watchers = new Set<() => void>()
  #state: LiveState = 'connecting'
  #close: (() => void) | undefined
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #poll: ReturnType<typeof setInterval> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(open: OpenStream) {
    this.#open = open
  }

  get state(): LiveState {
    return this.#state
  }

  start(): void {
    this.#connect()
  }

  stop(): void {
    this.#drop()
    clearTimeout(this.#retry)
    clearInterval(this.#poll)
    this.#poll = undefined
  }

  /** Tries at once instead of after the pause. */
  tryNow(): void {
    if (this.#state !== 'live') this.#connect()
    this.#tell({ type: 'everything' })
  }

  /** @returns ends the subscription */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns ends the subscription */
  onState(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #connect(): void {
    this.#drop()
    clearTimeout(this.#retry)
    this.#close = this.#open({
      opened: () => {
        this.#failures = 0
        clearInterval(this.#poll)
        this.#poll = undefined
        this.#become('live')
        this.#listen()
        this.#tell({ type: 'everything' })
      },
      heard: (data) => {
        this.#listen()
        const event = readEvent(data)
        if (event && event.type !== 'ping') this.#tell(event)
      },
      failed: () => this.#fail(),
    })
  }

  #fail(): void {
    this.#drop()
    // One lost stream is nothing to bother people with: only when it does not come back at once.
    this.#become(this.#failures === 0 ? 'connecting' : 'lost')
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#connect(), reconnectDelay(this.#failures, Math.random()))
    this.#failures += 1
    this.#poll ??= setInterval(() => this.#tell({ type: 'everything' }), POLL_MS)
  }

  #listen(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#fail(), SILENCE_MS)
  }

  #drop(): void {
    clearTimeout(this.#silence)
    this.#close?.()
    this.#close = undefined
  }

  #become(state: LiveState): void {
    if (this.#state === state) return
    this.#state = state
    for (const watcher of [...this.#watchers]) watcher()
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change)
  }
}
