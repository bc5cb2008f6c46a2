/** What there is to do as the server has it, read again whenever it changes. */

import { useEffect, useMemo, useState } from 'react'
import type { TasksAnswer } from '../../console/desk-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'

export interface TasksState {
  /** Undefined until it was read once. */
  readonly answer: TasksAnswer | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  refresh(): Promise<void>
}

/** @param wanted whether the account may see it at all */
export function useTasks(wanted: boolean): TasksState {
  const { api, live, clock } = useDesk()
  const [answer, setAnswer] = useState<TasksAnswer>()
  const [error, setError] = useState<unknown>()
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          const read = await api.tasks()
          clock.set(read)
          setAnswer(read)
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [api, clock],
  )
  useEffect(() => {
    if (!wanted) return
    void refresher.refresh()
    return live.onChange(({ type }) => {
      if (type === 'tasks' || type === 'everything') void refresher.refresh()
    })
  }, [refresher, live, wanted])
  return { answer, error, refresh: () => refresher.refresh() }
}
