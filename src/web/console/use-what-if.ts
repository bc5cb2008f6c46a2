/** The comparison of rules that the server runs: begun, followed, cancelled. */

import { useCallback, useEffect, useState } from 'react'
import type { WhatIfState } from '../../console/handoff-rules-types.ts'
import type { HandoffRulesApi } from './handoff-rules-api.ts'

/** While it runs it is asked about this often. */
const LOOK_MS = 1_000

export interface WhatIf {
  /** Undefined until it was read once. */
  readonly state: WhatIfState | undefined
  /** Why the last look failed. */
  readonly error: unknown
  /** Throws what the server answers. */
  begin(text: string, days: number): Promise<void>
  cancel(): Promise<void>
}

export function useWhatIf(api: HandoffRulesApi): WhatIf {
  const [state, setState] = useState<WhatIfState>()
  const [error, setError] = useState<unknown>()
  const [looks, setLooks] = useState(0)
  const look = useCallback(async (ask: () => Promise<WhatIfState>) => {
    try {
      setState(await ask())
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [])
  useEffect(() => void look(api.whatIf), [api, look])
  const running = state?.status === 'running'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every look is followed by the next
  useEffect(() => {
    if (!running) return
    const timer = setTimeout(async () => {
      await look(api.whatIf)
      setLooks((before) => before + 1)
    }, LOOK_MS)
    return () => clearTimeout(timer)
  }, [api, look, running, looks])
  return {
    state,
    error,
    begin: async (text, days) => setState(await api.beginWhatIf(text, days)),
    cancel: () => look(api.cancelWhatIf),
  }
}
