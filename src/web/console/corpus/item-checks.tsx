/** What is wrong while it is being written, and what customers will see. */

import { useEffect, useState } from 'react'
import type { CheckAnswer, ItemContent } from '../../../console/corpus-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { errorWords } from '../../staff/error-words.ts'
import { percent } from '../../staff/times.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { problemWords } from '../problem-words.ts'
import type { CorpusApi } from './corpus-api.ts'
import { SIDES } from './entry-form.tsx'
import { type MissingText, missingIn } from './missing.ts'
import { tidied } from './tidied.ts'

/** Writing rests this long before it is checked, in milliseconds. */
const REST_MS = 600

export interface Checked {
  readonly answer: CheckAnswer | undefined
  readonly busy: boolean
  readonly error: unknown
}

/** Checks what is written, a moment after it stops changing. */
export function useCheck(api: CorpusApi, key: string, content: ItemContent | null | undefined): Checked {
  const [checked, setChecked] = useState<Checked>({ answer: undefined, busy: false, error: undefined })
  useEffect(() => {
    if (!content) return
    let isOld = false
    setChecked((before) => ({ ...before, busy: true }))
    const timer = setTimeout(async () => {
      try {
        const answer = await api.check(key, tidied(content))
        if (!isOld) setChecked({ answer, busy: false, error: undefined })
      } catch (error) {
        if (!isOld) setChecked((before) => ({ ...before, busy: false, error }))
      }
    }, REST_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [api, key, content])
  return checked
}

export function ItemChecks({
  checked: { answer, busy, error },
  content,
}: {
  readonly checked: Checked
  readonly content: ItemContent
}) {
  const { words, language } = useWords()
  const missing = missingIn(content)
  // What is empty is told above, by language.
  const problems = (answer?.problems ?? []).filter(
    ({ code }) => missing.length === 0 || code !== 'text_empty',
  )
  const near = answer?.near ?? []
  const isClean = answer !== undefined && problems.length + near.length + missing.length === 0
  const sentence = ({ side, field }: MissingText) =>
    fill(words.coMissing, { language: side === 'zh' ? words.coZh : words.coEn, field: words[field] })
  return (
    <section className="card" aria-label={words.coProblems} aria-busy={busy}>
      <h3>{words.coProblems}</h3>
      <div role="status">
        {busy && <p className="note">{words.coChecking}</p>}
        {!busy && error !== undefined && <p className="note warn">{errorWords(error, words)}</p>}
        {!busy && isClean && <p className="good">{words.coNoProblems}</p>}
      </div>
      <ul className="rule-problems">
        {missing.map((one) => (
          <li key={`${one.side} ${one.field}`} className="error">
            {sentence(one)}
          </li>
        ))}
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.code} ${problem.message}`} className={problem.severity}>
            <strong>
              {problem.severity === 'error' ? words.coError : words.coWarning}
              {content.kind === 'file' && ` · ${fill(words.coLine, { line: problem.line })}`} · {problem.code}
            </strong>
            <p>{problemWords(problem, language).what}</p>
            <p className="note">{problemWords(problem, language).fix}</p>
          </li>
        ))}
        {near.map(({ text, entry, share }) => (
          <li key={`near ${text}`} className="warning">
            {fill(words.coNear, { text, entry, percent: percent(share) })}
          </li>
        ))}
      </ul>
    </section>
  )
}

export function ItemPreview({ answer }: { readonly answer: CheckAnswer | undefined }) {
  const { words } = useWords()
  const [channel, setChannel] = useState<'website' | 'teams' | 'wechat'>('website')
  if (answer === undefined || answer.preview.length === 0) return null
  return (
    <section className="card" aria-label={words.coPreview}>
      <h3>{words.coPreview}</h3>
      <Choice
        label={words.coChannel}
        value={channel}
        values={{ website: words.coWebsite, teams: words.coTeams, wechat: words.coWechat }}
        choose={setChannel}
      />
      <div className="co-sides">
        {SIDES.map(({ side, lang }) => (
          <p key={side} lang={lang} className={`co-bubble ${channel}`}>
            {answer.preview.find((one) => one.language === side && one.channel === channel)?.text}
          </p>
        ))}
      </div>
    </section>
  )
}
