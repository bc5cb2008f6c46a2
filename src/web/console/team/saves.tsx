/** What trying to keep customers has brought, against those left alone at random. */

import { Skeleton } from 'antd'
import { useId } from 'react'
import type { SavesAnswer } from '../../../console/team-types.ts'
import { errorWords } from '../../staff/error-words.ts'
import { yuan } from '../../staff/times.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { number, share } from '../figures.ts'
import type { Strings } from '../strings.ts'
import { useReading } from '../use-reading.ts'

type Kind = SavesAnswer['kinds'][number]

export function Saves() {
  const { words, language } = useWords()
  const heading = useId()
  const { answer, error } = useReading<SavesAnswer>('api/console/team/saves')
  const days = answer?.kinds[0]?.days
  return (
    <section className="card" aria-labelledby={heading}>
      <h3 id={heading}>{words.savesTitle}</h3>
      {days !== undefined && <p className="note">{fill(words.savesAbout, { days })}</p>}
      {answer === undefined && error === undefined && <Skeleton active paragraph={{ rows: 3 }} />}
      {error !== undefined && <p role="alert">{errorWords(error, words)}</p>}
      {answer?.kinds.map((kind) => (
        <div key={kind.kind}>
          <h4>{kind.kind === 'offer' ? words.savesOffer : words.savesContact}</h4>
          {linesOf(kind, words, language).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ))}
    </section>
  )
}

function linesOf(kind: Kind, words: Strings, language: Language): string[] {
  const { treated, held, difference, interval, value, pending, needed, days } = kind
  const lines: string[] = []
  if (treated.customers + held.customers === 0) lines.push(words.savesNone)
  else
    lines.push(
      fill(words.savesArm, {
        treated: number(treated.customers, language),
        kept: number(treated.retained, language),
        held: number(held.customers, language),
        heldKept: number(held.retained, language),
      }),
    )
  if (difference !== null && interval !== null)
    lines.push(
      fill(words.savesDifference, {
        difference: share(difference, language),
        low: share(interval[0], language),
        high: share(interval[1], language),
      }),
    )
  if (needed !== null) lines.push(fill(words.savesNeeded, { count: number(needed, language) }))
  if (value !== null) lines.push(fill(words.savesValue, { value: yuan(Math.round(value), language) }))
  if (pending > 0) lines.push(fill(words.savesPending, { count: number(pending, language), days }))
  return lines
}
