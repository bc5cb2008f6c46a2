/** Tells the server's time and the company's time zone, however wrong the browser's are. */

import { knownZone, ownZone } from './calendar.ts'

export class ServerClock {
  readonly #watchers = new Set<() => void>()
  #ahead = 0
  #timeZone = ownZone()

  /** @param answer with what the server's clock said just now, and the company's time zone */
  set({ now, timeZone }: { readonly now: number; readonly timeZone: string }): void {
    this.#ahead = now - Date.now()
    this.#timeZone = knownZone(timeZone)
    for (const watcher of [...this.#watchers]) watcher()
  }

  /** Hears whenever the clock was set. @returns ends the subscription */
  onSet(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  now(): number {
    return Date.now() + this.#ahead
  }

  /** IANA name; the browser's own until the server has said one. */
  get timeZone(): string {
    return this.#timeZone
  }
}
