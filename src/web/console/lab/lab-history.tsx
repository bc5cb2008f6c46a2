/** How published revisions did, one after the other. */

import { useMemo } from 'react'
import type { TestLabAnswer } from '../../../console/test-lab-types.ts'
import { fill, type Language } from '../../widget/strings.ts'
import type { ChartOptions } from '../chart-engine.ts'
import { base, dayAxes } from '../chart-options.ts'
import { useWords } from '../console-context.ts'
import { Figure } from '../figure.tsx'
import { share } from '../figures.ts'
import type { Ink } from '../ink.ts'
import type { Strings } from '../strings.ts'
import { historyTable } from './lab-tables.ts'

type Revision = TestLabAnswer['history'][number]

function percent(value: number | null, words: Strings, language: Language): string {
  return value === null ? words.tlNotMeasured : share(value, language)
}

function tipOf(one: Revision, words: Strings, language: Language): string {
  return [
    fill(words.tlRevision, { revision: one.revision }),
    `${words.tlAccuracy}: ${percent(one.accuracy, words, language)}`,
    `${words.tlAccuracyZh}: ${percent(one.zh, words, language)}`,
    `${words.tlAccuracyEn}: ${percent(one.en, words, language)}`,
    `${words.tlCoverageLine}: ${percent(one.coverage, words, language)}`,
  ].join('\n')
}

/** Lines from revision to revision; what was not measured is a gap. */
function historyOptions(history: readonly Revision[], tips: readonly string[], ink: Ink): ChartOptions {
  const labels = history.map(({ revision }) => String(revision))
  const axes = dayAxes(labels, ink)
  const line = (color: string, dashed: boolean, pick: (one: Revision) => number | null) => ({
    type: 'line',
    symbolSize: 7,
    showAllSymbol: true,
    connectNulls: false,
    lineStyle: { color, width: 2, type: dashed ? 'dashed' : 'solid' },
    itemStyle: { color },
    data: history.map((one) => {
      const value = pick(one)
      return value === null ? null : value * 100
    }),
  })
  return {
    ...base(ink),
    ...axes,
    yAxis: { ...axes.yAxis, max: 100, axisLabel: { ...axes.yAxis.axisLabel, formatter: '{value}%' } },
    tooltip: {
      ...base(ink).tooltip,
      trigger: 'axis',
      formatter: (points: readonly { dataIndex: number }[]) => tips[points[0]?.dataIndex ?? -1] ?? '',
    },
    series: [
      line(ink.main, false, ({ accuracy }) => accuracy),
      line(ink.medium, false, ({ zh }) => zh),
      line(ink.high, false, ({ en }) => en),
      line(ink.other, true, ({ coverage }) => coverage),
    ],
  }
}

export function LabHistory({ answer }: { readonly answer: TestLabAnswer }) {
  const { words, language } = useWords()
  const { history } = answer
  const tips = useMemo(() => history.map((one) => tipOf(one, words, language)), [history, words, language])
  const options = useMemo(() => (ink: Ink) => historyOptions(history, tips, ink), [history, tips])
  const table = useMemo(() => historyTable(answer, words, language), [answer, words, language])
  if (history.length === 0) return <p className="note">{words.tlHistoryNone}</p>
  const lines = history.map(({ revision, accuracy }) =>
    fill(words.tlHistoryLine, { revision, accuracy: percent(accuracy, words, language) }),
  )
  return (
    <Figure
      title={words.tlHistory}
      file="liuke-revisions"
      options={options}
      height={240}
      summary={fill(words.tlHistorySummary, { lines: lines.join(language === 'zh' ? '；' : '; ') })}
      table={table}
      legend={
        <p className="legend">
          <span className="swatch line main">{words.tlAccuracy}</span>
          <span className="swatch line medium">{words.tlAccuracyZh}</span>
          <span className="swatch line high">{words.tlAccuracyEn}</span>
          <span className="swatch line other">{words.tlCoverageLine}</span>
        </p>
      }
    />
  )
}
