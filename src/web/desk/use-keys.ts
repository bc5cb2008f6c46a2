/** Listens to the keyboard for the whole desk. */

import { useEffect, useRef } from 'react'
import { usePreferences } from '../staff/use-preferences.ts'
import { type Command, commandOf } from './keys.ts'

/** @param run called with every command that a key gives */
export function useKeys(run: (command: Command) => void): void {
  const { letters } = usePreferences()
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : undefined
      const command = commandOf({
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        composing: event.isComposing,
        inText: target?.closest('input, textarea, select, [contenteditable]') != null,
        inList: target?.closest('[data-conversation], [data-task], [data-retention]') != null,
        inDialog: document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]') !== null,
        letters,
      })
      if (!command) return
      event.preventDefault()
      latest.current(command)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [letters])
}
