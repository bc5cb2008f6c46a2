/** What every part of the desk has at hand: the words, the calls, the stream of changes, the account. */

import { createContext, use, useEffect, useState } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import type { Language } from '../widget/strings.ts'
import type { Api } from './api.ts'
import type { Live } from './live.ts'
import type { Strings } from './strings.ts'
import type { UnsentStore } from './unsent.ts'

/** Tells the server's time, however wrong the browser's clock is. */
export class ServerClock {
  readonly #watchers = new Set<() => void>()
  #ahead = 0

  /** @param serverNow what the server's clock said just now */
  set(serverNow: number): void {
    this.#ahead = serverNow - Date.now()
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
}

export interface WordsContext {
  readonly words: Strings
  readonly language: Language
}

export interface DeskContext {
  readonly api: Api
  readonly live: Live
  readonly clock: ServerClock
  readonly unsent: UnsentStore
  readonly account: SessionAnswer['account']
}

export const WordsProvider = createContext<WordsContext | undefined>(undefined)
export const DeskProvider = createContext<DeskContext | undefined>(undefined)

export function useWords(): WordsContext {
  return present(use(WordsProvider))
}

export function useDesk(): DeskContext {
  return present(use(DeskProvider))
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('Rendered outside of its provider: see app.tsx.')
  return value
}

/** The server's time, renewed every second and with every answer. */
export function useNow(): number {
  const { clock } = useDesk()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    const renew = () => setNow(clock.now())
    const timer = setInterval(renew, 1000)
    const stop = clock.onSet(renew)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [clock])
  return now
}
