/** What moves the risk, as bars left and right of zero. */

import type { RiskCard } from '../../console/desk-types.ts'
import { useWords } from './desk-context.ts'
import { barsOf, effectWord } from './reasons.ts'

export interface BarsProps {
  readonly empty: string
  readonly rows: readonly {
    readonly id: string
    readonly title: RiskCard['reasons'][number]['title']
    readonly contribution: number
  }[]
}

/** Bars left and right of zero; the words say the same for those who do not see them. */
export function Bars({ empty, rows }: BarsProps) {
  const { words, language } = useWords()
  if (rows.length === 0) return <p className="note">{empty}</p>
  return (
    <ul className="bars">
      {barsOf(rows).map(({ reason, side, length }) => (
        <li key={reason.id}>
          <span className="bar-title">{reason.title[language]}</span>
          <span className="bar-words">{words[effectWord(reason.contribution)]}</span>
          <span className="bar" aria-hidden="true">
            <span className={side} style={{ width: `${length * 50}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
