/** A note that is being written; it survives a reload of the tab as drafts of replies do. */

import { useCallback, useSyncExternalStore } from 'react'
import { useDesk } from './desk-context.ts'

export interface NoteText {
  readonly text: string
  set(text: string): void
}

/** @param id of the conversation */
export function useNoteText(id: string): NoteText {
  const { unsent: store } = useDesk()
  // Beside the draft of the reply, under a name no conversation has.
  const key = `note:${id}`
  const subscribe = useCallback((changed: () => void) => store.onChange(changed), [store])
  const text = useSyncExternalStore(subscribe, () => store.of(key).draft)
  return { text, set: useCallback((next: string) => store.setDraft(key, next), [store, key]) }
}
