/** Tags, reasons and ready texts that leads set, with what went wrong in reading them. */

import { useCallback, useEffect, useState } from 'react'
import type { DeskSettingsAnswer } from '../../console/desk-work-types.ts'
import { useDesk } from './desk-context.ts'

export interface SettingsState {
  /** Undefined until they were read. */
  readonly settings: DeskSettingsAnswer | undefined
  readonly error: unknown
  again(): void
}

const NONE = { settings: undefined, error: undefined }

export function useSettingsState(): SettingsState {
  const { work } = useDesk()
  const [state, setState] = useState<Pick<SettingsState, 'settings' | 'error'>>(NONE)
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once more for every try
  useEffect(() => {
    let isGone = false
    work.settings().then(
      (settings) => {
        if (!isGone) setState({ settings, error: undefined })
      },
      (error: unknown) => {
        if (!isGone) setState({ settings: undefined, error })
      },
    )
    return () => {
      isGone = true
    }
  }, [work, tries])
  const again = useCallback(() => setTries((before) => before + 1), [])
  return { ...state, again }
}
