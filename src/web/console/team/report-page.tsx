/** The team's work in a period, compared with the one before. */

import { useMemo, useState } from 'react'
import type { DayFigures, TeamReportAnswer } from '../../../console/team-types.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { barsHeight, barsOptions } from '../chart-options.ts'
import { useWords } from '../console-context.ts'
import { Figure } from '../figure.tsx'
import { dayText, number, shortDay } from '../figures.ts'
import type { Ink } from '../ink.ts'
import { ReadPage } from '../read-page.tsx'
import type { Strings } from '../strings.ts'
import { useReading } from '../use-reading.ts'
import { type ColumnsData, columnsOptions } from './column-options.ts'
import { KeyFigures } from './key-figures.tsx'
import type { Wanted } from './period.ts'
import { PeriodChoice } from './period-choice.tsx'
import {
  agentsTable,
  queuesTable,
  RESOLUTIONS,
  resolutionDays,
  rulesTable,
  scoresTable,
  serviceDays,
} from './report-tables.ts'
import { Saves } from './saves.tsx'
import { TableCard } from './table-card.tsx'

const HEIGHT = 260
const USUAL_DAYS = 28

export function TeamReportPage() {
  const { words } = useWords()
  const [wanted, setWanted] = useState<Wanted>({ days: USUAL_DAYS })
  const query = 'days' in wanted ? `days=${wanted.days}` : `from=${wanted.from}&to=${wanted.to}`
  const reading = useReading<TeamReportAnswer>(`api/console/team/report?${query}`)
  return (
    <ReadPage
      title={words.teamReport}
      about={words.teamReportAbout}
      reading={reading}
      controls={<PeriodChoice wanted={wanted} shown={reading.answer} choose={setWanted} />}
      show={(answer) => <Report answer={answer} />}
    />
  )
}

function Report({ answer }: { readonly answer: TeamReportAnswer }) {
  const { words, language } = useWords()
  const { from, to, before, current, previous, queues, agents, rules } = answer
  const tables = useMemo(
    () => ({
      queues: queuesTable(queues, words, language),
      agents: agentsTable(agents, words, language),
      rules: rulesTable(rules, words, language),
    }),
    [queues, agents, rules, words, language],
  )
  return (
    <>
      <p className="note">
        {fill(words.comparedPeriod, {
          from: dayText(before.from, language),
          to: dayText(before.to, language),
        })}
      </p>
      <KeyFigures current={current} previous={previous} />
      <Service answer={answer} />
      <Resolutions answer={answer} />
      <Ratings answer={answer} />
      <TableCard
        title={words.byQueue}
        data={tables.queues}
        file={`liuke-queues-${from}-${to}`}
        empty={words.noHandoffs}
      />
      <TableCard
        title={words.byAgent}
        data={tables.agents}
        file={`liuke-agents-${from}-${to}`}
        empty={words.noHandoffs}
      />
      <TableCard
        title={words.byRule}
        data={tables.rules}
        file={`liuke-rules-${from}-${to}`}
        empty={words.noHandoffs}
      />
      <Saves />
    </>
  )
}

/** What is said of a chart to those who do not see it. */
function summaryOf(
  title: string,
  { from, to }: TeamReportAnswer,
  lines: string[],
  words: Strings,
  language: Language,
) {
  return fill(words.seriesSummary, {
    title,
    from: dayText(from, language),
    to: dayText(to, language),
    lines: lines.join(language === 'zh' ? '；' : '; '),
  })
}

function otherOf({ service: { handoffs, inTime, late } }: DayFigures): number {
  return Math.max(0, handoffs - inTime - late)
}

function Service({ answer }: { readonly answer: TeamReportAnswer }) {
  const { words, language } = useWords()
  const { days, daysBefore, current, from, to } = answer
  const data = useMemo<ColumnsData>(
    () => ({
      labels: days.map(({ day }) => shortDay(day, language)),
      parts: [
        { name: words.inTime, color: ({ low }) => low, values: days.map(({ service }) => service.inTime) },
        { name: words.late, color: ({ high }) => high, values: days.map(({ service }) => service.late) },
        { name: words.otherHandoffs, color: ({ other }) => other, values: days.map(otherOf) },
      ],
      before: daysBefore.map(({ service }) => service.handoffs),
      tips: days.map((one, at) =>
        [
          dayText(one.day, language),
          `${words.inTime}: ${one.service.inTime}`,
          `${words.late}: ${one.service.late}`,
          `${words.otherHandoffs}: ${otherOf(one)}`,
          fill(words.before, { value: daysBefore[at]?.service.handoffs ?? 0 }),
        ].join('\n'),
      ),
    }),
    [days, daysBefore, words, language],
  )
  const options = useMemo(() => (ink: Ink) => columnsOptions(data, ink), [data])
  const table = useMemo(() => serviceDays(days, words, language), [days, words, language])
  if (current.service.handoffs === 0) return <p className="note">{words.noHandoffs}</p>
  return (
    <Figure
      title={words.perDay}
      file={`liuke-handoffs-${from}-${to}`}
      options={options}
      height={HEIGHT}
      summary={summaryOf(
        words.perDay,
        answer,
        [
          `${words.handoffsOf} ${number(current.service.handoffs, language)}`,
          `${words.inTime} ${number(current.service.inTime, language)}`,
          `${words.late} ${number(current.service.late, language)}`,
        ],
        words,
        language,
      )}
      table={table}
      legend={
        <p className="legend">
          <span className="swatch low">{words.inTime}</span>
          <span className="swatch high">{words.late}</span>
          <span className="swatch other">{words.otherHandoffs}</span>
          <span className="swatch line other">{words.beforePeriod}</span>
        </p>
      }
    />
  )
}

const RESOLUTION_INK = {
  confirmed: ({ low }: Ink) => low,
  assumed: ({ medium }: Ink) => medium,
  abandoned: ({ high }: Ink) => high,
  escalated: ({ other }: Ink) => other,
} as const
const RESOLUTION_SWATCH = {
  confirmed: 'low',
  assumed: 'medium',
  abandoned: 'high',
  escalated: 'other',
} as const

function Resolutions({ answer }: { readonly answer: TeamReportAnswer }) {
  const { words, language } = useWords()
  const { days, current, from, to } = answer
  const data = useMemo<ColumnsData>(
    () => ({
      labels: days.map(({ day }) => shortDay(day, language)),
      parts: RESOLUTIONS.map((one) => ({
        name: words[one],
        color: RESOLUTION_INK[one],
        values: days.map(({ resolutions }) => resolutions[one]),
      })),
      before: null,
      tips: days.map(({ day, resolutions }) =>
        [dayText(day, language), ...RESOLUTIONS.map((one) => `${words[one]}: ${resolutions[one]}`)].join(
          '\n',
        ),
      ),
    }),
    [days, words, language],
  )
  const options = useMemo(() => (ink: Ink) => columnsOptions(data, ink), [data])
  const table = useMemo(() => resolutionDays(days, words, language), [days, words, language])
  const all = RESOLUTIONS.reduce((sum, one) => sum + current.resolutions[one], 0)
  if (all === 0) return <p className="note">{words.noEpisodes}</p>
  return (
    <Figure
      title={words.resolutionPerDay}
      file={`liuke-outcomes-${from}-${to}`}
      options={options}
      height={HEIGHT}
      summary={summaryOf(
        words.resolutionPerDay,
        answer,
        RESOLUTIONS.map((one) => `${words[one]} ${number(current.resolutions[one], language)}`),
        words,
        language,
      )}
      table={table}
      legend={
        <p className="legend">
          {RESOLUTIONS.map((one) => (
            <span key={one} className={`swatch ${RESOLUTION_SWATCH[one]}`}>
              {words[one]}
            </span>
          ))}
        </p>
      }
    />
  )
}

function Ratings({ answer }: { readonly answer: TeamReportAnswer }) {
  const { words, language } = useWords()
  const { current, previous, from, to } = answer
  const { scores, answered, asked } = current.ratings
  const rows = useMemo(
    () =>
      scores
        .map((count, at) => ({
          name: fill(words.stars, { score: at + 1 }),
          values: [count, previous.ratings.scores[at] ?? 0],
          labels: [number(count, language), number(previous.ratings.scores[at] ?? 0, language)],
        }))
        .toReversed(),
    [scores, previous, words, language],
  )
  const options = useMemo(() => (ink: Ink, width: number) => barsOptions(rows, ink, width), [rows])
  const table = useMemo(() => scoresTable(scores, previous.ratings.scores, words), [scores, previous, words])
  if (answered === 0) return <p className="note">{words.noRatings}</p>
  return (
    <Figure
      title={words.ratingSpread}
      file={`liuke-ratings-${from}-${to}`}
      options={options}
      height={barsHeight(rows)}
      summary={summaryOf(
        words.ratingSpread,
        answer,
        [
          fill(words.ratingAnswered, { answered, asked }),
          ...rows.map(({ name, labels }) => `${name} ${labels[0]}`),
        ],
        words,
        language,
      )}
      table={table}
      legend={
        <p className="legend">
          <span className="swatch main">{words.thisPeriod}</span>
          <span className="swatch other">{words.beforePeriod}</span>
          <span>{fill(words.ratingAnswered, { answered, asked })}</span>
        </p>
      }
    />
  )
}
