/** What every part of the desk has at hand: the words, the calls, the stream of changes, the account. */

import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { SessionAnswer } from '../../console/desk-types.ts'
import type { Language } from '../widget/strings.ts'
import type { Api } from './api.ts'
import { type Calendar, knownZone, ownZone } from './calendar.ts'
import type { Live } from './live.ts'
import type { Strings } from './strings.ts'
import type { UnsentStore } from './unsent.ts'

/** Tells the server's time and the company's time zone, however wrong the browser's are. */
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

/** Language and time zone in which moments are told. */
export function useCalendar(): Calendar {
  const { language } = useWords()
  const { clock } = useDesk()
  const subscribe = useCallback((changed: () => void) => clock.onSet(changed), [clock])
  const timeZone = useSyncExternalStore(subscribe, () => clock.timeZone)
  return useMemo(() => ({ language, timeZone }), [language, timeZone])
}
