/** Keeps what an agent has written and the server has not: drafts, and replies on their way. */

import type { TranscriptItem } from '../../console/desk-types.ts'
import type { KeyValue } from '../widget/stored.ts'

/** Longest reply, in UTF-16 code units. */
export const REPLY_LIMIT = 4_000

/** A reply on its way. */
export interface Outgoing {
  readonly clientId: string
  readonly text: string
  readonly at: number
  /** Last number of the transcript when it was first sent; it cannot be before this. */
  readonly afterSeq: number
  readonly status: 'sending' | 'sent' | 'failed'
}

/** What is unsent in one conversation. */
export interface Unsent {
  readonly draft: string
  readonly outgoing: readonly Outgoing[]
}

const NOTHING: Unsent = { draft: '', outgoing: [] }

/** Replies that the transcript does not show yet: each line of an agent accounts for one reply of its text. */
export function notYetShown(
  outgoing: readonly Outgoing[],
  transcript: readonly TranscriptItem[],
): readonly Outgoing[] {
  const taken = new Set<string>()
  return outgoing.filter(({ text, afterSeq }) => {
    const shown = transcript.find(
      (line) => line.role === 'agent' && line.seq > afterSeq && line.text === text && !taken.has(line.id),
    )
    if (shown) taken.add(shown.id)
    return !shown
  })
}

/** Drafts of a stored record; anything unreadable counts as none. */
export function readDrafts(json: string | null): Map<string, string> {
  let value: unknown
  try {
    value = JSON.parse(json ?? 'null')
  } catch {
    return new Map() // not written by us
  }
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Everything unsent of one account. Drafts survive a reload of the tab, not its end: they may quote
 * customers. Replies on their way live as long as the page, also over a sign-in in between.
 */
export class UnsentStore {
  readonly #key: string
  readonly #storage: KeyValue | undefined
  readonly #conversations = new Map<string, Unsent>()
  readonly #watchers = new Set<() => void>()

  /** @param storage undefined where the browser refuses even to hand out its storage */
  constructor(account: string, storage: KeyValue | undefined) {
    this.#key = `liuke-desk:drafts:${account}`
    this.#storage = storage
    for (const [id, draft] of readDrafts(this.#read())) this.#conversations.set(id, { draft, outgoing: [] })
  }

  /** The same object as long as nothing changes. */
  of(conversation: string): Unsent {
    return this.#conversations.get(conversation) ?? NOTHING
  }

  /** @returns ends the subscription */
  onChange(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  setDraft(conversation: string, draft: string): void {
    this.#change(conversation, { ...this.of(conversation), draft })
  }

  /** Adds a reply, or puts another state on the one with the same id. */
  putOutgoing(conversation: string, reply: Outgoing): void {
    const { draft, outgoing } = this.of(conversation)
    const others = outgoing.filter(({ clientId }) => clientId !== reply.clientId)
    this.#change(conversation, {
      draft,
      outgoing: [...others, reply].sort((a, b) => a.at - b.at),
    })
  }

  dropOutgoing(conversation: string, clientId: string): void {
    const { draft, outgoing } = this.of(conversation)
    this.#change(conversation, { draft, outgoing: outgoing.filter((reply) => reply.clientId !== clientId) })
  }

  /** Forgets everything: somebody else may sit down here. */
  clear(): void {
    this.#conversations.clear()
    this.#write()
    this.#notify()
  }

  #change(conversation: string, unsent: Unsent): void {
    if (unsent.draft === '' && unsent.outgoing.length === 0) this.#conversations.delete(conversation)
    else this.#conversations.set(conversation, unsent)
    this.#write()
    this.#notify()
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }

  #read(): string | null {
    try {
      return this.#storage?.getItem(this.#key) ?? null
    } catch {
      return null // storage is blocked: drafts do not survive a reload
    }
  }

  #write(): void {
    const drafts = [...this.#conversations]
      .filter(([, { draft }]) => draft !== '')
      .map(([id, { draft }]) => [id, draft])
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(Object.fromEntries(drafts)))
    } catch {
      // Blocked or full: drafts stay in memory for this page.
    }
  }
}
