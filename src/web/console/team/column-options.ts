/** Columns by day, each of several parts on top of each other. */

import type { ChartOptions } from '../chart-engine.ts'
import type { Ink } from '../ink.ts'

/** A part of every column. */
export interface ColumnPart {
  readonly name: string
  readonly color: (ink: Ink) => string
  /** One value for each day. */
  readonly values: readonly number[]
}

/** What is compared with, as a line over the columns: one value for each day, in the same order. */
export interface ColumnsData {
  readonly labels: readonly string[]
  readonly parts: readonly ColumnPart[]
  readonly before: readonly number[] | null
  /** Told when a day is pointed at. */
  readonly tips: readonly string[]
}

/** As options of the chart library. Nothing moves; tips are drawn, not written as HTML. */
export function columnsOptions({ labels, parts, before, tips }: ColumnsData, ink: Ink): ChartOptions {
  return {
    animation: false,
    textStyle: { color: ink.text },
    grid: { left: 44, right: 12, top: 16, bottom: 28 },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      trigger: 'axis',
      backgroundColor: ink.panel,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontSize: 13 },
      axisPointer: { type: 'shadow' },
      formatter: (points: readonly { dataIndex: number }[]) => tips[points[0]?.dataIndex ?? -1] ?? '',
    },
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
    series: [
      ...parts.map(({ name, color, values }) => ({
        type: 'bar',
        name,
        stack: 'all',
        barMaxWidth: 28,
        itemStyle: { color: color(ink) },
        data: [...values],
      })),
      ...(before === null
        ? []
        : [
            {
              type: 'line',
              symbol: 'none',
              lineStyle: { color: ink.muted, width: 1.5, type: 'dashed' },
              data: [...before],
            },
          ]),
    ],
  }
}
