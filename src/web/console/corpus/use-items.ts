/** The list as it was last asked for: searched a moment after typing stops, longer when more is wanted. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ItemsAnswer } from '../../../console/corpus-types.ts'
import type { Calls } from '../../staff/calls.ts'

/** What the list is narrowed by; empty for nothing. */
export interface ItemSearch {
  readonly q: string
  readonly kind: string
  readonly state: string
  readonly tag: string
}

export interface Items {
  readonly answer: ItemsAnswer | undefined
  readonly busy: boolean
  readonly error: unknown
  load(): Promise<void>
  more(): Promise<void>
}

/** Typing rests this long before it is searched for, in milliseconds. */
const REST_MS = 250

export function useItems(calls: Calls, search: ItemSearch): Items {
  const [answer, setAnswer] = useState<ItemsAnswer>()
  const [busy, setBusy] = useState(true)
  const [error, setError] = useState<unknown>()
  const newest = useRef(0)
  const { q, kind, state, tag } = search

  const ask = useCallback(
    async (cursor: string | null) => {
      const turn = ++newest.current
      setBusy(true)
      const wanted = Object.entries({ q, kind, state, tag, cursor: cursor ?? '' })
      const query = new URLSearchParams(wanted.filter(([, value]) => value.trim() !== ''))
      try {
        // Our own server's answer.
        const read = (await calls.get(`api/console/corpus/items?${query}`)) as ItemsAnswer
        if (turn !== newest.current) return
        setAnswer((before) =>
          cursor === null || before === undefined
            ? read
            : { ...read, items: [...before.items, ...read.items] },
        )
        setError(undefined)
      } catch (problem) {
        if (turn === newest.current) setError(problem)
      }
      if (turn === newest.current) setBusy(false)
    },
    [calls, q, kind, state, tag],
  )
  const isFirst = useRef(true)
  useEffect(() => {
    const rest = isFirst.current ? 0 : REST_MS
    isFirst.current = false
    const timer = setTimeout(() => void ask(null), rest)
    return () => clearTimeout(timer)
  }, [ask])

  return {
    answer,
    busy,
    error,
    load: () => ask(null),
    more: async () => {
      if (answer?.next != null) await ask(answer.next)
    },
  }
}
