/** Keeps an agent's choices in the browser, and tells every part of the page when they change. */

import { useSyncExternalStore } from 'react'
import { browserStorage } from '../widget/stored.ts'
import { type Preferences, readPreferences } from './preferences.ts'

const KEY = 'liuke-desk:preferences'

function load(): Preferences {
  try {
    return readPreferences(browserStorage()?.getItem(KEY) ?? null, navigator.languages)
  } catch {
    return readPreferences(null, navigator.languages) // storage is blocked: as the browser is set
  }
}

let current: Preferences | undefined
const watchers = new Set<() => void>()

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

function read(): Preferences {
  current ??= load()
  return current
}

/** Changes some choices, for all of the page and for next time. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...read(), ...change }
  try {
    browserStorage()?.setItem(KEY, JSON.stringify(current))
  } catch {
    // Blocked or full: the choice lasts as long as the page.
  }
  for (const watcher of [...watchers]) watcher()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read)
}

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** Whether the page is dark now: as chosen, or as the system is. */
export function useDark(): boolean {
  const { appearance } = usePreferences()
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  return appearance === 'auto' ? systemDark : appearance === 'dark'
}
