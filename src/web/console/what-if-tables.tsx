/** What other rules would have done, as tables and files. */

import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import type { DecidedAs, WhatIfResult } from '../../console/handoff-rules-types.ts'
import { durationWords } from '../staff/times.ts'
import { fill, type Language } from '../widget/strings.ts'
import { useWords } from './console-context.ts'
import { DataTable } from './data-table.tsx'
import { number } from './figures.ts'
import { deedWords } from './handoff-rules-list.tsx'
import { saveTable } from './save-table.ts'
import type { Strings, Word } from './strings.ts'
import type { Cell, TableData } from './table-data.ts'

const KINDS = {
  newHandoff: 'hrNewHandoff',
  noHandoff: 'hrNoHandoff',
  newOffer: 'hrNewOffer',
  noOffer: 'hrNoOffer',
  otherQueue: 'hrOtherQueue',
  sooner: 'hrSooner',
  later: 'hrLater',
  otherRule: 'hrOtherRule',
} as const satisfies Readonly<Record<keyof WhatIfResult['kinds'], Word>>

const BANDS = {
  high: 'hrBandHigh',
  medium: 'hrBandMedium',
  low: 'hrBandLow',
  unknown: 'hrBandUnknown',
} as const satisfies Readonly<Record<WhatIfResult['bands'][number]['band'], Word>>

export function WhatIfTables({ result, days }: { readonly result: WhatIfResult; readonly days: number }) {
  const { words, language } = useWords()
  const { replayed, changed, emptied, erased, withoutFacts, incomplete, missing, cost, restored } = result
  const tables = useMemo(() => tablesOf(result, words, language), [result, words, language])
  return (
    <>
      <section className="card" aria-live="polite">
        <h3>
          {changed === 0
            ? fill(words.hrNothingChanges, { days })
            : fill(words.hrSummary, {
                replayed: number(replayed, language),
                changed: number(changed, language),
              })}
        </h3>
        {emptied + erased + withoutFacts > 0 && (
          <p className="note">{fill(words.hrLeftOut, { emptied, erased, withoutFacts })}</p>
        )}
        {incomplete > 0 && (
          <p className="note">
            {fill(words.hrIncomplete, {
              count: incomplete,
              facts: missing.map(({ fact }) => fact).join(', '),
            })}
          </p>
        )}
        {restored > 0 && <p className="note warn">{fill(words.hrRestored, { count: restored })}</p>}
      </section>
      {tables.map(({ title, file, data, about }) => (
        <section key={file} className="card figure">
          <header>
            <h3>{title}</h3>
            <Button
              size="small"
              icon={<DownloadOutlined aria-hidden />}
              aria-label={fill(words.csvOf, { title })}
              onClick={() => saveTable(`liuke-what-if-${file}.csv`, data)}
            >
              {words.csv}
            </Button>
          </header>
          {about === 'cost' && (
            <p className="note">
              {fill(words.hrCostAbout, {
                minutes: cost.minutesEach,
                source: cost.minutesMeasured ? words.hrMeasured : words.hrAssumed,
                yuan: cost.yuanEach,
              })}
            </p>
          )}
          <DataTable title={title} data={data} />
        </section>
      ))}
    </>
  )
}

interface NamedTable {
  readonly title: string
  readonly file: string
  readonly data: TableData
  readonly about?: 'cost'
}

function tablesOf(result: WhatIfResult, words: Strings, language: Language): readonly NamedTable[] {
  const count = (value: number): Cell => ({ value, text: number(value, language) })
  const time = (value: number | null): Cell => ({
    value,
    text: value === null ? words.none : durationWords(value, words),
  })
  const decided = ({ action, rule, queue }: DecidedAs): Cell => ({
    value: [deedWords(action, words), rule, nameOf(result, queue, language)].filter(Boolean).join(' · '),
  })
  const [title, figure] = [
    (name: string) => ({ title: name }),
    (name: string) => ({ title: name, numeric: true }),
  ]
  // Object.keys gives strings; these are the kinds of the table.
  const kinds = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((kind) => result.kinds[kind] > 0)
  const busy = result.queues.filter(({ before, after }) => before.arrivals + after.arrivals > 0)
  return [
    {
      title: words.hrKinds,
      file: 'kinds',
      data: {
        columns: [title(words.hrKind), figure(words.hrCount)],
        rows: kinds.map((kind) => [{ value: words[KINDS[kind]] }, count(result.kinds[kind])]),
      },
    },
    {
      title: words.hrChanges,
      file: 'changes',
      data: {
        columns: [
          title(words.hrBefore),
          title(words.hrAfter),
          figure(words.hrCount),
          title(words.hrExamples),
        ],
        rows: result.changes.map((change) => [
          decided(change.before),
          decided(change.after),
          count(change.count),
          { value: change.examples.join(' ') },
        ]),
      },
    },
    {
      title: words.hrLoad,
      file: 'queues',
      data: {
        columns: [
          title(words.hrQueue),
          ...[words.hrArrivalsBefore, words.hrArrivalsAfter, words.hrPeakBefore].map(figure),
          ...[words.hrPeakAfter, words.hrTimeBefore, words.hrTimeAfter].map(figure),
        ],
        rows: result.queues.map(({ name, before, after }) => [
          { value: name[language] },
          ...[before.arrivals, after.arrivals, before.peak, after.peak].map(count),
          time(before.answerWithinMs),
          time(after.answerWithinMs),
        ]),
      },
    },
    {
      title: words.hrHourly,
      file: 'hours',
      data: {
        columns: [
          title(words.hrHour),
          ...busy.flatMap(({ name }) => [
            figure(`${name[language]} · ${words.hrBefore}`),
            figure(`${name[language]} · ${words.hrAfter}`),
          ]),
        ],
        rows: Array.from({ length: 24 }, (_, hour) => [
          { value: `${String(hour).padStart(2, '0')}:00` },
          ...busy.flatMap(({ before, after }) => [
            count(before.byHour[hour] ?? 0),
            count(after.byHour[hour] ?? 0),
          ]),
        ]),
      },
    },
    {
      title: words.hrCost,
      file: 'cost',
      about: 'cost',
      data: {
        columns: [
          title(words.hrRules),
          ...[words.hrHandoffs, words.hrMinutes, words.hrYuan, words.hrExpected].map(figure),
        ],
        rows: (['before', 'after'] as const).map((side) => {
          const { handoffs, agentMinutes, yuan, expectedYuan } = result.cost[side]
          const name = side === 'before' ? words.hrBefore : words.hrAfter
          return [{ value: name }, ...[handoffs, agentMinutes, yuan, expectedYuan].map(count)]
        }),
      },
    },
    {
      title: words.hrBands,
      file: 'risk',
      data: {
        columns: [title(words.hrBand), ...[words.hrDecisions, words.hrBetter, words.hrWorse].map(figure)],
        rows: result.bands.map(({ band, decisions, better, worse }) => [
          { value: words[BANDS[band]] },
          ...[decisions, better, worse].map(count),
        ]),
      },
    },
  ].filter(({ data }) => data.rows.length > 0) as readonly NamedTable[]
}

function nameOf({ queues }: WhatIfResult, id: string | null, language: Language): string | null {
  return queues.find((queue) => queue.id === id)?.name[language] ?? id
}
