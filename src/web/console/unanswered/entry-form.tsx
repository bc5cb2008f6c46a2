/** Makes a new entry of a group: id, title and answer, each in both languages; what is missing is said at once. */

import { Button, type InputRef } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { TextField } from '../../staff/fields.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { Word } from '../strings.ts'
import { type EntryDraft, isEntryId, LONGEST, missingIn, texts } from './entry-draft.ts'

const TITLES = {
  titleZh: 'unTitleZh',
  titleEn: 'unTitleEn',
  answerZh: 'unAnswerZh',
  answerEn: 'unAnswerEn',
} as const satisfies Readonly<Record<(typeof texts)[number], Word>>

export interface EntryFormProps {
  readonly draft: EntryDraft
  readonly busy: boolean
  change(draft: EntryDraft): void
  save(): void
  cancel(): void
}

export function EntryForm({ draft, busy, change, save, cancel }: EntryFormProps) {
  const { words } = useWords()
  const heading = useId()
  const first = useRef<InputRef>(null)
  const [isAsked, setAsked] = useState(false)
  useEffect(() => first.current?.focus(), [])
  const missing = missingIn(draft)
  const isRight = isEntryId(draft.id)
  const submit = () => {
    setAsked(true)
    if (isRight && missing.length === 0 && !busy) save()
  }
  return (
    <form
      className="un-form"
      aria-labelledby={heading}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        submit()
      }}
    >
      <h4 id={heading}>{words.unCreate}</h4>
      <TextField
        label={words.unId}
        value={draft.id}
        hint={words.unIdHint}
        problem={isRight ? '' : words.unIdWrong}
        maxLength={80}
        ref={first}
        change={(id) => change({ ...draft, id: id.trim() })}
      />
      <div className="un-sides">
        {texts.map((text) => (
          <Text
            key={text}
            label={words[TITLES[text]]}
            language={text.endsWith('Zh') ? 'zh' : 'en'}
            rows={text.startsWith('title') ? 1 : 4}
            value={draft[text]}
            longest={LONGEST[text]}
            isWrong={isAsked && missing.includes(text)}
            change={(value) => change({ ...draft, [text]: value })}
          />
        ))}
      </div>
      <p role="status" className={missing.length === 0 ? 'note' : 'note warn'}>
        {missing.length === 0
          ? words.unComplete
          : fill(words.unMissing, { fields: missing.map((text) => words[TITLES[text]]).join(words.unJoin) })}
      </p>
      <div className="un-buttons">
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.unSave}
        </Button>
        <Button onClick={cancel}>{words.unCancel}</Button>
        <span className="note">{words.unSaveHint}</span>
      </div>
    </form>
  )
}

interface TextProps {
  readonly label: string
  readonly language: string
  readonly rows: number
  readonly value: string
  readonly longest: number
  readonly isWrong: boolean
  change(value: string): void
}

function Text({ label, language, rows, value, longest, isWrong, change }: TextProps) {
  const id = useId()
  return (
    <div className="un-text">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        lang={language}
        rows={rows}
        value={value}
        maxLength={longest}
        aria-required
        aria-invalid={isWrong}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  )
}
