/** How often the channel still lets us write, above the reply. */

import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons'
import type { ConversationAnswer } from '../../console/desk-types.ts'
import { durationWords } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useNow, useWords } from './desk-context.ts'
import { reachNote } from './reach-words.ts'

/** A shorter window is counted down to the second already. */
const HOUR_MS = 3_600_000

export interface ReachLineProps {
  readonly channel: string
  readonly reach: NonNullable<ConversationAnswer['reach']>
}

export function ReachLine({ channel, reach }: ReachLineProps) {
  const { words } = useWords()
  const calendar = useCalendar()
  const now = useNow()
  const { open, few, text } = reachNote(reach, channel, now, calendar)
  const left = reach.windowUntil - now
  return (
    <div className="reach">
      {open && (
        <p className={few ? 'reach-few' : undefined}>
          {few ? <WarningOutlined aria-hidden /> : <ClockCircleOutlined aria-hidden />} {text}
          {left >= HOUR_MS && ` · ${fill(words.dueIn, { time: durationWords(left, words) })}`}
          {few && <strong> · {words.reachFew}</strong>}
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
