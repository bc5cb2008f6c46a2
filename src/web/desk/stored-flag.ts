/** A yes or no that a browser remembers. */

import { useState } from 'react'
import { browserStorage } from '../widget/stored.ts'

/** @param key under which it is kept. @returns it, and how to change it */
export function useStoredFlag(key: string, otherwise: boolean): readonly [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => {
    try {
      const stored = browserStorage()?.getItem(key)
      return stored === 'yes' || (stored !== 'no' && otherwise)
    } catch {
      return otherwise // storage is blocked
    }
  })
  const change = (next: boolean) => {
    setValue(next)
    try {
      browserStorage()?.setItem(key, next ? 'yes' : 'no')
    } catch {
      // Blocked or full: it holds as long as the page.
    }
  }
  return [value, change]
}
