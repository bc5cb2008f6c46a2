/** The sections about confidence: whether it can be trusted, where it lies, and what thresholds cost. */
import { type Block, type Chart, cell, type Row, type Table } from './blocks.ts'
import { distributionChart, reliabilityChart, tradeOffChart } from './charts.ts'
import { tradeOffOf } from './fallback.ts'
import type { EvaluationReport, FallbackRow } from './shape.ts'
import type { Writing } from './writing.ts'

/** The trade-off is drawn up to this share of in-scope questions declined. */
const MOST_DECLINED = 0.2

/** Charts of confidence, and the table of thresholds. */
export function confidence(report: EvaluationReport, writing: Writing): Block[] {
  const { strings } = writing
  if (report.figures.rows === 0) return []
  return [
    { kind: 'heading', level: 2, text: strings.confidence.title },
    { kind: 'charts', charts: [reliability(report, writing), distribution(report, writing)] },
    ...thresholds(report, writing),
  ]
}

function reliability({ reliability: bins, figures }: EvaluationReport, { strings, format }: Writing): Chart {
  const words = strings.confidence
  const explanation = words.reliabilityText(format.figure(figures.ece, 'number'))
  return {
    title: words.reliability,
    explanation,
    svg: reliabilityChart(bins, {
      label: `${words.reliability} ${explanation}`,
      x: words.axisConfidence,
      y: words.axisRight,
      rows: words.questions,
    }),
    table: tableOf(
      words.reliabilityColumns,
      bins
        .filter((bin) => bin.rows > 0)
        .map((bin) => [
          rangeOf(bin, format),
          format.count(bin.rows),
          format.plain(bin.confidence),
          format.percent(bin.accuracy),
        ]),
    ),
  }
}

function distribution({ histogram: bins, setting }: EvaluationReport, { strings, format }: Writing): Chart {
  const words = strings.confidence
  const { thresholds: at } = setting
  const strips = [
    { name: words.right, kind: 'right' },
    { name: words.wrong, kind: 'wrong' },
    { name: strings.outOfScope, kind: 'outOfScope' },
  ] as const
  const marks =
    at === null
      ? null
      : { at, ask: words.ask(format.plain(at.ask)), answer: words.answer(format.plain(at.answer)) }
  return {
    title: words.distribution,
    explanation: words.distributionText,
    svg: distributionChart(
      bins,
      strips.filter(({ kind }) => kind !== 'outOfScope' || setting.outOfScope > 0),
      marks,
      { label: words.distribution, x: words.axisConfidence, y: '' },
    ),
    table: tableOf(
      words.distributionColumns,
      bins
        .filter(({ right, wrong, outOfScope }) => right + wrong + outOfScope > 0)
        .map((bin) => [
          rangeOf(bin, format),
          format.count(bin.right),
          format.count(bin.wrong),
          format.count(bin.outOfScope),
        ]),
    ),
  }
}

function rangeOf({ from, to }: { from: number; to: number }, format: Writing['format']): string {
  return `${format.plain(from)}–${format.plain(to)}`
}

/** A table whose first column says what its numbers are about. */
function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  return {
    kind: 'table',
    columns: columns.map((title, i) => ({ title, numeric: i > 0 })),
    rows: rows.map((cells) => ({ cells: cells.map((text) => cell(text)) })),
  }
}

function thresholds(report: EvaluationReport, writing: Writing): Block[] {
  const { strings } = writing
  const words = strings.thresholds
  const table: Table = {
    kind: 'table',
    columns: words.columns.map((title, i) => ({ title, numeric: i > 0 })),
    rows: report.fallback.map((row) => thresholdRow(row, writing)),
  }
  const hasOutside = report.setting.outOfScope > 0
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'text', line: [words.text] },
    table,
    { kind: 'text', note: true, line: [words.note] },
    hasOutside
      ? { kind: 'charts', charts: [tradeOff(report, writing)] }
      : { kind: 'text', note: true, line: [words.noOutOfScope] },
  ]
}

function thresholdRow(row: FallbackRow, { strings, format }: Writing): Row {
  const words = strings.thresholds
  const name =
    row.current === null ? words.upTo(Math.round(100 * (row.target ?? 0))) : words.current[row.current]
  return {
    marked: row.current !== null,
    cells: [
      cell(name),
      cell(format.plain(row.threshold, 4)),
      cell(format.percent(row.declined)),
      cell(format.percent(row.oosRecall)),
      cell(format.percent(row.precision)),
      cell(format.percent(row.precisionWithOos)),
      cell(format.percent(row.coverage)),
    ],
  }
}

function tradeOff(report: EvaluationReport, { strings, language }: Writing): Chart {
  const words = strings.thresholds
  const inScope = report.questions.filter(({ expected }) => expected.length > 0)
  const outOfScope = report.questions.filter(({ expected }) => expected.length === 0)
  const ask = report.fallback.find(({ current }) => current === 'ask')
  const current =
    ask === undefined || ask.declined === null || ask.oosRecall === null
      ? null
      : { declined: ask.declined, oosRecall: ask.oosRecall }
  return {
    title: words.chart,
    explanation: words.chartText,
    svg: tradeOffChart(tradeOffOf(inScope, outOfScope), current, MOST_DECLINED, {
      label: `${words.chart}${language === 'zh' ? '：' : ': '}${words.chartText}`,
      x: words.axisDeclined,
      y: words.axisFound,
      current: words.now,
      percent: (share) => `${Math.round(100 * share)}${language === 'zh' ? '%' : ' %'}`,
    }),
    table: null,
  }
}
