/** All that was ever published: who, when, why; what differs between two; the way back. */

import { Alert, Button, Empty } from 'antd'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { ItemDifference, RevisionSummary, RevisionsAnswer } from '../../../console/corpus-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { Select } from '../../staff/select.tsx'
import { percent, TAG } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { DifferenceList } from './difference-list.tsx'
import type { PublishApi } from './publish-api.ts'
import { publishErrors } from './publish-errors.ts'

export function RevisionsView({ api }: { readonly api: PublishApi }) {
  const { words } = useWords()
  const { account } = useConsole()
  const [pages, setPages] = useState<readonly RevisionsAnswer[]>()
  const [error, setError] = useState<unknown>()
  const [said, setSaid] = useState('')
  const [wanted, setWanted] = useState<number>()
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
    setError(undefined)
    try {
      await api.rollback(number, note)
      setSaid(fill(words.pbRollbackDone, { number }))
    } catch (problem) {
      setError(problem)
    }
    await load()
  }
  const revisions = pages?.flatMap((page) => page.revisions) ?? []
  const live = pages?.[0]?.live ?? null
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
        <Compare
          api={api}
          numbers={revisions.map(({ number }) => number)}
          key={`${live} ${revisions.length}`}
        />
      )}
    </>
  )
}

interface RevisionProps {
  readonly revision: RevisionSummary
  readonly isLive: boolean
  readonly mayGoBack: boolean
  readonly isAsked: boolean
  ask(): void
  stay(): void
  rollback(note: string): Promise<void>
}

function Revision({ revision, isLive, mayGoBack, isAsked, ask, stay, rollback }: RevisionProps) {
  const { words, language } = useWords()
  const { number, source, author, approvedBy, note, overrideReason, createdAt, redactedAt, accuracy } =
    revision
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
        {mayGoBack && !isLive && !isAsked && (
          <Button size="small" onClick={ask}>
            {words.pbRollback}
          </Button>
        )}
      </header>
      <p>{note === '' && source === 'folder' ? words.pbFirst : note}</p>
      {overrideReason !== null && (
        <p className="note warn">{fill(words.pbOverridden, { reason: overrideReason })}</p>
      )}
      {redactedAt !== null && <p className="note">{fill(words.pbRedacted, { time: time(redactedAt) })}</p>}
      {isAsked && <GoBack number={number} stay={stay} rollback={rollback} />}
    </li>
  )
}

interface GoBackProps {
  readonly number: number
  stay(): void
  rollback(note: string): Promise<void>
}

function GoBack({ number, stay, rollback }: GoBackProps) {
  const { words } = useWords()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => field.current?.focus(), [])
  const send = async () => {
    if (note.trim() === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    setBusy(true)
    await rollback(note.trim())
    setBusy(false)
  }
  return (
    <form
      className="pb-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <strong>{fill(words.pbRollbackTitle, { number })}</strong>
      <p className="note">{words.pbRollbackMore}</p>
      <label htmlFor={id}>{words.pbRollbackNote}</label>
      <input
        ref={field}
        id={id}
        value={note}
        maxLength={500}
        aria-invalid={missing}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') stay()
        }}
      />
      <p id={`${id}-hint`} className="note warn">
        {missing && words.pbNoteMissing}
      </p>
      <div className="filters">
        <Button type="primary" htmlType="submit" disabled={busy}>
          {words.pbRollback}
        </Button>
        <Button onClick={stay}>{words.pbCancelDialog}</Button>
      </div>
    </form>
  )
}

function Compare({ api, numbers }: { readonly api: PublishApi; readonly numbers: readonly number[] }) {
  const { words } = useWords()
  const [newest = 0, second = newest] = numbers
  const [from, setFrom] = useState(String(second))
  const [to, setTo] = useState(String(newest))
  const [items, setItems] = useState<readonly ItemDifference[]>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    let isOld = false
    setItems(undefined)
    api.difference(from, to).then(
      (answer) => {
        if (isOld) return
        setItems(answer.items)
        setError(undefined)
      },
      (problem: unknown) => {
        if (!isOld) setError(problem)
      },
    )
    return () => {
      isOld = true
    }
  }, [api, from, to])
  const options = [
    ...numbers.map((number) => ({ value: String(number), title: String(number) })),
    { value: 'draft', title: words.pbDraft },
  ]
  return (
    <section className="card">
      <h3>{words.pbCompare}</h3>
      <div className="filters">
        <Select label={words.pbFrom} value={from} options={options} choose={setFrom} />
        <Select label={words.pbTo} value={to} options={options} choose={setTo} />
      </div>
      <div role="alert">
        {error !== undefined && <Alert role="none" type="error" showIcon title={errorWords(error, words)} />}
      </div>
      {items && <DifferenceList items={items} none={words.pbSame} />}
    </section>
  )
}
