/** What was just done, with a way back, for a while. */

import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useWords } from '../console-context.ts'

/** What is said; without changes there is no way back. */
export interface ToastText {
  readonly text: string
  /** Ids of draft changes, oldest first. */
  readonly changes: readonly string[]
}

/** How long it stays, in milliseconds; long enough to be reached by keyboard. */
const STAYS_MS = 20_000

export interface ToastProps {
  readonly toast: ToastText | undefined
  undo(changes: readonly string[]): void
  close(): void
}

export function Toast({ toast, undo, close }: ToastProps) {
  const { words } = useWords()
  useEffect(() => {
    if (toast === undefined) return
    const timer = setTimeout(close, STAYS_MS)
    return () => clearTimeout(timer)
  }, [toast, close])
  return (
    <div className="co-toast" role="status">
      {toast && (
        <p>
          <span>{toast.text}</span>
          {toast.changes.length > 0 && (
            <Button size="small" onClick={() => undo(toast.changes)}>
              {words.coUndo}
            </Button>
          )}
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={words.closePanel}
            onClick={close}
          />
        </p>
      )}
    </div>
  )
}
