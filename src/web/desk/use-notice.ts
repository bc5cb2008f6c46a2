/** What was just done, in words that go by themselves, with a way to take it back where there is one. */

import { useCallback, useEffect, useState } from 'react'

export interface Notice {
  readonly text: string
  undo?(): void
}

/** How long a notice stands, in milliseconds; with a button long enough to find it by keyboard. */
const STANDS_MS = 5_000
const WITH_BUTTON_MS = 15_000

export interface NoticeState {
  readonly notice: Notice | undefined
  show(notice: Notice): void
  clear(): void
}

export function useNotice(): NoticeState {
  const [notice, setNotice] = useState<Notice>()
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(undefined), notice.undo ? WITH_BUTTON_MS : STANDS_MS)
    return () => clearTimeout(timer)
  }, [notice])
  const clear = useCallback(() => setNotice(undefined), [])
  return { notice, show: setNotice, clear }
}
