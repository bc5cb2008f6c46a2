/** Listens to the keyboard for a whole page. */

import { useEffect, useRef } from 'react'
import type { KeyPress } from './key-press.ts'
import { usePreferences } from './use-preferences.ts'

/**
 * @param commandOf what a key press on an element means; nothing for most
 * @param run called with every command that a key gives
 * @param isFirst hears a key before what stands around the page, which leaves alone what was taken
 */
export function useKeyCommands<Command>(
  commandOf: (press: KeyPress, target: Element | undefined) => Command | undefined,
  run: (command: Command) => void,
  isFirst = false,
): void {
  const { letters } = usePreferences()
  const latest = useRef({ commandOf, run })
  useEffect(() => {
    latest.current = { commandOf, run }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : undefined
      const press: KeyPress = {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        composing: event.isComposing,
        inText: target?.closest('input, textarea, select, [contenteditable]') != null,
        inDialog: document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]') !== null,
        letters,
      }
      const command = latest.current.commandOf(press, target)
      if (command === undefined) return
      event.preventDefault()
      latest.current.run(command)
    }
    addEventListener('keydown', onKey, isFirst)
    return () => removeEventListener('keydown', onKey, isFirst)
  }, [letters, isFirst])
}
