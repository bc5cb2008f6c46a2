/** The queue as the server has it, read again whenever it changes. */

import { useEffect, useMemo, useState } from 'react'
import type { QueueItem } from '../../console/desk-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'

export interface QueueState {
  /** Undefined until it was read once. */
  readonly items: readonly QueueItem[] | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  refresh(): Promise<void>
}

export function useQueue(): QueueState {
  const { api, live, clock } = useDesk()
  const [items, setItems] = useState<readonly QueueItem[]>()
  const [error, setError] = useState<unknown>()
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          const answer = await api.queue()
          clock.set(answer)
          setItems(answer.items)
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [api, clock],
  )
  useEffect(() => {
    void refresher.refresh()
    return live.onChange(({ type }) => {
      if (type === 'queue' || type === 'everything') void refresher.refresh()
    })
  }, [refresher, live])
  return { items, error, refresh: () => refresher.refresh() }
}
