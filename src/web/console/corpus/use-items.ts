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
  /** Keys of all that fit, those that are not listed yet too; the first so many. @throws ApiError */
  keys(most: number): Promise<readonly string[]>
}

/** Typing rests this long before it is searched for, in milliseconds. */
const REST_MS = 250

export function useItems(calls: Calls, search: ItemSearch): Items {
  const [answer, setAnswer] = useState<ItemsAnswer>()
  const [busy, setBusy] = useState(true)
  const [error, setError] = useState<unknown>()
  const newest = useRef(0)
  const { q, kind, state, tag } = search

  const page = useCallback(
    async (cursor: string | null) => {
      const wanted = Object.entries({ q, kind, state, tag, cursor: cursor ?? '' })
      const query = new URLSearchParams(wanted.filter(([, value]) => value.trim() !== ''))
      // Our own server's answer.
      return (await calls.get(`api/console/corpus/items?${query}`)) as ItemsAnswer
    },
    [calls, q, kind, state, tag],
  )
  const ask = useCallback(
    async (cursor: string | null) => {
      const turn = ++newest.current
      setBusy(true)
      try {
        const read = await page(cursor)
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
    [page],
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
    keys: async (most) => {
      const keys: string[] = []
      for (let cursor: string | null = ''; cursor !== null && keys.length < most; ) {
        const read: ItemsAnswer = await page(cursor)
        keys.push(...read.items.map(({ key }) => key))
        cursor = read.next
      }
      return keys.slice(0, most)
    },
  }
}
