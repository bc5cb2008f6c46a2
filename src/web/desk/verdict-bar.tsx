/** Asks once whether it was right that a person came in. */

import { CheckOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Verdict } from '../../console/desk-work-types.ts'
import { useWords } from './desk-context.ts'
import { useStoredFlag } from './stored-flag.ts'

const ANSWERS = {
  right: 'verdictRight',
  'bot-could': 'verdictBotCould',
  'too-late': 'verdictTooLate',
  'wrong-queue': 'verdictWrongQueue',
} as const satisfies Readonly<Record<Verdict, string>>

export interface VerdictBarProps {
  /** Id of the hand-over; whoever skips one is not asked about it again. */
  readonly handoff: string
  readonly busy: boolean
  judge(verdict: Verdict): void
}

export function VerdictBar({ handoff, busy, judge }: VerdictBarProps) {
  const { words } = useWords()
  const [isSkipped, setSkipped] = useStoredFlag(`liuke-desk:verdict:${handoff}`, false)
  if (isSkipped) return null
  return (
    <fieldset className="verdict">
      <legend>{words.verdictAsk}</legend>
      {
        // Object.keys gives strings; these are the keys of the table.
        (Object.keys(ANSWERS) as Verdict[]).map((verdict) => (
          <Button
            key={verdict}
            size="small"
            disabled={busy}
            {...(verdict === 'right' && { icon: <CheckOutlined aria-hidden /> })}
            onClick={() => judge(verdict)}
          >
            {words[ANSWERS[verdict]]}
          </Button>
        ))
      }
      <Button size="small" type="link" onClick={() => setSkipped(true)}>
        {words.verdictSkip}
      </Button>
    </fieldset>
  )
}
