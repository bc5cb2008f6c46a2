/** Tells the server that this conversation is open here, how far it was read and whether something is being written. */

import { useCallback, useEffect, useRef } from 'react'
import { useDesk } from './desk-context.ts'

/** How often the server hears of an open conversation, in milliseconds; after 30 seconds of silence it counts as closed. */
const EVERY_MS = 10_000
/** Without a key press for this long nobody is writing any more. */
const WRITING_MS = 6_000
/** News of writing or reading waits so long for more of it. */
const GATHER_MS = 400

export interface Presence {
  /** To be called with each key press in the reply. */
  wrote(): void
  /** Something was sent or put away: nobody is writing. */
  stopped(): void
}

/**
 * Nothing is told while the tab is hidden, nor of a conversation that is not `enabled`.
 * @param seenSeq number of the newest message on the screen
 */
export function usePresence(id: string | undefined, seenSeq: number, enabled: boolean): Presence {
  const { work } = useDesk()
  const now = useRef({ seenSeq, writing: false })
  const timers = useRef<{ gather?: ReturnType<typeof setTimeout>; writing?: ReturnType<typeof setTimeout> }>(
    {},
  )

  const tell = useCallback(() => {
    if (id === undefined || !enabled || document.hidden) return
    const { seenSeq: seen, writing } = now.current
    // Whoever cannot be told now is told again in a moment; the page says itself when the server is gone.
    work.present(id, { writing, seenSeq: seen }).catch(() => undefined)
  }, [work, id, enabled])
  const soon = useCallback(() => {
    clearTimeout(timers.current.gather)
    timers.current.gather = setTimeout(tell, GATHER_MS)
  }, [tell])
  const become = useCallback(
    (writing: boolean) => {
      clearTimeout(timers.current.writing)
      if (writing) timers.current.writing = setTimeout(() => become(false), WRITING_MS)
      if (now.current.writing === writing) return
      now.current.writing = writing
      soon()
    },
    [soon],
  )

  useEffect(() => {
    now.current.seenSeq = seenSeq
    soon()
  }, [seenSeq, soon])
  useEffect(() => {
    const beat = setInterval(tell, EVERY_MS)
    document.addEventListener('visibilitychange', soon)
    const { current } = timers
    return () => {
      clearInterval(beat)
      clearTimeout(current.gather)
      clearTimeout(current.writing)
      document.removeEventListener('visibilitychange', soon)
    }
  }, [tell, soon])
  return {
    wrote: useCallback(() => become(true), [become]),
    stopped: useCallback(() => become(false), [become]),
  }
}
