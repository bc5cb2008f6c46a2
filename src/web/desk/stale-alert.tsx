/** Stops a reply that was written before the newest message: shows that message, and asks what to do. */

import { WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { TranscriptItem } from '../../console/desk-types.ts'
import { useWords } from './desk-context.ts'

/** As many as fit above the reply. */
const SHOWN = 3

export interface StaleAlertProps {
  /** What was said since, oldest first; the newest are shown. */
  readonly since: readonly TranscriptItem[]
  send(): void
  edit(): void
}

export function StaleAlert({ since, send, edit }: StaleAlertProps) {
  const { words } = useWords()
  return (
    <div className="stale-alert" role="alert">
      <p>
        <WarningFilled aria-hidden /> <strong>{words.staleTitle}</strong>
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
        <Button type="primary" onClick={edit}>
          {words.staleEdit}
        </Button>
        <Button danger onClick={send}>
          {words.staleSend}
        </Button>
      </p>
    </div>
  )
}
