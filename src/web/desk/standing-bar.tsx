/** Says who has the conversation, with what can be done about it. */

import { Button } from 'antd'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import { type Action, mayClaim, type Standing } from './standing.ts'
import type { Strings } from './strings.ts'

export interface StandingBarProps {
  readonly standing: Standing
  /** Who holds it. */
  readonly agent: string | null
  readonly mayAnswer: boolean
  /** Whether a conversation may be taken from somebody else. */
  readonly mayAssign: boolean
  /** What is being done. */
  readonly busy: Action | undefined
  run(action: Action): void
}

function standingWords({ standing, agent, mayAnswer }: StandingBarProps, words: Strings): string {
  if (standing === 'closed') return words.stateClosed
  if (standing === 'with-other') {
    return agent === null ? words.stateOtherUnnamed : fill(words.stateOther, { name: agent })
  }
  if (!mayAnswer) return words.stateReadOnly
  if (standing === 'mine') return ''
  return standing === 'waiting' ? words.stateQueued : words.stateBot
}

export function StandingBar(props: StandingBarProps) {
  const { standing, mayAnswer, mayAssign, busy, run } = props
  const { words } = useWords()
  const button = (action: Action, primary = false) => (
    <Button
      {...(primary && { type: 'primary' as const })}
      {...(action === 'close' && { danger: true })}
      loading={busy === action}
      disabled={busy !== undefined && busy !== action}
      onClick={() => run(action)}
    >
      {words[action]}
    </Button>
  )
  return (
    <div className={`standing ${standing}`}>
      <p role="status">{standingWords(props, words)}</p>
      {mayAnswer && mayClaim(standing) && button('claim', true)}
      {mayAnswer && mayAssign && standing === 'with-other' && button('takeOver')}
      {mayAnswer && standing === 'mine' && (
        <>
          {button('release')}
          {button('close')}
        </>
      )}
    </div>
  )
}
