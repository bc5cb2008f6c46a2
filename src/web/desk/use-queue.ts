/** The queue as the server has it, read again whenever it changes. */

import { useEffect, useMemo, useRef, useState } from 'react'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'
import { type ListedItem, listed } from './queue-order.ts'

export interface QueueState {
  /** Undefined until it was read once. */
  readonly items: readonly ListedItem[] | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  refresh(): Promise<void>
}

export function useQueue(): QueueState {
  const { api, live, clock } = useDesk()
  const [items, setItems] = useState<readonly ListedItem[]>()
  const [error, setError] = useState<unknown>()
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          const answer = await api.queue()
          clock.set(answer)
          setItems(answer.items.map(listed))
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [api, clock],
  )
  /** The agent's own in which something was not read: reading it changes the list. */
  const unread = useRef<readonly string[]>([])
  useEffect(() => {
    unread.current = items?.filter((item) => item.mine && item.unread > 0).map(({ id }) => id) ?? []
  }, [items])
  useEffect(() => {
    void refresher.refresh()
    return live.onChange((change) => {
      const isRead = change.type === 'presence' && unread.current.includes(change.id)
      if (isRead || change.type === 'queue' || change.type === 'everything') void refresher.refresh()
    })
  }, [refresher, live])
  return { items, error, refresh: () => refresher.refresh() }
}
