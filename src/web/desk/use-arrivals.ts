/** Tells of conversations that begin to wait to screen readers, and in the title of the tab how many want an answer. */

import { useEffect, useRef, useState } from 'react'
import type { Language } from '../widget/strings.ts'
import { arrivalWords } from './arrival-words.ts'
import { arrivals, type ListedItem } from './queue-order.ts'
import type { Strings } from './strings.ts'

/** Arrivals are read out this often at most, in milliseconds; those in between are told together. */
const PAUSE_MS = 10_000

/** @returns what to announce; changes only when somebody arrives */
export function useArrivals(
  items: readonly ListedItem[] | undefined,
  words: Strings,
  language: Language,
): string {
  const [announcement, setAnnouncement] = useState('')
  const before = useRef<readonly ListedItem[]>(undefined)
  /** Arrivals that were not told yet, and when something was told last. */
  const gathered = useRef<readonly ListedItem[]>([])
  const last = useRef(Number.NEGATIVE_INFINITY)
  const waiting = items?.filter(({ owner }) => owner === 'queued').length ?? 0
  const unread = items?.filter((item) => item.mine && item.unread > 0).length ?? 0
  useEffect(() => {
    if (!items) return
    const fresh = before.current ? arrivals(before.current, items) : []
    before.current = items
    // What is offered to the agent says so itself.
    gathered.current = [...gathered.current, ...fresh.filter(({ offeredToMe }) => !offeredToMe)]
    if (gathered.current.length === 0) return
    const wait = Math.max(0, last.current + PAUSE_MS - performance.now())
    const timer = setTimeout(() => {
      last.current = performance.now()
      setAnnouncement(arrivalWords(gathered.current, waiting, words, language))
      gathered.current = []
    }, wait)
    return () => clearTimeout(timer)
  }, [items, waiting, words, language])
  useEffect(() => {
    const count = waiting + unread
    document.title = count > 0 ? `(${count}) ${words.product}` : words.product
  }, [waiting, unread, words])
  return announcement
}
