/** Draws the charts of a churn report as SVG. */

import { axes, type ChartWords, PLOT, WIDTH } from '../../understanding/report/charts.ts'
import { type Box, line, placeIn, polyline, rect, svg, text } from '../../understanding/report/svg.ts'
import type { RocPoint } from '../curves.ts'
import type { CurvePoint } from '../learning-curve.ts'
import type { GroupStrength } from '../stability.ts'

/** Of those who left, how many are found, against false alarms; chance is the diagonal. */
export function rocChart(points: readonly RocPoint[], words: ChartWords): string {
  const at = placeIn(PLOT)
  return svg(WIDTH, PLOT.y + PLOT.height + 40, words.label, [
    ...axes(PLOT, words, percent, percent),
    line('diagonal', at.x(0), at.y(0), at.x(1), at.y(1)),
    polyline(
      'curve',
      points.map(({ falseAlarms, found }) => [at.x(falseAlarms), at.y(found)] as const),
    ),
  ])
}

/** The AUC of models of growing size, with a whisker of one standard deviation. */
export function learningChart(points: readonly CurvePoint[], words: ChartWords): string {
  const at = placeIn(PLOT)
  const most = points.at(-1)?.rows ?? 1
  const lowest = Math.min(...points.map(({ auc, aucSd }) => auc - aucSd))
  const highest = Math.max(...points.map(({ auc, aucSd }) => auc + aucSd))
  // A fifth of a tenth beyond what is drawn, so that neither end touches the frame.
  const from = Math.max(0, Math.floor(lowest * 50) / 50)
  const to = Math.min(1, Math.max(from + 0.02, Math.ceil(highest * 50) / 50))
  const share = (auc: number) => (auc - from) / (to - from)
  return svg(WIDTH, PLOT.y + PLOT.height + 40, words.label, [
    ...axes(
      PLOT,
      words,
      (x) => Math.round(x * most).toLocaleString('en-US'),
      (y) => (from + y * (to - from)).toFixed(3),
    ),
    ...points.map(({ rows, auc, aucSd }) => {
      const x = at.x(rows / most)
      return line('whisker', x, at.y(share(auc - aucSd)), x, at.y(share(auc + aucSd)))
    }),
    polyline(
      'curve',
      points.map(({ rows, auc }) => [at.x(rows / most), at.y(share(auc))] as const),
    ),
  ])
}

const ROW = 40

/** How strong groups of reasons are, with a whisker from the weakest to the strongest redrawn model. */
export function strengthChart(
  strengths: readonly (GroupStrength & { readonly title: string })[],
  words: ChartWords,
): string {
  const most = Math.max(1e-9, ...strengths.map(({ high }) => high))
  const box: Box = { x: 8, y: 0, width: WIDTH - 60, height: strengths.length * ROW }
  const at = placeIn(box)
  return svg(
    WIDTH,
    box.height + 8,
    words.label,
    strengths.flatMap(({ title, mean, low, high }, place) => {
      const y = place * ROW
      return [
        text('start', box.x, y + 14, title),
        rect('bar', { x: box.x, y: y + 20, width: at.x(mean / most) - box.x, height: 12 }),
        line('whisker', at.x(low / most), y + 26, at.x(high / most), y + 26),
        text('end', WIDTH - 4, y + 30, mean.toFixed(2)),
      ]
    }),
  )
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`
}
