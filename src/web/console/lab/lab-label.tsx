/** Live questions the bot was least certain about, to be labelled. */

import { Alert, Button, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import type { HeldOutAnswer, UncertainAnswer } from '../../../console/test-lab-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { errorWords } from '../../staff/error-words.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useConsole, useWords } from '../console-context.ts'
import { share } from '../figures.ts'
import { useReading } from '../use-reading.ts'
import { DoneNote, useDeeds } from './done-note.tsx'
import { type EntryOption, entryOptions } from './entry-options.ts'
import { labCalls } from './lab-api.ts'

type Question = UncertainAnswer['questions'][number]
type Label = (question: Question, entry: string | null, as: 'phrase' | 'test') => Promise<void>

const DAYS = ['7', '28', '90'] as const

export function LabLabel() {
  const { words, language } = useWords()
  const { calls, account } = useConsole()
  const api = useMemo(() => labCalls(calls), [calls])
  const [days, setDays] = useState<(typeof DAYS)[number]>('28')
  const reading = useReading<UncertainAnswer>(`api/console/test-lab/uncertain?days=${days}`)
  // No question of any entry: only the entries to choose from.
  const all = useReading<HeldOutAnswer>('api/console/test-lab/questions?entry=-')
  const deeds = useDeeds(reading.load)
  const entries = useMemo(
    () => entryOptions(all.answer?.entries ?? [], language),
    [all.answer?.entries, language],
  )
  const label: Label = async ({ id }, entry, as) => {
    await deeds.perform(
      words.tlLabelled,
      () => api.label(id, entry, as),
      (change) => () => api.undoLabel(id, change),
    )
  }
  const { answer, error } = reading
  return (
    <>
      <p className="note">{words.tlLabelAbout}</p>
      <Choice
        label={words.tlDays}
        value={days}
        values={Object.fromEntries(DAYS.map((one) => [one, fill(words.lastDays, { days: one })]))}
        choose={setDays}
      />
      <DoneNote deeds={deeds} />
      {error !== undefined && <Alert type="error" showIcon title={errorWords(error, words)} />}
      {answer === undefined && error === undefined && <Skeleton active paragraph={{ rows: 6 }} />}
      {answer?.questions.length === 0 && (
        <p className="note" role="status">
          {words.tlNothingToLabel}
        </p>
      )}
      <ul className="held-out">
        {answer?.questions.map((question) => (
          <LabelCard
            key={question.id}
            question={question}
            entries={entries}
            mayEdit={account.permissions.includes('corpus.edit')}
            busy={deeds.busy}
            label={label}
          />
        ))}
      </ul>
    </>
  )
}

interface LabelCardProps {
  readonly question: Question
  readonly entries: readonly EntryOption[]
  readonly mayEdit: boolean
  readonly busy: boolean
  readonly label: Label
}

function LabelCard({ question, entries, mayEdit, busy, label }: LabelCardProps) {
  const { words, language } = useWords()
  const { text, confidence, candidates, conversation } = question
  const [chosen, setChosen] = useState<string | null>(null)
  const entry = chosen ?? candidates[0]?.entry ?? ''
  const options = useMemo(() => {
    const guessed = candidates.flatMap((one) => {
      const option = entries.find(({ value }) => value === one.entry)
      if (!option) return []
      const title = fill(words.tlGuess, {
        title: option.title,
        percent: share(one.probability, language, 0),
      })
      return { value: one.entry, title }
    })
    const others = entries.filter(({ value }) => !guessed.some((one) => one.value === value))
    return [...guessed, ...others]
  }, [candidates, entries, words, language])
  const isKnown = options.some(({ value }) => value === entry)
  return (
    <li className="card label-card">
      <span className="said">{text}</span>
      <span className="note">
        {fill(words.tlConfidence, { percent: share(confidence, language, 0) })} ·{' '}
        <a href={`desk#/conversations/${encodeURIComponent(conversation)}`}>{words.tlOpenConversation}</a>
      </span>
      {mayEdit && (
        <>
          <Select
            label={words.tlMeant}
            value={isKnown ? entry : ''}
            placeholder={words.tlChoose}
            options={options}
            choose={setChosen}
          />
          <div className="row-actions">
            <Button
              size="small"
              type="primary"
              disabled={busy || !isKnown}
              aria-label={fill(words.tlAsPhraseOf, { text })}
              onClick={() => void label(question, entry, 'phrase')}
            >
              {words.tlAsPhrase}
            </Button>
            <Button
              size="small"
              disabled={busy || !isKnown}
              aria-label={fill(words.tlAsTestOf, { text })}
              onClick={() => void label(question, entry, 'test')}
            >
              {words.tlAsTest}
            </Button>
            <Button
              size="small"
              disabled={busy}
              aria-label={fill(words.tlAsOutsideOf, { text })}
              onClick={() => void label(question, null, 'phrase')}
            >
              {words.tlAsOutside}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}
