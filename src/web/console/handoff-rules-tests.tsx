/** What came of the tests of rules. */

import type { RulesTestAnswer } from '../../console/handoff-rules-types.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import { ProblemList } from './handoff-rules-problems.tsx'

export function HandoffTests({ answer: { report, problems } }: { readonly answer: RulesTestAnswer }) {
  const { words } = useWords()
  if (report === null)
    return (
      <section className="card" aria-live="polite">
        <h3>{words.hrTestsUnread}</h3>
        <ProblemList problems={problems} />
      </section>
    )
  const { passed, failed, results, untested } = report
  const failures = results.filter((result) => !result.passed)
  return (
    <section className="card" aria-live="polite">
      <h3>{fill(failed === 0 ? words.hrTestsPassed : words.hrTestsFailed, { passed, failed })}</h3>
      <ul className="rule-problems">
        {failures.map(({ file, line, about, differences, why }) => (
          <li key={`${file}:${line}`} className="error">
            <strong>
              {file}:{line} · {about}
            </strong>
            {differences.map(({ what, expected, got }) => (
              <p key={what}>{fill(words.hrTestExpected, { what, expected, got })}</p>
            ))}
            {why.map((reason) => (
              <p key={reason} className="note">
                {reason}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {untested.length > 0 && (
        <p className="note">{fill(words.hrUntested, { rules: untested.join(', ') })}</p>
      )}
    </section>
  )
}
