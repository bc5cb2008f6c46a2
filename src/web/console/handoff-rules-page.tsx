/** Handoff rules: those in force in words, and a place to try others. */

import { Alert, Button, Skeleton } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { HandoffRulesAnswer } from '../../console/handoff-rules-types.ts'
import { Choice } from '../staff/choice.tsx'
import { errorWords } from '../staff/error-words.ts'
import { fill } from '../widget/strings.ts'
import { useConsole, useWords } from './console-context.ts'
import { handoffRulesCalls } from './handoff-rules-api.ts'
import { HandoffRulesCheck } from './handoff-rules-check.tsx'
import { HandoffRulesList } from './handoff-rules-list.tsx'

export function HandoffRulesPage() {
  const { words } = useWords()
  const { calls } = useConsole()
  const api = useMemo(() => handoffRulesCalls(calls), [calls])
  const [view, setView] = useState<'force' | 'check'>('force')
  const [answer, setAnswer] = useState<HandoffRulesAnswer>()
  const [error, setError] = useState<unknown>()
  const load = useCallback(async () => {
    try {
      setAnswer(await api.read())
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [api])
  useEffect(() => void load(), [load])
  return (
    <article className="page" aria-busy={!answer && error === undefined}>
      <header className="page-head">
        <h2>{words.handoffRules}</h2>
        <p>{fill(words.handoffRulesAbout, { days: answer?.days ?? 30 })}</p>
      </header>
      <Choice
        label={words.handoffRulesView}
        value={view}
        values={{ force: words.hrInForce, check: words.hrCheck }}
        choose={setView}
      />
      <div role="alert">
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(error, words)}
            action={
              <Button size="small" onClick={() => void load()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
      </div>
      {view === 'check' && <HandoffRulesCheck api={api} />}
      {view === 'force' && !answer && error === undefined && <Skeleton active paragraph={{ rows: 10 }} />}
      {view === 'force' && answer && <HandoffRulesList answer={answer} />}
    </article>
  )
}
