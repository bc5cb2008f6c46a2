/** The list of groups as it was last asked for, and how far grouping is, which is read again every so often. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ClusterSummary, ClustersAnswer } from '../../../console/unanswered-types.ts'
import type { ClusterSearch, UnansweredApi } from './unanswered-api.ts'

export interface Clusters {
  /** As last read, for counts and progress. */
  readonly answer: ClustersAnswer | undefined
  readonly list: readonly ClusterSummary[]
  readonly busy: boolean
  readonly error: unknown
  /** Grouping has ended since the list was read. */
  readonly isFresh: boolean
  /** Reads the list anew. @returns it, or nothing where that failed or another search was asked for */
  load(): Promise<readonly ClusterSummary[] | undefined>
  more(): Promise<void>
  /** Reads counts and progress anew; the list stays as it is. */
  look(): Promise<void>
  /** Reads figures anew and leaves the order; what is new stands after a group. */
  freshen(after: string): Promise<void>
  drop(id: string): void
  put(cluster: ClusterSummary): void
}

/** How often progress is read, in milliseconds. */
const REST_MS = 30_000
const RUNNING_MS = 2_000

export function useClusters(api: UnansweredApi, search: ClusterSearch): Clusters {
  const [answer, setAnswer] = useState<ClustersAnswer>()
  const [list, setList] = useState<readonly ClusterSummary[]>([])
  const [readAt, setReadAt] = useState<number | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const [error, setError] = useState<unknown>()
  const turn = useRef(0)
  const { status, reason, language, days } = search

  const ask = useCallback(
    async (cursor?: string) => {
      const mine = ++turn.current
      setBusy(true)
      try {
        const read = await api.clusters({ status, reason, language, days }, cursor)
        if (mine !== turn.current) return undefined
        setAnswer(read)
        setReadAt(read.clusteredAt)
        setNext(read.next)
        setList((before) => (cursor === undefined ? read.clusters : joined(before, read.clusters)))
        setError(undefined)
        setBusy(false)
        return read.clusters
      } catch (problem) {
        if (mine !== turn.current) return undefined
        setError(problem)
        setBusy(false)
        return undefined
      }
    },
    [api, status, reason, language, days],
  )
  const version = answer?.version
  const look = useCallback(async () => {
    if (version === undefined) return
    const mine = turn.current
    try {
      const read = await api.changed({ status, reason, language, days }, version)
      if (read && mine === turn.current) setAnswer(read)
    } catch (problem) {
      if (mine === turn.current) setError(problem)
    }
  }, [api, status, reason, language, days, version])

  const freshen = async (after: string) => {
    const mine = turn.current
    try {
      const read = await api.clusters({ status, reason, language, days })
      if (mine !== turn.current) return
      setAnswer(read)
      setList((before) => freshened(before, read.clusters, after))
    } catch (problem) {
      if (mine === turn.current) setError(problem)
    }
  }
  const put = useCallback((cluster: ClusterSummary) => {
    setList((before) => before.map((one) => (one.id === cluster.id ? cluster : one)))
  }, [])

  useEffect(() => {
    setList([])
    void ask()
  }, [ask])
  const isRunning = answer?.run != null
  useEffect(() => {
    const timer = setInterval(
      () => {
        if (!document.hidden) void look()
      },
      isRunning ? RUNNING_MS : REST_MS,
    )
    return () => clearInterval(timer)
  }, [look, isRunning])

  const more = useCallback(async () => {
    if (next !== null) await ask(next)
  }, [ask, next])
  return {
    answer: answer && { ...answer, next },
    list,
    busy,
    error,
    isFresh: answer !== undefined && answer.clusteredAt !== readAt,
    load: () => ask(),
    more,
    look,
    drop: (id) => setList((before) => before.filter((one) => one.id !== id)),
    put,
    freshen,
  }
}

function joined(before: readonly ClusterSummary[], more: readonly ClusterSummary[]): ClusterSummary[] {
  const known = new Set(before.map(({ id }) => id))
  return [...before, ...more.filter(({ id }) => !known.has(id))]
}

function freshened(
  before: readonly ClusterSummary[],
  read: readonly ClusterSummary[],
  after: string,
): ClusterSummary[] {
  const known = new Set(before.map(({ id }) => id))
  const added = read.filter(({ id }) => !known.has(id))
  return before.flatMap((one) => {
    const now = read.find(({ id }) => id === one.id) ?? one
    return one.id === after ? [now, ...added] : [now]
  })
}
