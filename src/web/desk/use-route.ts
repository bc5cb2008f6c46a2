/** What is open, kept in the address so that reloading and the browser's back button work. */

import { useMemo, useSyncExternalStore } from 'react'
import { inboxHref, type Place, placeAt, retentionHref } from './route.ts'

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
export function leave(place: Place): void {
  if (place.view === 'retention') location.hash = retentionHref()
  else if (place.view === 'inbox') location.hash = inboxHref(place.filters)
  else if (location.hash !== '') location.hash = '#/'
}

/** Goes to an address without a step for the browser's back button, such as at every letter of a search. */
export function replacePlace(hash: string): void {
  history.replaceState(history.state, '', location.pathname + location.search + hash)
  // The browser tells only of steps it has recorded.
  dispatchEvent(new HashChangeEvent('hashchange'))
}
