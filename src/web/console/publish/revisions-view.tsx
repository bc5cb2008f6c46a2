/** All that was ever published: who, when, why; what differs between two; the way back. */

import { Alert, Button, Empty } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RevisionSummary, RevisionsAnswer } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { percent, TAG } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { Compare, type Sides } from './compare.tsx'
import { GoBack } from './go-back.tsx'
import type { PublishApi } from './publish-api.ts'
import { publishErrors } from './publish-errors.ts'

export function RevisionsView({ api }: { readonly api: PublishApi }) {
  const { words } = useWords()
  const { account } = useConsole()
  const [pages, setPages] = useState<readonly RevisionsAnswer[]>()
  const [error, setError] = useState<unknown>()
  const [said, setSaid] = useState('')
  const [wanted, setWanted] = useState<number>()
  const [sides, setSides] = useState<Sides>({ from: 'live', to: 'draft' })
  const [asked, setAsked] = useState(0)
  const below = useRef<HTMLDivElement>(null)
  const load = useCallback(async () => {
    try {
      setPages([await api.revisions()])
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [api])
  useEffect(() => void load(), [load])
  const more = async (before: number) => {
    try {
      const next = await api.revisions(before)
      setPages((now = []) => [...now, next])
    } catch (problem) {
      setError(problem)
    }
  }
  const rollback = async (number: number, note: string) => {
    setWanted(undefined)
    setSaid('')
    let refusal: unknown
    try {
      await api.rollback(number, note)
      setSaid(fill(words.pbRollbackDone, { number }))
    } catch (problem) {
      refusal = problem
    }
    await load()
    if (refusal !== undefined) setError(refusal)
  }
  useEffect(() => {
    if (asked > 0) below.current?.querySelector<HTMLElement>('#pb-compare')?.focus()
  }, [asked])
  const compare = (from: number | 'live', to: number) => {
    setSides({ from: String(from), to: String(to) })
    setAsked((count) => count + 1)
  }
  const revisions = pages?.flatMap((page) => page.revisions) ?? []
  const live = pages?.[0]?.live ?? null
  const fourEyes = pages?.[0]?.fourEyes ?? false
  const next = pages?.at(-1)?.next ?? null
  return (
    <>
      <div role="alert">
        {error !== undefined && (
          <Alert role="none" type="error" showIcon title={errorWords(error, words, publishErrors(words))} />
        )}
      </div>
      <p role="status" className="note">
        {said}
      </p>
      {pages && revisions.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{words.pbNoRevisions}</strong>
              <br />
              {words.pbNoRevisionsMore}
            </>
          }
        />
      )}
      {revisions.length > 0 && (
        <ol className="pb-revisions">
          {revisions.map((revision) => (
            <Revision
              key={revision.number}
              revision={revision}
              isLive={revision.number === live}
              fourEyes={fourEyes}
              compare={compare}
              mayGoBack={account.permissions.includes('corpus.publish')}
              isAsked={wanted === revision.number}
              ask={() => setWanted(revision.number)}
              stay={() => setWanted(undefined)}
              rollback={(note) => rollback(revision.number, note)}
            />
          ))}
        </ol>
      )}
      {next !== null && <Button onClick={() => void more(next)}>{words.pbOlder}</Button>}
      {revisions.length > 0 && (
        <div ref={below}>
          <Compare
            api={api}
            numbers={revisions.map(({ number }) => number)}
            live={live}
            sides={sides}
            choose={setSides}
          />
        </div>
      )}
    </>
  )
}

interface RevisionProps {
  readonly revision: RevisionSummary
  readonly isLive: boolean
  readonly fourEyes: boolean
  compare(from: number | 'live', to: number): void
  readonly mayGoBack: boolean
  readonly isAsked: boolean
  ask(): void
  stay(): void
  rollback(note: string): Promise<void>
}

function Revision(props: RevisionProps) {
  const { revision, isLive, fourEyes, mayGoBack, isAsked, compare, ask, stay, rollback } = props
  const { words, language } = useWords()
  const {
    number,
    parent,
    source,
    author,
    approvedBy,
    note,
    overrideReason,
    createdAt,
    redactedAt,
    accuracy,
  } = revision
  const time = (at: number) =>
    new Intl.DateTimeFormat(TAG[language], { dateStyle: 'medium', timeStyle: 'short' }).format(at)
  return (
    <li className="card" aria-current={isLive ? 'true' : undefined}>
      <header className="pb-revision-head">
        <h3>
          {words.pbNumber} {number}
        </h3>
        {isLive && <span className="pb-mark live">{words.pbIsLive}</span>}
        <span className="note">
          {author} · {time(createdAt)}
          {approvedBy !== null && ` · ${words.pbApprovedBy} ${approvedBy}`}
          {accuracy !== null && ` · ${words.pbAccuracy} ${percent(accuracy)}`}
        </span>
        <span className="filters">
          {!isLive && (
            <Button size="small" onClick={() => compare('live', number)}>
              {words.pbCompareLive}
            </Button>
          )}
          {parent !== null && (
            <Button size="small" onClick={() => compare(parent, number)}>
              {words.pbCompareBefore}
            </Button>
          )}
          {mayGoBack && !isLive && !isAsked && (
            <Button size="small" onClick={ask}>
              {words.pbRollback}
            </Button>
          )}
        </span>
      </header>
      <p>{note === '' && source === 'folder' ? words.pbFirst : note}</p>
      {overrideReason !== null && (
        <p className="note warn">{fill(words.pbOverridden, { reason: overrideReason })}</p>
      )}
      {redactedAt !== null && <p className="note">{fill(words.pbRedacted, { time: time(redactedAt) })}</p>}
      {isAsked && <GoBack number={number} fourEyes={fourEyes} stay={stay} rollback={rollback} />}
    </li>
  )
}
