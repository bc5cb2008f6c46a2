/** Lets the agent hear and see, also outside of this tab, what happens in the queue. */

import { useEffect, useRef, useState } from 'react'
import { usePreferences } from '../staff/use-preferences.ts'
import { Chime } from './chime.ts'
import { useDesk, useWords } from './desk-context.ts'
import { type Attention, isWorthTelling, newsBetween, type Reading } from './news.ts'
import { notify } from './notifications.ts'
import type { ListedItem } from './queue-order.ts'

export function useNews(
  items: readonly ListedItem[] | undefined,
  attention: Pick<Attention, 'open' | 'available'>,
): void {
  const { words, language } = useWords()
  const { clock } = useDesk()
  const { sound, notify: notifies } = usePreferences()
  const [chime] = useState(() => new Chime())
  const before = useRef<Reading>(undefined)
  const latest = useRef({ attention, words, language, sound, notifies })
  useEffect(() => {
    latest.current = { attention, words, language, sound, notifies }
  })
  useEffect(() => {
    const arm = () => chime.arm()
    addEventListener('pointerdown', arm)
    addEventListener('keydown', arm)
    return () => {
      removeEventListener('pointerdown', arm)
      removeEventListener('keydown', arm)
      chime.close()
    }
  }, [chime])
  useEffect(() => {
    if (!items) return
    const reading = { items, now: clock.now() }
    const earlier = before.current
    before.current = reading
    if (!earlier) return
    const now = latest.current
    const looking = document.hasFocus() && !document.hidden
    const news = newsBetween(earlier, reading).filter((one) =>
      isWorthTelling(one, { ...now.attention, looking }),
    )
    const [first] = news
    if (!first) return
    if (now.sound) chime.play(first.kind)
    if (now.notifies && !looking) for (const one of news.slice(0, 3)) notify(one, now.words, now.language)
  }, [items, clock, chime])
}
