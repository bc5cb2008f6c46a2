/** Problems of a corpus in the language of the page, each with the way to its item. */

import type { ItemProblem } from '../../../console/corpus-types.ts'
import { useWords } from '../console-context.ts'
import { problemWords } from '../problem-words.ts'
import { ItemLink } from './item-link.tsx'

export function ItemProblems({ problems }: { readonly problems: readonly ItemProblem[] }) {
  const { words, language } = useWords()
  return (
    <ul className="rule-problems">
      {problems.toSorted(errorsFirst).map((problem) => {
        const { key, file, line, code, severity, message } = problem
        const { what, fix } = problemWords(problem, language)
        return (
          <li key={`${file}:${line} ${code} ${message}`} className={severity}>
            <div>
              <strong>{severity === 'error' ? words.coError : words.coWarning}</strong>{' '}
              <code>
                {file}:{line}
              </code>{' '}
              {what}
            </div>
            <div className="note">
              {fix} {key !== null && <ItemLink itemKey={key} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** In reading order otherwise. */
function errorsFirst(a: ItemProblem, b: ItemProblem): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error')
}
