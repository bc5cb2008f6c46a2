/** The open customer of the worklist as the server has it, and changes to it. */

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { RetentionCalls, RetentionDetail } from '../../console/retention-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'

/** What a change says besides the version it is made to. */
export type ChangeOf<Call extends keyof RetentionCalls> = Omit<RetentionCalls[Call], 'version'>

export interface RetentionItemState {
  /** Undefined until it was read once. */
  readonly detail: RetentionDetail | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  /** What is being changed. */
  readonly busy: keyof RetentionCalls | undefined
  /** Changes it, if it is still as it is shown. @returns whether it was done */
  change<Call extends keyof RetentionCalls>(call: Call, what: ChangeOf<Call>): Promise<boolean>
  refresh(): Promise<void>
}

interface Held {
  readonly id: string | undefined
  readonly detail: RetentionDetail | undefined
  readonly error: unknown
}

const NONE: Held = { id: undefined, detail: undefined, error: undefined }

/**
 * @param id undefined while none is open
 * @param failed hears why a change was refused; what is shown is then read again
 */
export function useRetentionItem(
  id: string | undefined,
  failed: (error: unknown) => void,
): RetentionItemState {
  const { retention, live, clock } = useDesk()
  const [held, setHeld] = useState(NONE)
  const [busy, setBusy] = useState<keyof RetentionCalls>()
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        if (id === undefined) return
        try {
          const detail = await retention.item(id)
          clock.set(detail)
          setHeld({ id, detail, error: undefined })
        } catch (error) {
          setHeld((before) => ({ id, detail: before.id === id ? before.detail : undefined, error }))
        }
      }),
    [retention, clock, id],
  )
  useEffect(() => {
    void refresher.refresh()
    return live.onChange(({ type }) => {
      if (type === 'retention' || type === 'everything') void refresher.refresh()
    })
  }, [refresher, live])
  const refresh = useCallback(() => refresher.refresh(), [refresher])
  // An answer that comes late belongs to the customer that was open before.
  const { detail, error } = held.id === id ? held : NONE
  return {
    detail,
    error,
    busy,
    refresh,
    async change(call, what) {
      if (!detail || id === undefined) return false
      setBusy(call)
      try {
        // The two parts are the body of this call; TypeScript does not see that through the generic.
        const body = { version: detail.item.version, ...what } as unknown as RetentionCalls[typeof call]
        const after = await retention.change(id, call, body)
        clock.set(after)
        setHeld({ id, detail: after, error: undefined })
        return true
      } catch (problem) {
        failed(problem)
        await refresh()
        return false
      } finally {
        setBusy(undefined)
      }
    },
  }
}
