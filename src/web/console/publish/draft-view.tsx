/** The draft on its way to customers: what it changes, the check, what the check found, publishing. */

import { Alert, Button } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DifferenceAnswer, DraftAnswer, GateStage } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { hrefOf } from '../route.ts'
import type { Word } from '../strings.ts'
import { DifferenceList } from './difference-list.tsx'
import { GateReportView } from './gate-report.tsx'
import type { PublishApi } from './publish-api.ts'
import { publishErrors } from './publish-errors.ts'
import { PublishForm } from './publish-form.tsx'
import { useGate } from './use-gate.ts'

const STAGES = {
  reading: 'pbStageReading',
  training: 'pbStageTraining',
  asking: 'pbStageAsking',
  comparing: 'pbStageComparing',
  storing: 'pbStageStoring',
} as const satisfies Readonly<Record<GateStage, Word>>

/** How often it is looked whether somebody has changed the draft. */
const LOOK_MS = 5_000

export function DraftView({ api }: { readonly api: PublishApi }) {
  const { words } = useWords()
  const { account } = useConsole()
  const [draft, setDraft] = useState<DraftAnswer>()
  const [difference, setDifference] = useState<DifferenceAnswer>()
  const [error, setError] = useState<unknown>()
  const [said, setSaid] = useState('')
  const saidLine = useRef<HTMLParagraphElement>(null)
  const load = useCallback(async () => {
    try {
      const [now, changes] = await Promise.all([api.draft(), api.difference('live', 'draft')])
      setDraft(now)
      setDifference(changes)
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [api])
  useEffect(() => void load(), [load])
  const shown = draft && `${draft.contentHash} ${draft.live}`
  useEffect(() => {
    if (shown === undefined) return
    // Colleagues change the draft as well.
    const timer = setInterval(() => {
      if (document.hidden) return
      api.draft().then(
        (now) => {
          if (`${now.contentHash} ${now.live}` !== shown) void load()
        },
        () => undefined, // told at the next thing somebody does here
      )
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [api, load, shown])
  const gate = useGate(api, load)
  const { state } = gate
  const mayCheck = account.permissions.includes('corpus.edit')
  const mayPublish = account.permissions.includes('corpus.publish')
  const run = async (act: () => Promise<string>) => {
    setError(undefined)
    try {
      setSaid(await act())
      // The form that was used is gone.
      saidLine.current?.focus()
    } catch (problem) {
      setError(problem)
    }
    await Promise.all([load(), gate.look()])
  }
  const running = state?.status === 'running'
  const ended = state && !running ? state : null
  const isCurrent = ended?.isCurrent === true
  const isChanged = (draft?.changes.length ?? 0) > 0
  const stale = draft?.changes.filter(({ isStale }) => isStale).map(({ key }) => key) ?? []
  const problem = error ?? gate.error
  return (
    <>
      <div role="alert">
        {problem !== undefined && (
          <Alert role="none" type="error" showIcon title={errorWords(problem, words, publishErrors(words))} />
        )}
      </div>
      <p ref={saidLine} role="status" tabIndex={-1} className="note">
        {said}
      </p>
      {draft && (
        <section className="card">
          <h3>{words.pbChangesTitle}</h3>
          <p className="note">
            {draft.live === null ? words.pbFromFolder : fill(words.pbLive, { number: draft.live })}{' '}
            <a href={hrefOf({ path: 'knowledge/corpus' })}>{words.pbEdit}</a>
          </p>
          {stale.length > 0 && (
            <Alert
              role="none"
              type="warning"
              showIcon
              title={fill(words.pbStale, { keys: stale.slice(0, 8).join(', ') })}
            />
          )}
          {difference && <DifferenceList items={difference.items} none={words.pbNoChanges} />}
        </section>
      )}
      {draft && mayCheck && (
        <section className="card pb-check">
          <p className="note">{words.pbCheckAbout}</p>
          <div role="status" className="work">
            {running ? (
              <>
                <span>
                  {fill(words.pbWorking, {
                    stage: words[STAGES[state.stage ?? 'reading']],
                    percent: percent(state.share),
                  })}
                </span>
                <progress max={1} value={state.share} aria-hidden="true" />
                <Button size="small" onClick={() => void gate.cancel()}>
                  {words.pbCancel}
                </Button>
              </>
            ) : (
              <Button
                type={isCurrent ? 'default' : 'primary'}
                disabled={!isChanged && draft.live !== null}
                onClick={() => {
                  setSaid('')
                  void gate.begin()
                }}
              >
                {ended ? words.pbCheckAgain : words.pbCheck}
              </Button>
            )}
            {ended?.status === 'cancelled' && <span>{words.pbCancelled}</span>}
            {ended?.status === 'failed' && (
              <span>{fill(words.pbFailed, { code: '', message: '', ...ended.failure })}</span>
            )}
          </div>
        </section>
      )}
      {ended?.report && (isChanged || isCurrent) && (
        <>
          <Verdict
            isCurrent={isCurrent}
            passed={ended.status === 'passed'}
            blocks={ended.report.findings.filter(({ severity }) => severity === 'block').length}
          />
          {isCurrent && ended.submitted && (
            <section className="card">
              <p>{fill(words.pbWaits, { by: ended.submitted.by, note: ended.submitted.note })}</p>
              {ended.submitted.override !== null && (
                <p>{fill(words.pbWaitsOverride, { reason: ended.submitted.override })}</p>
              )}
              {ended.submitted.by === account.name ? (
                <p className="note">{words.pbWaitsOwn}</p>
              ) : (
                account.permissions.includes('corpus.approve') && (
                  <div className="filters">
                    <Button
                      type="primary"
                      onClick={() => void run(async () => published(await api.approve(ended.id)))}
                    >
                      {words.pbApprove}
                    </Button>
                    <Button
                      onClick={() =>
                        void run(async () => {
                          await api.refuse(ended.id)
                          return words.pbRefused
                        })
                      }
                    >
                      {words.pbRefuse}
                    </Button>
                  </div>
                )
              )}
            </section>
          )}
          {isCurrent && !ended.submitted && mayPublish && (
            <PublishForm
              key={ended.id}
              isBlocked={ended.status === 'blocked'}
              cannot={ended.report.findings.some(({ code }) => code === 'gateErrors')}
              publish={(note, override) =>
                run(async () =>
                  published(
                    await api.publish({ gate: ended.id, note, ...(override !== '' && { override }) }),
                  ),
                )
              }
            />
          )}
          <GateReportView report={ended.report} />
        </>
      )}
    </>
  )

  function published(answer: { readonly published: number | null }): string {
    return answer.published === null
      ? words.pbSubmitted
      : fill(words.pbPublished, { number: answer.published })
  }
}

interface VerdictProps {
  readonly isCurrent: boolean
  readonly passed: boolean
  readonly blocks: number
}

function Verdict({ isCurrent, passed, blocks }: VerdictProps) {
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
