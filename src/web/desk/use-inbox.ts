/** The inbox as the server has it: page by page, for the filters in force, read again as conversations change. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { InboxAnswer } from '../../console/desk-work-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useCalendar, useDesk } from './desk-context.ts'
import type { InboxApi } from './inbox-api.ts'
import { type Filters, queryOf, searchIn } from './inbox-filters.ts'
import { joined, readInbox } from './inbox-pages.ts'

export interface InboxState {
  /** Undefined until it was read for these filters. */
  readonly answer: InboxAnswer | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  refresh(): Promise<void>
  /** Reads the next page. */
  more(): Promise<void>
}

/** Something changes all the time; the list is read again this often at most, in milliseconds. */
const PAUSE_MS = 5_000

interface Read {
  readonly key: string
  readonly answer: InboxAnswer | undefined
  readonly error: unknown
}

/** @param active whether the list is shown: a hidden one is not kept up to date */
export function useInbox(filters: Filters, active: boolean): InboxState {
  const { inbox, live, clock } = useDesk()
  const { timeZone } = useCalendar()
  const key = searchIn(filters)
  const [state, setState] = useState<Read>({ key: '', answer: undefined, error: undefined })
  const shown = state.key === key ? state : undefined
  /** What is asked for now, and how much of it is shown. */
  const latest = useRef({ key, length: 0 })
  useEffect(() => {
    latest.current = { key, length: shown?.answer?.items.length ?? 0 }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filters
  const read = useMemo(() => reader(inbox, filters, timeZone), [inbox, key, timeZone])
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          const answer = await readInbox(read, latest.current.length)
          clock.set(answer)
          // What comes late belongs to filters that are no longer in force.
          if (latest.current.key === key) setState({ key, answer, error: undefined })
        } catch (error) {
          if (latest.current.key !== key) return
          setState((before) => ({ key, answer: before.key === key ? before.answer : undefined, error }))
        }
      }),
    [read, key, clock],
  )
  useEffect(() => {
    if (!active) return
    let later: ReturnType<typeof setTimeout> | undefined
    void refresher.refresh()
    const stop = live.onChange(({ type }) => {
      if (type === 'everything') void refresher.refresh()
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
  }, [refresher, live, active])
  const refresh = useCallback(() => refresher.refresh(), [refresher])
  const answer = shown?.answer
  // What cannot be found yet will be soon, and no event tells of it.
  const awaits = active && filters.words !== '' && (answer?.notIndexed ?? 0) > 0
  useEffect(() => {
    if (!awaits || answer === undefined) return
    const timer = setTimeout(() => void refresher.refresh(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [awaits, answer, refresher])
  const next = answer?.next ?? null
  const more = useCallback(async () => {
    if (next === null) return
    try {
      const page = await read(next)
      setState((before) =>
        before.key === key && before.answer?.next === next
          ? { key, answer: joined(before.answer, page), error: undefined }
          : before,
      )
    } catch (error) {
      setState((before) => (before.key === key ? { ...before, error } : before))
    }
  }, [read, next, key])
  return { answer, error: shown?.error, refresh, more }
}

function reader(inbox: InboxApi, filters: Filters, timeZone: string) {
  return (cursor: string | undefined): Promise<InboxAnswer> =>
    inbox.inbox({ ...queryOf(filters, timeZone), ...(cursor !== undefined && { cursor }) })
}
