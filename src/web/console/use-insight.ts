/** A result as the server has it, and the run that makes it anew. */

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { InsightAnswer, InsightKind, InsightState } from '../../console/insight-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useConsole } from './console-context.ts'

/** While a run is under way it is asked about this often. */
const LOOK_MS = 1_000

export interface Insight<Kind extends InsightKind> {
  /** Undefined until it was read once. */
  readonly answer: InsightAnswer<Kind> | undefined
  /** How the run is, newer than in `answer`. */
  readonly state: InsightState | undefined
  /** Why the last call failed; what is shown is older. */
  readonly error: unknown
  /** Whether a run that was seen at work has ended well. */
  readonly renewed: boolean
  /** Reads the result again. */
  load(): Promise<void>
  /** Begins a run. */
  refresh(): Promise<void>
}

export function useInsight<Kind extends InsightKind>(kind: Kind): Insight<Kind> {
  const { api } = useConsole()
  const [answer, setAnswer] = useState<InsightAnswer<Kind>>()
  const [state, setState] = useState<InsightState>()
  const [error, setError] = useState<unknown>()
  const [renewed, setRenewed] = useState(false)
  const [looks, setLooks] = useState(0)
  const reader = useMemo(
    () =>
      new Refresher(async () => {
        try {
          const read = await api.insight(kind)
          setAnswer(read)
          setState(read.state)
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [api, kind],
  )
  const load = useCallback(() => reader.refresh(), [reader])
  useEffect(() => void load(), [load])

  const running = state?.status === 'running'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every look is followed by the next
  useEffect(() => {
    if (!running) return
    const timer = setTimeout(async () => {
      try {
        const { states } = await api.states()
        const now = states.find((one) => one.kind === kind)
        if (now?.status === 'running') setState(now)
        else {
          await load()
          setRenewed(now?.status === 'idle')
        }
        setError(undefined)
      } catch (problem) {
        setError(problem) // looked at again, until there is an answer
      }
      setLooks((before) => before + 1)
    }, LOOK_MS)
    return () => clearTimeout(timer)
  }, [api, kind, load, running, looks])

  const refresh = useCallback(async () => {
    setRenewed(false)
    try {
      setState((await api.refresh(kind)).state)
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [api, kind])
  return { answer, state, error, renewed, load, refresh }
}
