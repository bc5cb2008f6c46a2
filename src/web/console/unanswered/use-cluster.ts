/** The group that is open, whole, and which of its questions are chosen; the one after it is read ahead. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ClusterAnswer } from '../../../console/unanswered-types.ts'
import type { UnansweredApi } from './unanswered-api.ts'

export interface OpenCluster {
  /** Undefined while it is being read. */
  readonly answer: ClusterAnswer | undefined
  readonly error: unknown
  readonly chosen: ReadonlySet<string>
  choose(ids: ReadonlySet<string>): void
  /** Reads the open one again; what was read ahead is forgotten. */
  load(): void
}

interface Known {
  readonly answer: ClusterAnswer
  readonly chosen: ReadonlySet<string>
}

/** @param ahead the one that is likely to be opened next */
export function useCluster(
  api: UnansweredApi,
  id: string | undefined,
  ahead: string | undefined,
): OpenCluster {
  const [known, setKnown] = useState<Known>()
  const [error, setError] = useState<unknown>()
  const [reads, setReads] = useState(0)
  const waiting = useRef(new Map<string, Promise<ClusterAnswer>>())

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reads` asks for it again
  useEffect(() => {
    let isGone = false
    setError(undefined)
    if (id === undefined) return setKnown(undefined)
    const asked = waiting.current.get(id) ?? api.cluster(id)
    waiting.current.clear()
    asked.then(
      (answer) => {
        if (isGone) return
        setKnown({ answer, chosen: new Set(answer.examples.map((example) => example.id)) })
        if (ahead === undefined) return
        const later = api.cluster(ahead)
        later.catch(() => waiting.current.delete(ahead)) // asked for again when it is opened
        waiting.current.set(ahead, later)
      },
      (problem: unknown) => {
        if (!isGone) setError(problem)
      },
    )
    return () => {
      isGone = true
    }
  }, [api, id, reads])

  const load = useCallback(() => {
    waiting.current.clear()
    setReads((count) => count + 1)
  }, [])
  const isThis = known !== undefined && known.answer.id === id
  return {
    answer: isThis ? known.answer : undefined,
    error,
    chosen: isThis ? known.chosen : new Set(),
    choose: (chosen) => setKnown((before) => before && { ...before, chosen }),
    load,
  }
}
