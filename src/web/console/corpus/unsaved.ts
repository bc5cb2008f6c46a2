/** What was written and not saved, kept in this browser tab so that a reload or another item loses nothing. */

import type { ItemContent } from '../../../console/corpus-types.ts'

/** Unsaved text, and what it was made from. */
export interface Unsaved {
  readonly version: number
  readonly base: ItemContent | null
  readonly content: ItemContent
  /** Where a new entry goes. */
  readonly file?: string
}

const PREFIX = 'liuke.corpus.'

/** @param account whose text it is; another account of the tab does not see it */
export class UnsavedTexts {
  readonly #prefix: string
  readonly #storage: Storage

  constructor(account: string, storage: Storage) {
    this.#prefix = `${PREFIX}${account}.`
    this.#storage = storage
  }

  read(key: string): Unsaved | undefined {
    const text = this.#storage.getItem(this.#prefix + key)
    if (text === null) return undefined
    try {
      // Written by `keep` below, in this tab.
      return JSON.parse(text) as Unsaved
    } catch {
      return undefined // somebody else's, or cut: as good as none
    }
  }

  /** @returns whether the browser took it: its storage may be full or closed */
  keep(key: string, unsaved: Unsaved): boolean {
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify(unsaved))
      return true
    } catch {
      return false
    }
  }

  drop(key: string): void {
    this.#storage.removeItem(this.#prefix + key)
  }

  keys(): readonly string[] {
    const names = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at) ?? '')
    return names
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length))
  }
}
