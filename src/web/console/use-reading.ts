/** Something read from the server, again when asked, and every so often. */

import { useCallback, useEffect, useState } from 'react'
import { useConsole } from './console-context.ts'

export interface Reading<Answer> {
  /** Undefined until it was read once. */
  readonly answer: Answer | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  load(): Promise<void>
}

/** @param everyMs reads again by itself, while the page is seen */
export function useReading<Answer>(path: string, everyMs?: number): Reading<Answer> {
  const { calls } = useConsole()
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()
  const load = useCallback(async () => {
    try {
      // Our own server's answer; the caller knows its type.
      setAnswer((await calls.get(path)) as Answer)
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [calls, path])
  useEffect(() => {
    void load()
    if (everyMs === undefined) return
    const timer = setInterval(() => {
      if (!document.hidden) void load()
    }, everyMs)
    return () => clearInterval(timer)
  }, [load, everyMs])
  return { answer, error, load }
}
