/** Columns by day, each of several parts on top of each other. */

import type { ChartOptions } from '../chart-engine.ts'
import { base, dayAxes } from '../chart-options.ts'
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

/** As options of the chart library. */
export function columnsOptions({ labels, parts, before, tips }: ColumnsData, ink: Ink): ChartOptions {
  return {
    ...base(ink),
    ...dayAxes(labels, ink),
    tooltip: {
      ...base(ink).tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (points: readonly { dataIndex: number }[]) => tips[points[0]?.dataIndex ?? -1] ?? '',
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
