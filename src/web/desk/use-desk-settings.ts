/** What leads have set for the desk, such as its tags; the desk works without. */

import { useEffect, useState } from 'react'
import type { DeskSettingsAnswer } from '../../console/desk-work-types.ts'
import { useDesk } from './desk-context.ts'

/** @returns undefined until it was read */
export function useDeskSettings(): DeskSettingsAnswer | undefined {
  const { work, live } = useDesk()
  const [settings, setSettings] = useState<DeskSettingsAnswer>()
  useEffect(() => {
    const read = () => {
      work.settings().then(setSettings, () => {
        // The next reading may succeed; until then tags are shown by their ids.
      })
    }
    read()
    return live.onChange(({ type }) => {
      if (type === 'everything') read()
    })
  }, [work, live])
  return settings
}
