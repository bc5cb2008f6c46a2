/** Which page is open, kept in the address so that reloading and the browser's back button work. */

import { useSyncExternalStore } from 'react'

/** The part of the address from `#` on. */
export function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => location.hash,
  )
}
