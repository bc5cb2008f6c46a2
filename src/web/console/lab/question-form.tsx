/** Writes a held-out question: its text, its language, and where it belongs. */

import { Button } from 'antd'
import { useId, useState } from 'react'
import type { HeldOutText } from '../../../console/test-lab-types.ts'
import { Select } from '../../staff/select.tsx'
import type { Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { EntryOption } from './entry-options.ts'

export interface QuestionFormProps {
  readonly before?: HeldOutText
  /** To choose from; left out where the entry stays. */
  readonly entries?: readonly EntryOption[]
  /** Chosen at first. */
  readonly entry?: string
  readonly busy: boolean
  readonly action: string
  /** @returns whether it was taken */
  send(question: HeldOutText, entry: string): Promise<boolean>
  cancel?(): void
}

const MOST = 300
const HAN = /\p{Script=Han}/u
const LETTERS = /[a-z]{2}/i

/** What it is written in, as long as nobody says otherwise. */
function languageOf(text: string, usual: Language): HeldOutText['language'] {
  if (text.trim() === '') return usual
  if (!HAN.test(text)) return 'en'
  return LETTERS.test(text) ? 'mixed' : 'zh'
}

export function QuestionForm({ before, entries, entry = '', busy, action, send, cancel }: QuestionFormProps) {
  const { words, language: usual } = useWords()
  const [text, setText] = useState(before?.text ?? '')
  const [language, setLanguage] = useState<HeldOutText['language'] | null>(before?.language ?? null)
  const [chosen, setChosen] = useState<string | null>(null)
  const field = useId()
  const label = chosen ?? entry
  const isReady = text.trim() !== '' && (entries === undefined || label !== '')
  const submit = async () => {
    const question = { text: text.trim(), language: language ?? languageOf(text, usual) }
    if (!(await send(question, label))) return
    setText('')
    setLanguage(null)
  }
  return (
    <form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !busy) void submit()
      }}
    >
      <div className="field">
        <label htmlFor={field}>{words.tlText}</label>
        <textarea
          id={field}
          rows={2}
          maxLength={MOST}
          value={text}
          aria-describedby={`${field}-more`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // One line, so Enter sends it; not while a Chinese word is being composed.
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
        />
        <p className="note" id={`${field}-more`}>
          {words.tlTextHint}
        </p>
      </div>
      <div className="row">
        <Select
          label={words.tlLanguage}
          value={language ?? languageOf(text, usual)}
          options={[
            { value: 'zh', title: words.languageZh },
            { value: 'en', title: words.languageEn },
            { value: 'mixed', title: words.tlMixedLanguage },
          ]}
          // The options above are the languages there are.
          choose={(value) => setLanguage(value as HeldOutText['language'])}
        />
        {entries !== undefined && (
          <Select
            label={words.tlEntry}
            value={label}
            placeholder={words.tlChoose}
            options={entries}
            choose={setChosen}
          />
        )}
      </div>
      <div className="row-actions">
        <Button type="primary" htmlType="submit" disabled={!isReady || busy}>
          {action}
        </Button>
        {cancel && <Button onClick={cancel}>{words.tlCancel}</Button>}
      </div>
    </form>
  )
}
