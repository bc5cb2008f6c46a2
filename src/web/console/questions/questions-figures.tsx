/** Figures about questions at one glance, per day and over the day. */

import { useMemo } from 'react'
import type { Outcomes, QuestionsAnswer } from '../../../console/questions-types.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { Figure } from '../figure.tsx'
import { dayText, number, share, shortDay } from '../figures.ts'
import type { Ink } from '../ink.ts'
import type { Strings } from '../strings.ts'
import { type ColumnsData, columnsOptions } from '../team/column-options.ts'
import { daysTable, hoursTable } from './questions-tables.ts'

const HEIGHT = 260

interface Total {
  readonly title: string
  read(outcomes: Outcomes): number | null
  show(value: number): string
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function totalsOf(words: Strings, language: Language): Total[] {
  const count = (value: number): string => number(value, language)
  const percent = (value: number): string => share(value, language)
  return [
    { title: words.qsTotal, read: ({ questions }) => questions, show: count },
    {
      title: words.qsAnsweredShare,
      read: ({ answered, dialogs, questions }) => ratio(answered + dialogs, questions),
      show: percent,
    },
    { title: words.qsAskedBack, read: ({ asked }) => asked, show: count },
    {
      title: words.qsDeclinedShare,
      read: ({ declined, questions }) => ratio(declined, questions),
      show: percent,
    },
    { title: words.qsHandedOver, read: ({ handedOver }) => handedOver, show: count },
    {
      title: words.qsHelpfulShare,
      read: ({ helpful, notHelpful }) => ratio(helpful, helpful + notHelpful),
      show: percent,
    },
    {
      title: words.qsConfirmedShare,
      read: ({ confirmed, episodes }) => ratio(confirmed, episodes),
      show: percent,
    },
  ]
}

export function QuestionTotals({ now, before }: { readonly now: Outcomes; readonly before: Outcomes }) {
  const { words, language } = useWords()
  return (
    <ul className="key-figures">
      {totalsOf(words, language).map(({ title, read, show }) => {
        const [value, then] = [read(now), read(before)]
        return (
          <li key={title} className="card">
            <span className="note">{title}</span>
            <strong>{value === null ? words.none : show(value)}</strong>
            <span className="note">
              {fill(words.before, { value: then === null ? words.none : show(then) })}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const solved = ({ answered, dialogs }: Outcomes): number => answered + dialogs

export function QuestionsPerDay({ answer }: { readonly answer: QuestionsAnswer }) {
  const { words, language } = useWords()
  const { days, totals, from, to } = answer
  const data = useMemo<ColumnsData>(
    () => ({
      labels: days.map(({ day }) => shortDay(day, language)),
      parts: [
        { name: words.qsSolved, color: ({ low }) => low, values: days.map(solved) },
        { name: words.qsAskedBack, color: ({ medium }) => medium, values: days.map(({ asked }) => asked) },
        { name: words.qsDeclined, color: ({ high }) => high, values: days.map(({ declined }) => declined) },
        {
          name: words.qsHandedOver,
          color: ({ other }) => other,
          values: days.map(({ handedOver }) => handedOver),
        },
      ],
      before: null,
      tips: days.map((one) =>
        fill(words.qsDayTip, {
          day: dayText(one.day, language),
          solved: solved(one),
          asked: one.asked,
          declined: one.declined,
          handed: one.handedOver,
        }),
      ),
    }),
    [days, words, language],
  )
  const options = useMemo(() => (ink: Ink) => columnsOptions(data, ink), [data])
  const table = useMemo(() => daysTable(days, words, language), [days, words, language])
  const lines = [
    `${words.qsSolved} ${number(solved(totals), language)}`,
    `${words.qsAskedBack} ${number(totals.asked, language)}`,
    `${words.qsDeclined} ${number(totals.declined, language)}`,
    `${words.qsHandedOver} ${number(totals.handedOver, language)}`,
  ]
  return (
    <Figure
      title={words.qsPerDay}
      file={`liuke-questions-${from}-${to}`}
      options={options}
      height={HEIGHT}
      summary={fill(words.seriesSummary, {
        title: words.qsPerDay,
        from: dayText(from, language),
        to: dayText(to, language),
        lines: lines.join(language === 'zh' ? '；' : '; '),
      })}
      table={table}
      legend={
        <p className="legend">
          <span className="swatch low">{words.qsSolved}</span>
          <span className="swatch medium">{words.qsAskedBack}</span>
          <span className="swatch high">{words.qsDeclined}</span>
          <span className="swatch other">{words.qsHandedOver}</span>
        </p>
      }
    />
  )
}

export function QuestionHours({ answer }: { readonly answer: QuestionsAnswer }) {
  const { words, language } = useWords()
  const { hours, from, to } = answer
  const lines = useMemo(
    () => hours.map((count, hour) => fill(words.qsHourLine, { hour, count: number(count, language) })),
    [hours, words, language],
  )
  const data = useMemo<ColumnsData>(
    () => ({
      labels: hours.map((_, hour) => String(hour)),
      parts: [{ name: words.qsTotal, color: ({ main }) => main, values: hours }],
      before: null,
      tips: lines,
    }),
    [hours, lines, words],
  )
  const options = useMemo(() => (ink: Ink) => columnsOptions(data, ink), [data])
  const table = useMemo(() => hoursTable(hours, words), [hours, words])
  return (
    <Figure
      title={words.qsHours}
      file={`liuke-question-hours-${from}-${to}`}
      options={options}
      height={200}
      summary={fill(words.seriesSummary, {
        title: words.qsHours,
        from: dayText(from, language),
        to: dayText(to, language),
        lines: lines.join(language === 'zh' ? '；' : '; '),
      })}
      table={table}
    />
  )
}
