/** Which conversation is open, kept in the address so that reloading and the browser's back button work. */

import { useSyncExternalStore } from 'react'
import { conversationIn } from './route.ts'

export function useRoute(): string | undefined {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => conversationIn(location.hash),
  )
}

/** Leaves the open conversation. */
export function leave(): void {
  if (location.hash !== '') location.hash = '#/'
}
