/** What the live model and that of the draft each make of a question, and why. */

import { Button } from 'antd'
import { useId, useState } from 'react'
import type { TryAnswer, TrySide } from '../../../console/corpus-types.ts'
import { percent } from '../../staff/times.ts'
import { useAttempt } from '../../staff/use-attempt.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { CorpusApi } from './corpus-api.ts'

export function TryIt({ api }: { readonly api: CorpusApi }) {
  const { words } = useWords()
  const id = useId()
  const attempt = useAttempt()
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<TryAnswer>()
  return (
    <details className="card co-try">
      <summary>{words.coTry}</summary>
      <form
        className="co-add"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') void attempt.run(async () => setAnswer(await api.try(text)))
        }}
      >
        <label htmlFor={id}>{words.coTryLabel}</label>
        <input
          id={id}
          type="text"
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button htmlType="submit" loading={attempt.busy} disabled={text.trim() === ''}>
          {words.coTryAsk}
        </Button>
      </form>
      <p role="alert" className="field-problem">
        {attempt.problem}
      </p>
      {answer && (
        <div className="co-sides" aria-live="polite">
          <Side title={words.coTryLive} side={answer.live} />
          {answer.draft ? (
            <Side title={words.coTryDraft} side={answer.draft} />
          ) : (
            <section>
              <h4>{words.coTryDraft}</h4>
              <p className="note">{words.coTryNoDraft}</p>
            </section>
          )}
        </div>
      )}
    </details>
  )
}

function Side({ title, side }: { readonly title: string; readonly side: TrySide }) {
  const { words } = useWords()
  const { band, confidence, candidates } = side.understanding
  const deed = { answer: words.coTryAnswer, ask: words.coTryAskBack, decline: words.coTryDecline }[band]
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      <p>
        <strong>{deed}</strong> · {fill(words.coTrySure, { percent: percent(confidence) })}
      </p>
      <ol>
        {candidates.map(({ intent, probability }) => (
          <li key={intent}>
            <code>{intent}</code> {percent(probability)}
          </li>
        ))}
      </ol>
      {side.answer !== null && <p className="co-bubble website">{side.answer}</p>}
      {side.because.length > 0 && <h4>{words.coTryBecause}</h4>}
      <ul>
        {side.because.map(({ text, entry, similarity }) => (
          <li key={`${entry} ${text}`}>
            “{text}” · <code>{entry}</code> {percent(similarity)}
          </li>
        ))}
      </ul>
    </section>
  )
}
