/** Who is there, with how much to do, and how long the queues are; read again whenever that changes. */

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AgentsAnswer } from '../../console/desk-work-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'

export interface TeamState {
  /** Undefined until it was read once. */
  readonly answer: AgentsAnswer | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  refresh(): Promise<void>
}

/** Loads and lengths of queues move with every conversation; they are read again this often at most. */
const PAUSE_MS = 3_000

export function useTeam(): TeamState {
  const { inbox, live } = useDesk()
  const [answer, setAnswer] = useState<AgentsAnswer>()
  const [error, setError] = useState<unknown>()
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          setAnswer(await inbox.agents())
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [inbox],
  )
  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined
    void refresher.refresh()
    const stop = live.onChange(({ type }) => {
      if (type === 'agents' || type === 'everything') void refresher.refresh()
      if (type !== 'queue') return
      later ??= setTimeout(() => {
        later = undefined
        void refresher.refresh()
      }, PAUSE_MS)
    })
    return () => {
      clearTimeout(later)
      stop()
    }
  }, [refresher, live])
  const refresh = useCallback(() => refresher.refresh(), [refresher])
  return { answer, error, refresh }
}
