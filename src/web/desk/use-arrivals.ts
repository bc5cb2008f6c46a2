/** Tells of conversations that begin to wait: to screen readers, and in the title of the tab. */

import { useEffect, useRef, useState } from 'react'
import type { QueueItem } from '../../console/desk-types.ts'
import type { Language } from '../widget/strings.ts'
import { arrivalWords } from './arrival-words.ts'
import { arrivals, sectionsOf } from './queue-order.ts'
import type { Strings } from './strings.ts'

/** @returns what to announce; changes only when somebody arrives */
export function useArrivals(
  items: readonly QueueItem[] | undefined,
  words: Strings,
  language: Language,
): string {
  const [announcement, setAnnouncement] = useState('')
  const before = useRef<readonly QueueItem[]>(undefined)
  const waiting = items ? sectionsOf(items).waiting.length : 0
  useEffect(() => {
    if (!items) return
    const fresh = before.current ? arrivals(before.current, items) : []
    before.current = items
    if (fresh.length > 0) setAnnouncement(arrivalWords(fresh, waiting, words, language))
  }, [items, waiting, words, language])
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${words.product}` : words.product
  }, [waiting, words])
  return announcement
}
