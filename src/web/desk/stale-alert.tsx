/** Stops what was done before the newest message was read: shows that message, and asks what to do. */

import { WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { TranscriptItem } from '../../console/desk-types.ts'
import { useWords } from './desk-context.ts'
import type { Word } from './strings.ts'

/** As many as fit. */
const SHOWN = 3

export interface StaleAlertProps {
  /** What was said since, oldest first; the newest are shown. */
  readonly since: readonly TranscriptItem[]
  /** What has happened, and what the two buttons say. */
  readonly said: { readonly title: Word; readonly goOn: Word; readonly back: Word }
  /** Does it all the same. */
  goOn(): void
  back(): void
}

/** What is said of a reply. */
export const staleReply = { title: 'staleTitle', goOn: 'staleSend', back: 'staleEdit' } as const

export function StaleAlert({ since, said, goOn, back }: StaleAlertProps) {
  const { words } = useWords()
  return (
    <div className="stale-alert" role="alert">
      <p>
        <WarningFilled aria-hidden /> <strong>{words[said.title]}</strong>
      </p>
      {since.slice(-SHOWN).map((line) => (
        <p key={line.id} className="stale-line">
          {words.staleNew} <bdi>{line.agent ?? words.roleUser}</bdi> ·{' '}
          <span dir="auto">
            {line.text === '' ? line.files.map(({ name }) => name).join(', ') : line.text}
          </span>
        </p>
      ))}
      <p className="stale-actions">
        <Button type="primary" onClick={back}>
          {words[said.back]}
        </Button>
        <Button danger onClick={goOn}>
          {words[said.goOn]}
        </Button>
      </p>
    </div>
  )
}
