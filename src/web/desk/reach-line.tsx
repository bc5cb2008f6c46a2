/** How often the channel still lets us write, above the reply. */

import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons'
import type { ConversationAnswer } from '../../console/desk-types.ts'
import { useCalendar, useNow } from './desk-context.ts'
import { reachNote } from './reach-words.ts'

export interface ReachLineProps {
  readonly channel: string
  readonly reach: NonNullable<ConversationAnswer['reach']>
}

export function ReachLine({ channel, reach }: ReachLineProps) {
  const calendar = useCalendar()
  const { open, text } = reachNote(reach, channel, useNow(), calendar)
  return (
    <div className="reach">
      {open && (
        <p>
          <ClockCircleOutlined aria-hidden /> {text}
        </p>
      )}
      {/* Only the warning is read out: a countdown would talk without end. */}
      <p role="status" className="reach-closed">
        {!open && (
          <>
            <WarningOutlined aria-hidden /> {text}
          </>
        )}
      </p>
    </div>
  )
}
