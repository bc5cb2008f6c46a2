/** Does things to the open conversation, one at a time, and tells what was done. */

import { useState } from 'react'
import type { Notice, NoticeState } from './use-notice.ts'

export interface Deeds {
  /** Whether something is being done. */
  readonly isBusy: boolean
  /**
   * @param said what is told when it was done; nothing for what shows by itself
   * @returns whether it was done
   */
  run(deed: () => Promise<void>, said?: Notice): Promise<boolean>
}

/**
 * @param refresh reads the conversation again, as it is after the deed
 * @param failed hears why something was not done
 */
export function useDeeds(
  notices: NoticeState,
  refresh: () => Promise<void>,
  failed: (error: unknown) => void,
): Deeds {
  const [isBusy, setBusy] = useState(false)
  return {
    isBusy,
    async run(deed, said) {
      if (isBusy) return false
      setBusy(true)
      notices.clear()
      try {
        await deed()
      } catch (error) {
        failed(error)
        return false
      } finally {
        setBusy(false)
      }
      if (said) notices.show(said)
      await refresh()
      return true
    },
  }
}
