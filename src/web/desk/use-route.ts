/** What is open, kept in the address so that reloading and the browser's back button work. */

import { useMemo, useSyncExternalStore } from 'react'
import { type Place, placeAt, retentionHref } from './route.ts'

export function useRoute(): Place {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => location.hash,
  )
  return useMemo(() => placeAt(hash), [hash])
}

/** Leaves what is open for its list. */
export function leave({ view }: Place): void {
  if (view === 'retention') location.hash = retentionHref()
  else if (location.hash !== '') location.hash = '#/'
}
