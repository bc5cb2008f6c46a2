/** Whether the draft may be published, and who has asked for it. */

import { Alert, Button } from 'antd'
import type { GateState } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'

interface VerdictProps {
  readonly isCurrent: boolean
  readonly passed: boolean
  readonly blocks: number
}

export function Verdict({ isCurrent, passed, blocks }: VerdictProps) {
  const { words } = useWords()
  if (!isCurrent) return <Alert role="none" type="info" showIcon title={words.pbOutdated} />
  return passed ? (
    <Alert role="none" type="success" showIcon title={words.pbPassed} />
  ) : (
    <Alert
      role="none"
      type="error"
      showIcon
      title={fill(words.pbBlocked, { count: blocks })}
      description={words.pbBlockedMore}
    />
  )
}

interface SubmissionProps {
  readonly submitted: NonNullable<GateState['submitted']>
  readonly busy: boolean
  approve(): void
  refuse(): void
}

/** What somebody wants to publish, for somebody else to approve or send back. */
export function Submission({ submitted: { by, note, override }, busy, approve, refuse }: SubmissionProps) {
  const { words } = useWords()
  const { account } = useConsole()
  return (
    <section className="card">
      <p>{fill(words.pbWaits, { by, note })}</p>
      {override !== null && <p>{fill(words.pbWaitsOverride, { reason: override })}</p>}
      {by === account.name ? (
        <p className="note">{words.pbWaitsOwn}</p>
      ) : (
        account.permissions.includes('corpus.approve') && (
          <div className="filters">
            <Button type="primary" disabled={busy} onClick={approve}>
              {words.pbApprove}
            </Button>
            <Button disabled={busy} onClick={refuse}>
              {words.pbRefuse}
            </Button>
          </div>
        )
      )}
    </section>
  )
}
