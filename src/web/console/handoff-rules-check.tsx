/** Trying other rules: a text, what is wrong with it, its tests, and what it would have done. */

import { FolderOpenOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useId, useRef, useState } from 'react'
import type { RulesCheckAnswer, RulesTestAnswer } from '../../console/handoff-rules-types.ts'
import { errorWords } from '../staff/error-words.ts'
import { Select } from '../staff/select.tsx'
import { percent } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import type { HandoffRulesApi } from './handoff-rules-api.ts'
import { ProblemList } from './handoff-rules-problems.tsx'
import { HandoffTests } from './handoff-rules-tests.tsx'
import { useWhatIf } from './use-what-if.ts'
import { WhatIfTables } from './what-if-tables.tsx'

const MAX_BYTES = 256 * 1024
const PERIODS = [7, 30, 90] as const

export function HandoffRulesCheck({ api }: { readonly api: HandoffRulesApi }) {
  const { words } = useWords()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [days, setDays] = useState('30')
  const [checked, setChecked] = useState<RulesCheckAnswer>()
  const [tested, setTested] = useState<RulesTestAnswer>()
  const [error, setError] = useState<unknown>()
  const [tooLarge, setTooLarge] = useState(false)
  const [busy, setBusy] = useState(false)
  const whatIf = useWhatIf(api)

  const change = (written: string) => {
    setText(written)
    setChecked(undefined)
    setTested(undefined)
    setTooLarge(new TextEncoder().encode(written).length > MAX_BYTES)
  }
  const run = async (act: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    try {
      await act()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const check = () => run(async () => setChecked(await api.check(text)))
  const test = () => run(async () => setTested(await api.test(text)))
  const tryOut = () =>
    run(async () => {
      const answer = await api.check(text)
      setChecked(answer)
      if (answer.accepted) await whatIf.begin(text, Number(days))
    })

  const running = whatIf.state?.status === 'running'
  const ready = text.trim() !== '' && !tooLarge && !busy
  const problem = error ?? whatIf.error
  return (
    <>
      <section className="card rule-text">
        <label htmlFor={id}>{words.hrTextLabel}</label>
        <p className="note" id={`${id}-hint`}>
          {words.hrTextHint}
        </p>
        <textarea
          id={id}
          aria-describedby={`${id}-hint`}
          rows={14}
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
        <input
          ref={file}
          type="file"
          accept=".yaml,.yml"
          hidden
          onChange={async (event) => {
            const [chosen] = event.target.files ?? []
            event.target.value = ''
            if (chosen && chosen.size > MAX_BYTES) setTooLarge(true)
            else if (chosen) change(await chosen.text())
          }}
        />
        <div className="filters">
          <Button icon={<FolderOpenOutlined aria-hidden />} onClick={() => file.current?.click()}>
            {words.hrOpenFile}
          </Button>
          <Button type="primary" disabled={!ready} onClick={() => void check()}>
            {words.hrRunCheck}
          </Button>
          <Button disabled={!ready} onClick={() => void test()}>
            {words.hrRunTests}
          </Button>
          <Select
            label={words.hrPeriod}
            value={days}
            options={PERIODS.map((count) => ({
              value: String(count),
              title: fill(words.hrLastDays, { days: count }),
            }))}
            choose={setDays}
          />
          <Button disabled={!ready || running} onClick={() => void tryOut()}>
            {words.hrRunWhatIf}
          </Button>
        </div>
      </section>
      <div role="alert">
        {tooLarge && <Alert role="none" type="error" showIcon title={words.hrTooLarge} />}
        {problem !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(problem, words, {
              WhatIfRunning: words.hrBusy,
              RulesInvalid: words.hrRulesInvalid,
              RuleTestsNotFound: words.hrTestsMissing,
            })}
          />
        )}
      </div>
      <div role="status" className="work">
        {running && (
          <>
            <span>
              {fill(words.hrWorking, {
                days: whatIf.state?.days ?? '',
                percent: percent(whatIf.state?.share ?? 0),
              })}
            </span>
            <progress max={1} value={whatIf.state?.share ?? 0} aria-hidden="true" />
            <Button size="small" onClick={() => void whatIf.cancel()}>
              {words.hrCancel}
            </Button>
          </>
        )}
        {whatIf.state?.status === 'cancelled' && <span>{words.hrCancelled}</span>}
        {whatIf.state?.status === 'failed' && (
          <span>{fill(words.hrFailed, { code: whatIf.state.failure ?? '' })}</span>
        )}
      </div>
      {checked && <Checked answer={checked} />}
      {tested && <HandoffTests answer={tested} />}
      {whatIf.state?.result && <WhatIfTables result={whatIf.state.result} days={whatIf.state.days} />}
    </>
  )
}

function Checked({ answer: { accepted, problems } }: { readonly answer: RulesCheckAnswer }) {
  const { words } = useWords()
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const verdict = accepted
    ? problems.length === 0
      ? words.hrNoProblems
      : fill(words.hrAccepted, { count: problems.length })
    : fill(words.hrRefused, { count: errors })
  return (
    <section className="card" aria-live="polite">
      <h3>{verdict}</h3>
      <ProblemList problems={problems} />
    </section>
  )
}
