/** What the widget keeps in the browser: the conversation it belongs to, what is not sent yet, what was seen. */

import type { SharedFile } from './attachments.ts'
import type { Access } from './direct-line.ts'
import type { Outgoing } from './transcript.ts'

/**
 * Something written that the server has not acknowledged, with the activity to post again. Of its files only
 * name and size outlive the page.
 */
export interface Unsent extends Outgoing {
  readonly activity: Readonly<Record<string, unknown>>
  readonly failed: boolean
}

export interface Stored {
  readonly access?: Access
  readonly seen?: string
  readonly language?: 'zh' | 'en'
  readonly unsent: readonly Unsent[]
}

/** The two methods of `localStorage` that are used; the browser may refuse either at any time. */
export interface KeyValue {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

const EMPTY: Stored = { unsent: [] }

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function readUnsent(value: unknown): Unsent[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown): Unsent[] => {
    if (!isRecord(item) || !isRecord(item['activity'])) return []
    const { clientId, text, at, activity } = item
    if (typeof clientId !== 'string' || typeof text !== 'string' || typeof at !== 'number') return []
    const files = readUnsentFiles(item['files'])
    return [
      {
        clientId,
        text,
        at,
        activity,
        hidden: item['hidden'] === true,
        failed: item['failed'] === true,
        ...(files.length > 0 && { files }),
      },
    ]
  })
}

function readUnsentFiles(value: unknown): SharedFile[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((file: unknown): SharedFile[] => {
    if (!isRecord(file) || typeof file['name'] !== 'string') return []
    return [{ name: file['name'], mediaType: String(file['mediaType']), size: Number(file['size']) || 0 }]
  })
}

/** Reads a stored record; anything unreadable counts as nothing stored. */
export function readStored(json: string | null): Stored {
  try {
    const value: unknown = JSON.parse(json ?? 'null')
    if (!isRecord(value)) return EMPTY
    const { access, seen, language } = value
    const known =
      isRecord(access) && typeof access['token'] === 'string' && typeof access['conversationId'] === 'string'
        ? {
            token: access['token'],
            conversationId: access['conversationId'],
            expiresAt: Number(access['expiresAt']) || 0,
            ...(typeof access['userId'] === 'string' && { userId: access['userId'] }),
            ...(typeof access['uploadMb'] === 'number' && { uploadMb: access['uploadMb'] }),
          }
        : undefined
    return {
      unsent: readUnsent(value['unsent']),
      ...(known && { access: known }),
      ...(typeof seen === 'string' && { seen }),
      ...((language === 'zh' || language === 'en') && { language }),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return EMPTY
    throw error
  }
}

function withoutBlobs(key: string, value: unknown): unknown {
  return key === 'blob' ? undefined : value
}

/** Keeps a record in the browser's storage, or only in memory where storage is blocked or full. */
export class Store {
  readonly #key: string
  readonly #storage: KeyValue | undefined
  #value: Stored

  /** @param storage undefined where the browser refuses even to hand out its storage */
  constructor(server: string, storage: KeyValue | undefined) {
    this.#key = `liuke-chat:${server}`
    this.#storage = storage
    this.#value = this.#read()
  }

  #read(): Stored {
    try {
      return readStored(this.#storage?.getItem(this.#key) ?? null)
    } catch {
      return EMPTY // storage is blocked: the chat works, it just does not survive a reload
    }
  }

  get value(): Stored {
    return this.#value
  }

  update(change: Partial<Stored>): void {
    this.replace({ ...this.#value, ...change })
  }

  replace(value: Stored): void {
    this.#value = value
    this.#write()
  }

  #write(): void {
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.#value, withoutBlobs))
    } catch {
      // Blocked or full: the record stays in memory for this page.
    }
  }
}

/** The browser's storage, or undefined where asking for it already throws. */
export function browserStorage(): KeyValue | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
