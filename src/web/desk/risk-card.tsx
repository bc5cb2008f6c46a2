/** How likely the customer is to leave, and what that is associated with. */

import type { RiskCard as Risk, ValueCard } from '../../console/desk-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { percent, yuan } from '../staff/times.ts'
import { bandWords } from '../staff/wording.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useWords } from './desk-context.ts'
import { Bars } from './reason-bars.tsx'
import { sumWords } from './retention-words.ts'

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
          {risk.value && <Value value={risk.value} probability={risk.probability} />}
          <p className="risk-note">{words.riskNote}</p>
          <p className="note">
            {fill(words.scored, { time: momentWords(risk.scoredAt, now, calendar) })} · {risk.model}
          </p>
        </>
      )}
    </section>
  )
}

/** What trying to keep them brings on average, and what may be offered. */
function Value({ value, probability }: { readonly value: ValueCard; readonly probability: number }) {
  const { words, language } = useWords()
  const { offer } = value
  return (
    <>
      <h4>{fill(words.itemEv, { amount: yuan(Math.round(value.ev), language) })}</h4>
      <p className="note">{sumWords(value, probability, words, language)}</p>
      <p className="note">{offer ? `${words.offerTitle}: ${offer.text[language]}` : words.offerNone}</p>
      {offer && <p className="note">{fill(words.eligibility, { text: offer.eligibility[language] })}</p>}
    </>
  )
}
