/** The figures of a period at one glance, each beside what it was before. */

import type { PeriodFigures, TeamReportAnswer } from '../../../console/team-types.ts'
import { durationWords } from '../../staff/times.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { number, share } from '../figures.ts'
import type { Strings } from '../strings.ts'

interface KeyFigure {
  readonly title: string
  read(figures: PeriodFigures): number | null
  show(value: number): string
}

/** Of those that were promised an answer. */
function inTimeShare({ service: { inTime, late } }: PeriodFigures): number | null {
  return inTime + late === 0 ? null : inTime / (inTime + late)
}

function resolvedShare({ resolutions }: PeriodFigures): number | null {
  const { confirmed, assumed, abandoned, escalated } = resolutions
  const all = confirmed + assumed + abandoned + escalated
  return all === 0 ? null : (confirmed + assumed) / all
}

function figuresOf(words: Strings, language: Language): KeyFigure[] {
  const count = (value: number) => number(value, language)
  const percent = (value: number) => share(value, language)
  const duration = (value: number) => durationWords(value, words)
  return [
    { title: words.handoffsOf, read: ({ service }) => service.handoffs, show: count },
    { title: words.inTimeShare, read: inTimeShare, show: percent },
    { title: words.medianAnswer, read: ({ service }) => service.medianAnswerMs, show: duration },
    { title: words.p90Answer, read: ({ service }) => service.p90AnswerMs, show: duration },
    { title: words.leftQueue, read: ({ service }) => service.left, show: count },
    { title: words.timedOutQueue, read: ({ service }) => service.timedOut, show: count },
    { title: words.resolvedShare, read: resolvedShare, show: percent },
    {
      title: words.ratingAverage,
      read: ({ ratings }) => ratings.average,
      show: (value) => number(value, language, 2),
    },
  ]
}

export function KeyFigures({ current, previous }: Pick<TeamReportAnswer, 'current' | 'previous'>) {
  const { words, language } = useWords()
  return (
    <ul className="key-figures">
      {figuresOf(words, language).map(({ title, read, show }) => {
        const [now, then] = [read(current), read(previous)]
        return (
          <li key={title} className="card">
            <span className="note">{title}</span>
            <strong>{now === null ? words.none : show(now)}</strong>
            <span className="note">
              {fill(words.before, { value: then === null ? words.none : show(then) })}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
