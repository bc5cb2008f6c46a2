/** What the console's charts look like, as options of the chart library. */

import type { ChartOptions } from './chart-engine.ts'
import type { Ink } from './ink.ts'

/** The page's own; a canvas does not inherit it. */
const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

/** Whoever wants no movement gets none, and nobody else misses it. Tips are drawn, not written as HTML. */
export function base(ink: Ink) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: ink.text },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink.panel,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontFamily: FONT, fontSize: 13 },
    },
  }
}

/** One line of a bar chart. */
export interface BarRow {
  readonly name: string
  readonly values: readonly number[]
  /** Written behind each bar. */
  readonly labels: readonly string[]
  /** Of the first bar; the ink's main colour where none is given. */
  readonly color?: string
  /** Told when it is pointed at; nothing where it is empty. */
  readonly tip?: string
}

const BAR = 13
const GAP = 4
const NAME = 24

/** Height that rows need, in pixels. */
export function barsHeight(rows: readonly BarRow[]): number {
  const bars = Math.max(1, ...rows.map(({ values }) => values.length))
  return rows.length * (NAME + bars * (BAR + GAP) + 12) + 8
}

/** Pixels a label takes, near enough: Chinese characters are about as wide as they are high. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u2e7f' ? 12.5 : 7.2), 0)
}

/** Bars from left to right, each below its name, so that names have the whole width. The first row is on top. @param width of the chart in pixels */
export function barsOptions(rows: readonly BarRow[], ink: Ink, width: number): ChartOptions {
  const bars = Math.max(1, ...rows.map(({ values }) => values.length))
  const largest = Math.max(...rows.flatMap(({ values }) => values), Number.MIN_VALUE)
  const label = Math.max(0, ...rows.flatMap(({ labels }) => labels.map(widthOf)))
  return {
    ...base(ink),
    grid: { left: 0, right: 0, top: 4, bottom: 0 },
    tooltip: {
      ...base(ink).tooltip,
      formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.tip ?? '',
    },
    // Room for what is written behind the longest bar.
    xAxis: { type: 'value', show: false, min: 0, max: largest / Math.max(0.4, 1 - (label + 12) / width) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        inside: true,
        margin: 0,
        interval: 0,
        verticalAlign: 'bottom',
        padding: [0, 0, (bars * (BAR + GAP)) / 2 + 2, 0],
        color: ink.text,
        fontSize: 13,
        overflow: 'truncate',
      },
      z: 10,
    },
    series: Array.from({ length: bars }, (_, at) => ({
      type: 'bar',
      barWidth: BAR,
      barGap: `${(GAP / BAR) * 100}%`,
      barMinHeight: 2,
      itemStyle: { borderRadius: [0, 4, 4, 0] },
      data: rows.map(({ values, labels, color }) => ({
        value: values[at] ?? 0,
        itemStyle: { color: at === 0 ? (color ?? ink.main) : ink.other },
        label: {
          show: true,
          position: 'right',
          color: at === 0 ? ink.text : ink.muted,
          fontSize: 12.5,
          formatter: labels[at] ?? '',
        },
      })),
      // Names stand above the bars, half their height up.
      ...(at === 0 && { barCategoryGap: '40%' }),
    })),
  }
}

/** A day of a line chart; what is not known of it is null. */
export interface LineDay {
  readonly label: string
  readonly tip: string
  readonly actual: number | null
  readonly mean: number | null
  readonly low80: number | null
  readonly high80: number | null
  readonly low95: number | null
  readonly high95: number | null
  /** Marked, as nobody is there. */
  readonly holiday: boolean
}

/** Days from left to right, counts from below, and the room for both. */
export function dayAxes(labels: readonly string[], ink: Ink) {
  return {
    grid: { left: 44, right: 12, top: 16, bottom: 28 },
    xAxis: {
      type: 'category',
      data: [...labels],
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { color: ink.muted, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      axisLabel: { color: ink.muted },
      splitLine: { lineStyle: { color: ink.line } },
    },
  }
}

/** What was, as a line; what is to come, as a broken line within the intervals it will likely stay in. */
export function forecastOptions(days: readonly LineDay[], ink: Ink): ChartOptions {
  const from = days.findIndex(({ actual }) => actual === null)
  const last = days[from - 1]?.actual ?? null
  /** The forecast begins where the past ends, so that the lines meet. */
  const ahead = (pick: (day: LineDay) => number | null) =>
    days.map((day, index) => (index === from - 1 ? last : pick(day)))
  const band = (name: string, low: 'low80' | 'low95', high: 'high80' | 'high95') => {
    const floor = ahead((day) => day[low])
    const line = {
      type: 'line',
      stack: name,
      symbol: 'none',
      lineStyle: { opacity: 0 },
      silent: true,
      tooltip: { show: false },
    }
    return [
      { ...line, data: floor },
      {
        ...line,
        areaStyle: { color: ink.band },
        data: ahead((day) => day[high]).map((value, index) =>
          value === null ? null : value - (floor[index] ?? 0),
        ),
      },
    ]
  }
  const marked = (value: number | null, holiday: boolean) => ({
    value,
    ...(holiday && { symbol: 'diamond', symbolSize: 8 }),
  })
  return {
    ...base(ink),
    tooltip: {
      ...base(ink).tooltip,
      trigger: 'axis',
      axisPointer: { lineStyle: { color: ink.muted } },
      formatter: (points: readonly { dataIndex: number }[]) => days[points[0]?.dataIndex ?? -1]?.tip ?? '',
    },
    ...dayAxes(
      days.map(({ label }) => label),
      ink,
    ),
    series: [
      ...band('95', 'low95', 'high95'),
      ...band('80', 'low80', 'high80'),
      {
        type: 'line',
        symbol: 'none',
        showAllSymbol: true,
        lineStyle: { color: ink.main, width: 2 },
        itemStyle: { color: ink.main },
        data: days.map(({ actual, holiday }) => marked(actual, holiday)),
        ...(from > 0 && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: ink.muted, type: 'dotted' },
            data: [{ xAxis: from - 1 }],
          },
        }),
      },
      {
        type: 'line',
        symbol: 'none',
        showAllSymbol: true,
        lineStyle: { color: ink.ahead, width: 2, type: 'dashed' },
        itemStyle: { color: ink.ahead },
        data: ahead(({ mean }) => mean).map((value, index) =>
          marked(value, index >= from && days[index]?.holiday === true),
        ),
      },
    ],
  }
}
