/** A deed that may fail: whether it is under way, and in words what went wrong. */

import { useEffect, useRef, useState } from 'react'
import { errorWords } from './error-words.ts'
import { useWords } from './words.ts'

export interface Attempt {
  readonly busy: boolean
  /** A sentence; empty while nothing is wrong. */
  readonly problem: string
  /** Does it, unless something is under way. @returns whether it was done */
  run(act: () => Promise<void>): Promise<boolean>
  /** Tells something that was found wrong here. */
  tell(problem: string): void
}

/** @param own sentences for codes that only this place meets */
export function useAttempt(own: Readonly<Record<string, string>> = {}): Attempt {
  const { words } = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<{ readonly error: unknown } | string>('')
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])
  const run = async (act: () => Promise<void>) => {
    if (busy) return false
    setBusy(true)
    setError('')
    try {
      await act()
      return true
    } catch (error) {
      if (!gone.current) setError({ error })
      return false
    } finally {
      if (!gone.current) setBusy(false)
    }
  }
  const problem = typeof error === 'string' ? error : errorWords(error.error, words, own)
  return { busy, problem, run, tell: setError }
}
