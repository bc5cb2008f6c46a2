/** What was just done, read out, with a button that takes it back. */

import { Button } from 'antd'
import { useWords } from './desk-context.ts'
import type { NoticeState } from './use-notice.ts'

export function NoticeLine({ notices: { notice, clear } }: { readonly notices: NoticeState }) {
  const { words } = useWords()
  const undo = notice?.undo
  return (
    <div className="work-notice">
      <p role="status" dir="auto">
        {notice?.text}
      </p>
      {undo && (
        <Button
          size="small"
          type="link"
          onClick={() => {
            clear()
            undo()
          }}
        >
          {words.undo}
        </Button>
      )}
    </div>
  )
}
