/**
 * The part of the chart library that the console uses; a module of its own, loaded with the first chart. It draws
 * on canvas: in SVG the library sets styles as attributes, which the page's policy refuses.
 */

import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

register([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export type Chart = EChartsType
export type ChartOptions = EChartsCoreOption

/** An empty chart that fills an element. */
export function createChart(place: HTMLElement): Chart {
  return init(place, null, { renderer: 'canvas' })
}
