/** Held-out questions of the draft: found, added, changed, moved, removed. */

import { Alert, Button, Skeleton } from 'antd'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import type { HeldOutAnswer, HeldOutDeed } from '../../../console/test-lab-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { useReading } from '../use-reading.ts'
import { DoneNote, useDeeds } from './done-note.tsx'
import { type EntryOption, entryOptions } from './entry-options.ts'
import { labCalls } from './lab-api.ts'
import { QuestionForm } from './question-form.tsx'

type Question = HeldOutAnswer['questions'][number]

export function LabQuestions() {
  const { words, language } = useWords()
  const { calls, account } = useConsole()
  const api = useMemo(() => labCalls(calls), [calls])
  const mayEdit = account.permissions.includes('corpus.edit')
  const [entry, setEntry] = useState('')
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text)
  const { answer, error, load } = useReading<HeldOutAnswer>(
    `api/console/test-lab/questions?${new URLSearchParams({ entry, q: wanted })}`,
  )
  const deeds = useDeeds(load)
  const search = useId()
  const entries = useMemo(() => entryOptions(answer?.entries ?? [], language), [answer?.entries, language])
  const perform = (said: string, deed: HeldOutDeed): Promise<boolean> =>
    deeds.perform(
      said,
      () => api.change(deed),
      (changes) => () => api.undo(changes),
    )
  return (
    <>
      {mayEdit && (
        <section className="card">
          <h3>{words.tlAdd}</h3>
          <QuestionForm
            entries={entries}
            entry={entry}
            busy={deeds.busy}
            action={words.tlAdd}
            send={(question, label) => perform(words.tlAdded, { deed: 'add', label, ...question })}
          />
        </section>
      )}
      <DoneNote deeds={deeds} />
      <div className="lab-filters">
        <span className="select">
          <label htmlFor={search}>{words.tlSearch}</label>
          <input
            id={search}
            type="search"
            value={text}
            maxLength={100}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        <Select
          label={words.tlEntryFilter}
          value={entry}
          options={[{ value: '', title: words.tlAllEntries }, ...entries]}
          choose={setEntry}
        />
      </div>
      {error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
      {answer === undefined && error === undefined && <Skeleton active paragraph={{ rows: 6 }} />}
      {answer !== undefined && (
        <Found answer={answer} entries={entries} mayEdit={mayEdit} busy={deeds.busy} perform={perform} />
      )}
    </>
  )
}

interface FoundProps {
  readonly answer: HeldOutAnswer
  readonly entries: readonly EntryOption[]
  readonly mayEdit: boolean
  readonly busy: boolean
  perform(said: string, deed: HeldOutDeed): Promise<boolean>
}

function Found({ answer: { questions, total, changed }, ...rest }: FoundProps) {
  const { words } = useWords()
  const found =
    total === 0
      ? words.tlNotFound
      : fill(total > questions.length ? words.tlFoundSome : words.tlFound, {
          total,
          count: questions.length,
        })
  return (
    <section aria-label={words.tlQuestions}>
      <p className="note" role="status">
        {found} {changed > 0 && fill(words.tlChanged, { count: changed })}
      </p>
      <ul className="held-out">
        {questions.map((question) => (
          <QuestionItem
            key={`${question.key} ${question.language} ${question.text}`}
            question={question}
            {...rest}
          />
        ))}
      </ul>
    </section>
  )
}

function QuestionItem({
  question,
  entries,
  mayEdit,
  busy,
  perform,
}: Omit<FoundProps, 'answer'> & { readonly question: Question }) {
  const { words } = useWords()
  const [open, setOpen] = useState<'edit' | 'move' | null>(null)
  const [target, setTarget] = useState('')
  const { key, labels, language, text } = question
  const about = { key, language, text }
  const tag = { zh: words.languageZh, en: words.languageEn, mixed: words.tlMixedLanguage }[language]
  const title = (label: string): string => entries.find(({ value }) => value === label)?.title ?? label
  return (
    <li className="card">
      <span className="said">{text}</span>
      <span className="note">
        {tag} · {labels.map(title).join(' | ')}
      </span>
      {mayEdit && open === null && (
        <div className="row-actions">
          <Button size="small" aria-label={fill(words.tlEditOf, { text })} onClick={() => setOpen('edit')}>
            {words.tlEdit}
          </Button>
          <Button size="small" aria-label={fill(words.tlMoveOf, { text })} onClick={() => setOpen('move')}>
            {words.tlMove}
          </Button>
          <Button
            size="small"
            danger
            disabled={busy}
            aria-label={fill(words.tlRemoveOf, { text })}
            onClick={() => void perform(words.tlRemoved, { deed: 'remove', ...about })}
          >
            {words.tlRemove}
          </Button>
        </div>
      )}
      {open === 'edit' && (
        <QuestionForm
          before={question}
          busy={busy}
          action={words.tlSave}
          send={(to) => perform(words.tlEdited, { deed: 'change', to, ...about })}
          cancel={() => setOpen(null)}
        />
      )}
      {open === 'move' && (
        <form
          className="question-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (target !== '' && !busy) void perform(words.tlMoved, { deed: 'move', label: target, ...about })
          }}
        >
          <Select
            label={words.tlMoveTo}
            value={target}
            placeholder={words.tlChoose}
            options={entries.filter(({ value }) => !labels.includes(value))}
            choose={setTarget}
          />
          <div className="row-actions">
            <Button type="primary" htmlType="submit" disabled={target === '' || busy}>
              {words.tlMove}
            </Button>
            <Button onClick={() => setOpen(null)}>{words.tlCancel}</Button>
          </div>
        </form>
      )}
    </li>
  )
}
