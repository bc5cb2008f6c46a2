/** How likely the customer is to leave, and what that is associated with. */

import type { RiskCard as Risk } from '../../console/desk-types.ts'
import { fill } from '../widget/strings.ts'
import { momentWords } from './calendar.ts'
import { useCalendar, useWords } from './desk-context.ts'
import { barsOf, effectWord } from './reasons.ts'
import { percent } from './times.ts'
import { bandWords } from './wording.ts'

export interface RiskCardProps {
  /** Null where there is no score. */
  readonly risk: Risk | null
  readonly now: number
}

export function RiskCard({ risk, now }: RiskCardProps) {
  const { words } = useWords()
  const calendar = useCalendar()
  return (
    <section className="card">
      <h3>{words.risk}</h3>
      {!risk && (
        <p className="note">
          {words.noRisk} · {words.noRiskHint}
        </p>
      )}
      {risk && (
        <>
          <p className="risk-head">
            <span className={`risk-badge ${risk.band}`}>{bandWords(risk.band, words)}</span>
            <span>
              {words.probability} <b>{percent(risk.probability)}</b>
            </span>
          </p>
          <p className="note">{fill(words.base, { percent: percent(risk.base) })}</p>
          <h4>{words.reasons}</h4>
          <Bars
            empty={words.noReasons}
            rows={risk.reasons.map((reason) => ({ ...reason, id: reason.group }))}
          />
          <h4>{words.signals}</h4>
          <Bars
            empty={words.noSignals}
            rows={risk.signals.map(({ signal, title, shift }) => ({
              id: signal,
              title,
              contribution: shift,
            }))}
          />
          <p className="risk-note">{words.riskNote}</p>
          <p className="note">
            {fill(words.scored, { time: momentWords(risk.scoredAt, now, calendar) })} · {risk.model}
          </p>
        </>
      )}
    </section>
  )
}

interface BarsProps {
  readonly empty: string
  readonly rows: readonly {
    readonly id: string
    readonly title: Risk['reasons'][number]['title']
    readonly contribution: number
  }[]
}

/** Bars left and right of zero; the words say the same for those who do not see them. */
function Bars({ empty, rows }: BarsProps) {
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
