/** What is wrong with rules: line, what, and what to do. */

import type { Problem } from '../../console/handoff-rules-types.ts'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'

export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { words } = useWords()
  return (
    <ul className="rule-problems">
      {problems.map(({ file, line, code, severity, message, fix }) => (
        <li key={`${file}:${line} ${code} ${message}`} className={severity}>
          <strong>
            {severity === 'error' ? words.hrError : words.hrWarning} · {fill(words.hrLine, { line })} · {code}
          </strong>
          <p>{message}</p>
          <p className="note">{fix}</p>
        </li>
      ))}
    </ul>
  )
}
