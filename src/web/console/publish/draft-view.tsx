/** The draft on its way to customers: what it changes, the check, what the check found, publishing. */

import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import type { GateStage } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { hrefOf } from '../route.ts'
import type { Word } from '../strings.ts'
import { DifferenceList } from './difference-list.tsx'
import { FolderNotice } from './folder-notice.tsx'
import { GateReportView } from './gate-report.tsx'
import { LeftOut } from './left-out.tsx'
import type { PublishApi } from './publish-api.ts'
import { publishErrors } from './publish-errors.ts'
import { PublishForm } from './publish-form.tsx'
import { useDraft } from './use-draft.ts'
import { useGate } from './use-gate.ts'
import { Submission, Verdict } from './verdict.tsx'

const STAGES = {
  reading: 'pbStageReading',
  training: 'pbStageTraining',
  asking: 'pbStageAsking',
  comparing: 'pbStageComparing',
  storing: 'pbStageStoring',
} as const satisfies Readonly<Record<GateStage, Word>>

export function DraftView({ api }: { readonly api: PublishApi }) {
  const { words } = useWords()
  const { account } = useConsole()
  const { draft, difference, folder, error: unread, load } = useDraft(api)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const saidLine = useRef<HTMLParagraphElement>(null)
  const gate = useGate(api, load)
  const { state } = gate
  const mayCheck = account.permissions.includes('corpus.edit')
  const mayPublish = account.permissions.includes('corpus.publish')
  const run = async (act: () => Promise<string>) => {
    setError(undefined)
    setBusy(true)
    try {
      setSaid(await act())
      // The form that was used is gone.
      saidLine.current?.focus()
    } catch (problem) {
      setError(problem)
    }
    await Promise.all([load(), gate.look()])
    setBusy(false)
  }
  const takeFolder = async (): Promise<string> => {
    const { changes, kept } = await api.takeFolder()
    const taken = fill(words.pbFolderTaken, { count: changes.length })
    return kept.length === 0 ? taken : `${taken} ${fill(words.pbFolderKept, { keys: kept.join(', ') })}`
  }
  const running = state?.status === 'running'
  const ended = state && !running ? state : null
  const isCurrent = ended?.isCurrent === true
  const isChanged = (draft?.changes.length ?? 0) > 0
  const stale = draft?.changes.filter(({ isStale }) => isStale).map(({ key }) => key) ?? []
  const problem = error ?? unread ?? gate.error
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
      {folder && (
        <FolderNotice
          folder={folder}
          mayEdit={mayCheck}
          busy={busy}
          take={() => void run(takeFolder)}
          dismiss={() =>
            void run(async () => {
              await api.dismissFolder()
              return words.pbFolderDismissed
            })
          }
        />
      )}
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
          <LeftOut draft={draft} />
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
              <span>
                {ended.failure?.code === 'gate_interrupted'
                  ? words.pbInterrupted
                  : fill(words.pbFailed, { code: ended.failure?.code ?? '' })}
              </span>
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
            <Submission
              submitted={ended.submitted}
              busy={busy}
              approve={() => void run(async () => published(await api.approve(ended.id)))}
              refuse={() =>
                void run(async () => {
                  await api.refuse(ended.id)
                  return words.pbRefused
                })
              }
            />
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
