/** Says who has the conversation, with what can be done about it. */

import {
  ClockCircleOutlined,
  LockOutlined,
  RobotOutlined,
  StopOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import { type Action, isOpenToAll, mayClaim, type Standing } from './standing.ts'
import type { Strings } from './strings.ts'

/** What can be done beside changing who has it. */
export interface Deeds {
  end(): void
  snooze(): void
  block(): void
  note(): void
  /** Undefined where nothing can be transferred. */
  readonly transfer: (() => void) | undefined
}

export interface StandingBarProps {
  readonly standing: Standing
  /** Who holds it. */
  readonly agent: string | null
  readonly mayAnswer: boolean
  /** Whether a conversation may be taken from somebody else. */
  readonly mayAssign: boolean
  readonly mayBlock: boolean
  readonly isSnoozed: boolean
  readonly deeds: Deeds
  /** What is being done. */
  readonly busy: Action | 'other' | undefined
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
  const { standing, mayAnswer, mayAssign, mayBlock, isSnoozed, deeds, busy, run } = props
  const { words } = useWords()
  const button = (action: Action, primary = false) => (
    <Button
      {...(primary && { type: 'primary' as const })}
      loading={busy === action}
      disabled={busy !== undefined && busy !== action}
      onClick={() => run(action)}
    >
      {words[action]}
    </Button>
  )
  // On narrow screens only the sign is shown; its words are its name all the same.
  const small = (word: string, icon: ReactNode, act: () => void, loading = false) => (
    <Button
      className="deed"
      icon={icon}
      aria-label={word}
      title={word}
      loading={loading}
      disabled={busy !== undefined && !loading}
      onClick={act}
    >
      <span className="wide">{word}</span>
    </Button>
  )
  const mine = mayAnswer && standing === 'mine'
  return (
    <div className={`standing ${standing}`}>
      <p role="status" dir="auto">
        {standingWords(props, words)}
      </p>
      {mayAnswer && !mine && small(words.noteWrite, <LockOutlined aria-hidden />, deeds.note)}
      {mayBlock && isOpenToAll(standing) && small(words.block, <StopOutlined aria-hidden />, deeds.block)}
      {!mine && deeds.transfer && small(words.transfer, <SwapOutlined aria-hidden />, deeds.transfer)}
      {mayAnswer && mayClaim(standing) && button('claim', standing !== 'closed')}
      {mayAnswer && mayAssign && standing === 'with-other' && button('takeOver')}
      {mine && (
        <>
          {deeds.transfer && small(words.transfer, <SwapOutlined aria-hidden />, deeds.transfer)}
          {!isSnoozed && small(words.snooze, <ClockCircleOutlined aria-hidden />, deeds.snooze)}
          {mayBlock && small(words.block, <StopOutlined aria-hidden />, deeds.block)}
          {small(words.release, <RobotOutlined aria-hidden />, () => run('release'), busy === 'release')}
          <Button danger disabled={busy !== undefined} onClick={deeds.end}>
            {words.close}
          </Button>
        </>
      )}
    </div>
  )
}
