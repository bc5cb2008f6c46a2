/** Handoff rules: those in force in words, and a place to try others. */

import { useMemo, useState } from 'react'
import type { HandoffRulesAnswer } from '../../console/handoff-rules-types.ts'
import { Choice } from '../staff/choice.tsx'
import { fill } from '../widget/strings.ts'
import { useConsole, useWords } from './console-context.ts'
import { handoffRulesCalls } from './handoff-rules-api.ts'
import { HandoffRulesCheck } from './handoff-rules-check.tsx'
import { HandoffRulesList } from './handoff-rules-list.tsx'
import { ReadPage } from './read-page.tsx'
import { useReading } from './use-reading.ts'

export function HandoffRulesPage() {
  const { words } = useWords()
  const { calls } = useConsole()
  const api = useMemo(() => handoffRulesCalls(calls), [calls])
  const [view, setView] = useState<'force' | 'check'>('force')
  const reading = useReading<HandoffRulesAnswer>('api/console/handoff-rules')
  return (
    <ReadPage
      title={words.handoffRules}
      about={fill(words.handoffRulesAbout, { days: reading.answer?.days ?? 30 })}
      reading={reading}
      controls={
        <>
          <Choice
            label={words.handoffRulesView}
            value={view}
            values={{ force: words.hrInForce, check: words.hrCheck }}
            choose={setView}
          />
          {view === 'check' && <HandoffRulesCheck api={api} />}
        </>
      }
      show={(answer) => view === 'force' && <HandoffRulesList answer={answer} />}
    />
  )
}
