/** The examination of the draft that the server runs: begun, followed, cancelled. */

import { useCallback, useEffect, useState } from 'react'
import type { GateAnswer, GateState } from '../../../console/corpus-types.ts'
import type { PublishApi } from './publish-api.ts'

/** While it runs it is asked about this often. */
const LOOK_MS = 1_000

export interface Gate {
  /** Undefined until it was read once; null where the draft was never examined. */
  readonly state: GateState | null | undefined
  /** Why the last look failed. */
  readonly error: unknown
  look(): Promise<void>
  begin(): Promise<void>
  cancel(): Promise<void>
}

/** @param ended hears that one that was followed here has ended */
export function useGate(api: PublishApi, ended: () => void): Gate {
  const [state, setState] = useState<GateState | null>()
  const [error, setError] = useState<unknown>()
  const [looks, setLooks] = useState(0)
  const ask = useCallback(async (call: () => Promise<GateAnswer>) => {
    try {
      setState((await call()).gate)
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [])
  const look = useCallback(() => ask(api.gate), [api, ask])
  useEffect(() => void look(), [look])
  const running = state?.status === 'running'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every look is followed by the next
  useEffect(() => {
    if (!running) return
    const timer = setTimeout(async () => {
      await look()
      setLooks((before) => before + 1)
    }, LOOK_MS)
    return () => clearTimeout(timer)
  }, [look, running, looks])
  const [wasRunning, setWasRunning] = useState(false)
  useEffect(() => {
    if (wasRunning && !running) ended()
    setWasRunning(running)
  }, [running, wasRunning, ended])
  return { state, error, look, begin: () => ask(api.beginGate), cancel: () => ask(api.cancelGate) }
}
