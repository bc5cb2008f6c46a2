/** The retention worklist as the server has it, read again whenever it changes. */

import { useEffect, useMemo, useRef, useState } from 'react'
import type { RetentionAnswer } from '../../console/retention-types.ts'
import { Refresher } from '../staff/refresher.ts'
import { useDesk } from './desk-context.ts'
import type { RetentionQuery } from './retention-api.ts'

export interface RetentionState {
  /** All pages that were asked for, as one; undefined until the first was read. */
  readonly answer: RetentionAnswer | undefined
  /** Why the last reading failed; what is shown is older. */
  readonly error: unknown
  readonly query: RetentionQuery
  ask(query: RetentionQuery): void
  /** Reads a page more. */
  more(): Promise<void>
  refresh(): Promise<void>
}

const FIRST: RetentionQuery = { filter: 'open', account: '' }
/** A list that is being made is looked at this often. */
const LOOK_MS = 2_000

/** @param wanted whether the account may see it at all */
export function useRetention(wanted: boolean): RetentionState {
  const { retention, live, clock } = useDesk()
  const [query, setQuery] = useState(FIRST)
  const [read, setRead] = useState<{ of: RetentionQuery; answer: RetentionAnswer }>()
  const [error, setError] = useState<unknown>()
  const pages = useRef(1)
  const refresher = useMemo(
    () =>
      new Refresher(async () => {
        try {
          let answer = await retention.list(query)
          for (let page = 1; page < pages.current && answer.after !== null; page++) {
            const next = await retention.list(query, answer.after)
            answer = { ...next, items: [...answer.items, ...next.items] }
          }
          clock.set(answer)
          setRead({ of: query, answer })
          setError(undefined)
        } catch (problem) {
          setError(problem)
        }
      }),
    [retention, clock, query],
  )
  useEffect(() => {
    if (!wanted) return
    void refresher.refresh()
    return live.onChange(({ type }) => {
      if (type === 'retention' || type === 'everything') void refresher.refresh()
    })
  }, [refresher, live, wanted])
  // What was read for another question is not shown as an answer to this one.
  const answer = read?.of === query ? read.answer : undefined
  const building = answer?.build?.state === 'running'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer is followed by the next look
  useEffect(() => {
    if (!building) return
    const timer = setTimeout(() => void refresher.refresh(), LOOK_MS)
    return () => clearTimeout(timer)
  }, [refresher, building, read])
  return {
    answer,
    error,
    query,
    ask: (next) => {
      pages.current = 1
      setError(undefined)
      setQuery(next)
    },
    more: () => {
      pages.current += 1
      return refresher.refresh()
    },
    refresh: () => refresher.refresh(),
  }
}
