/** Whether the customer is typing now. */

import { useEffect, useState } from 'react'
import { useDesk } from './desk-context.ts'

/** Nothing heard for so long, in milliseconds: the customer has stopped. */
const STOPPED_MS = 6_000

/** @param lastSeq what was typed has arrived when this changes */
export function useTyping(id: string | undefined, lastSeq: number): boolean {
  const { live } = useDesk()
  const [isTyping, setTyping] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.onChange((change) => {
      if (change.type !== 'typing' || change.id !== id) return
      clearTimeout(timer)
      timer = setTimeout(() => setTyping(false), STOPPED_MS)
      setTyping(true)
    })
    return () => {
      stop()
      clearTimeout(timer)
      setTyping(false)
    }
  }, [live, id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message ends the typing of it
  useEffect(() => setTyping(false), [lastSeq])
  return isTyping
}
