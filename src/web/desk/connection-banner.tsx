/** Says when what is shown may be out of date. */

import { Alert, Button } from 'antd'
import { useCallback, useSyncExternalStore } from 'react'
import { useDesk, useWords } from './desk-context.ts'

export interface ConnectionBannerProps {
  /** Whether plain calls still get answers. */
  readonly reachable: boolean
  tryNow(): void
}

export function ConnectionBanner({ reachable, tryNow }: ConnectionBannerProps) {
  const { words } = useWords()
  const { live } = useDesk()
  const subscribe = useCallback((changed: () => void) => live.onState(changed), [live])
  const state = useSyncExternalStore(subscribe, () => live.state)
  const text = !reachable ? words.unreachable : state === 'lost' ? words.lost : undefined
  return (
    <div role="status">
      {text !== undefined && (
        <Alert
          role="none"
          type="warning"
          banner
          title={text}
          action={
            <Button size="small" onClick={tryNow}>
              {words.tryNow}
            </Button>
          }
        />
      )}
    </div>
  )
}
