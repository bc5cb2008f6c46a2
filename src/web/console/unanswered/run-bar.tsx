/** How far grouping is: what waits, progress, the last failure, and a button that begins it now. */

import { Alert, Button } from 'antd'
import type { ClustersAnswer } from '../../../console/unanswered-types.ts'
import { stampWords } from '../../staff/stamps.ts'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'

export interface RunBarProps {
  readonly answer: ClustersAnswer
  readonly mayEdit: boolean
  readonly busy: boolean
  readonly isFresh: boolean
  begin(): void
  showFresh(): void
}

export function RunBar({ answer, mayEdit, busy, isFresh, begin, showFresh }: RunBarProps) {
  const { words, language } = useWords()
  const { waiting, run, clusteredAt, failure, timeZone } = answer
  return (
    <div className="un-run">
      <span>{waiting > 0 ? fill(words.unWaiting, { count: waiting }) : words.unNoneWaiting}</span>
      <span className="note">
        {clusteredAt === null
          ? words.unNeverClustered
          : fill(words.unClusteredAt, { time: stampWords(clusteredAt, language, timeZone) })}
      </span>
      {run && (
        <span className="un-progress">
          <progress max={1} value={run.share} aria-label={fill(words.unClustering, { percent: '' })} />
          {fill(words.unClustering, { percent: percent(run.share) })}
        </span>
      )}
      {mayEdit && !run && (
        <Button size="small" loading={busy} onClick={begin}>
          {words.unBegin}
        </Button>
      )}
      <span role="status">
        {isFresh && !run && (
          <>
            {words.unFresh}{' '}
            <Button size="small" onClick={showFresh}>
              {words.unShowFresh}
            </Button>
          </>
        )}
      </span>
      {failure !== null && !run && (
        <Alert role="none" type="warning" showIcon title={fill(words.unFailed, { code: failure })} />
      )}
    </div>
  )
}
