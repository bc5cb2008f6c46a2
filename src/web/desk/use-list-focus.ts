/** Moves the focus along a list, and keeps it there when the entry that has it goes away. */

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { neighbour } from './queue-order.ts'

/** What a list does with its focus. */
export interface ListFocus {
  /** Focuses an entry; where it is gone or none is named, the list itself. */
  to(id?: string): void
  /** @param open where to begin when no entry has the focus */
  move(step: 1 | -1, open: string | undefined): void
  onFocus(event: FocusEvent): void
  onBlur(event: FocusEvent): void
}

/**
 * @param kind entries are marked as `data-<kind>`, with their id; an entry that is no link itself holds what is focused
 * @param ids of all entries, in the order they are shown
 */
export function useListFocus(
  list: RefObject<HTMLElement | null>,
  kind: 'conversation' | 'task' | 'retention',
  ids: readonly string[],
): ListFocus {
  const last = useRef<{ id: string; at: number }>(undefined)
  const selector = `[data-${kind}]`
  const idAt = (place: Element | null): string | undefined =>
    place?.closest<HTMLElement>(selector)?.dataset[kind]

  const focusEntry = (id: string | undefined): boolean => {
    const entries = list.current?.querySelectorAll<HTMLElement>(selector) ?? []
    const entry = [...entries].find((element) => element.dataset[kind] === id)
    const target = entry?.matches('a') ? entry : entry?.querySelector<HTMLElement>('a, [tabindex]')
    target?.focus()
    entry?.scrollIntoView({ block: 'nearest' })
    return target != null
  }
  // An entry that moves to another section is drawn anew, and one that is gone leaves its place to the next.
  useLayoutEffect(() => {
    // Not every focus is heard: what a closing window gives back comes while React does not listen.
    const here = idAt(document.activeElement)
    if (here !== undefined) last.current = { id: here, at: ids.indexOf(here) }
    if (!last.current || document.activeElement !== document.body) return
    const { id, at } = last.current
    if (!focusEntry(ids.includes(id) ? id : ids[Math.min(at, ids.length - 1)])) list.current?.focus()
  })
  return {
    to: (id) => {
      if (!focusEntry(id)) list.current?.focus()
    },
    move: (step, open) => {
      focusEntry(neighbour(ids, idAt(document.activeElement) ?? open, step))
    },
    onFocus: ({ target }) => {
      const id = idAt(target)
      last.current = id === undefined ? undefined : { id, at: ids.indexOf(id) }
    },
    onBlur: ({ relatedTarget }) => {
      // Without a new target the element may just have been removed: then the focus is brought back.
      if (relatedTarget) last.current = undefined
    },
  }
}
