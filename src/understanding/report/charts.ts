/** Draws the charts of a report as SVG, from numbers alone; the page gives the classes their colours. */
import type { ReliabilityBin } from '../metrics.ts'
import type { Thresholds } from '../types.ts'
import type { TradeOff } from './fallback.ts'
import type { HistogramBin } from './shape.ts'
import { type Box, barsIn, circle, line, placeIn, polyline, rect, svg, text } from './svg.ts'

/** Words in a chart; whatever is written is escaped. */
export interface ChartWords {
  /** Says to people who do not see it what the chart shows. */
  readonly label: string
  readonly x: string
  readonly y: string
}

/** Narrow enough to be read on a telephone without shrinking. */
export const WIDTH = 340
/** Where a drawing of one box has it. */
export const PLOT: Box = { x: 40, y: 26, width: 282, height: 210 }
const SHARES = [0, 0.25, 0.5, 0.75, 1]

/**
 * The 95 % interval of a share (Wilson 1927).
 * @returns low and high, 0..1; everything where nothing was counted
 */
export function wilsonInterval(hits: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 }
  const z = 1.96
  const share = hits / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** How often guesses of each confidence were right, beside how often they should have been, over how many. */
export function reliabilityChart(
  bins: readonly ReliabilityBin[],
  words: ChartWords & { rows: string },
): string {
  const at = placeIn(PLOT)
  const strip: Box = { x: PLOT.x, y: PLOT.y + PLOT.height + 44, width: PLOT.width, height: 36 }
  const counts = barsIn(
    strip,
    bins.map((bin) => bin.rows),
    2,
  )
  const parts = bins.flatMap((bin, i) => {
    if (bin.accuracy === null || bin.confidence === null) return []
    const { x, width } = counts[i]!
    const middle = x + width / 2
    const { low, high } = wilsonInterval(bin.right, bin.rows)
    return [
      rect('bar', { x, y: at.y(bin.accuracy), width, height: at.y(0) - at.y(bin.accuracy) }),
      line('whisker', middle, at.y(low), middle, at.y(high)),
      line('expected', x, at.y(bin.confidence), x + width, at.y(bin.confidence)),
    ]
  })
  const most = Math.max(0, ...bins.map((bin) => bin.rows))
  return svg(WIDTH, strip.y + strip.height + 8, words.label, [
    ...axes(PLOT, words),
    line('diagonal', at.x(0), at.y(0), at.x(1), at.y(1)),
    ...parts,
    ...counts.map((box) => rect('count', box)),
    line('axis', strip.x, strip.y + strip.height, strip.x + strip.width, strip.y + strip.height),
    text('end', strip.x - 5, strip.y + 8, String(most)),
    text('start', strip.x + 2, strip.y + 8, words.rows),
  ])
}

/** One row of a distribution. */
export interface Strip {
  readonly name: string
  readonly kind: 'right' | 'wrong' | 'outOfScope'
}

const STRIP_HEIGHT = 56
const STRIP_GAP = 26

/** Where the confidences lie: a strip for each kind of question, each with a scale of its own. */
export function distributionChart(
  bins: readonly HistogramBin[],
  strips: readonly Strip[],
  thresholds: { readonly at: Thresholds; readonly ask: string; readonly answer: string } | null,
  words: ChartWords,
): string {
  const boxes = strips.map((_, i): Box => {
    const y = 40 + i * (STRIP_HEIGHT + STRIP_GAP)
    return { x: PLOT.x, y, width: PLOT.width, height: STRIP_HEIGHT }
  })
  const bottom = (boxes.at(-1)?.y ?? 0) + STRIP_HEIGHT
  const rows = strips.flatMap(({ name, kind }, i) => {
    const box = boxes[i]!
    const values = bins.map((bin) => bin[kind])
    const sum = values.reduce((total, value) => total + value, 0)
    return [
      ...barsIn(box, values, 2).map((bar) => rect(`bar ${kind}`, bar)),
      line('axis', box.x, box.y + box.height, box.x + box.width, box.y + box.height),
      text('end', box.x - 5, box.y + 8, String(Math.max(0, ...values))),
      text('start', box.x + 2, box.y - 4, `${name} ${sum}`),
    ]
  })
  const across: Box = { ...PLOT, y: boxes[0]?.y ?? 0, height: bottom - (boxes[0]?.y ?? 0) }
  const marks = thresholds === null ? [] : thresholdMarks(across, thresholds)
  return svg(WIDTH, bottom + 36, words.label, [...rows, ...marks, ...xAxis(across, words.x)])
}

function thresholdMarks(box: Box, thresholds: { at: Thresholds; ask: string; answer: string }): string[] {
  const at = placeIn(box)
  return (['ask', 'answer'] as const).flatMap((name) => {
    const x = at.x(thresholds.at[name])
    const anchor = name === 'ask' ? 'end' : 'start'
    // Both names have room beside their lines, except at the very edges.
    const turned = anchor === 'end' && x < box.x + 70 ? 'start' : x > box.x + box.width - 70 ? 'end' : anchor
    const y = name === 'ask' ? 10 : 22
    return [
      line('threshold', x, y - 8, x, box.y + box.height),
      text(turned, x + (turned === 'end' ? -4 : 4), y, thresholds[name]),
    ]
  })
}

/** What is lost in scope, over the first part of its range, against what is found out of scope. */
export function tradeOffChart(
  points: readonly TradeOff[],
  current: TradeOff | null,
  most: number,
  words: ChartWords & { current: string; percent: (share: number) => string },
): string {
  const at = placeIn(PLOT)
  const seen = points.filter(({ declined }) => declined <= most)
  const places = seen.map(({ declined, oosRecall }) => [at.x(declined / most), at.y(oosRecall)] as const)
  const marks: string[] = []
  if (current !== null && current.declined <= most) {
    const [x, y] = [at.x(current.declined / most), at.y(current.oosRecall)]
    marks.push(circle('current', x, y, 5), text('start', x + 10, y + 16, words.current))
  }
  return svg(WIDTH, PLOT.y + PLOT.height + 40, words.label, [
    ...axes(PLOT, words, (share) => words.percent(share * most), words.percent),
    polyline('curve', places),
    ...marks,
  ])
}

/** A grid over a box, with both axes and their names. */
export function axes(box: Box, words: ChartWords, xTick = plain, yTick = plain): string[] {
  const at = placeIn(box)
  return [
    ...SHARES.flatMap((share) => [
      line('grid', box.x, at.y(share), box.x + box.width, at.y(share)),
      text('end', box.x - 5, at.y(share) + 4, yTick(share)),
    ]),
    ...xAxis(box, words.x, xTick),
    // Above the axis it names, not beside it: there would be no room on a telephone.
    text('start', 4, box.y - 14, words.y),
  ]
}

function xAxis(box: Box, name: string, tick = plain): string[] {
  const at = placeIn(box)
  const y = box.y + box.height
  return [
    line('axis', box.x, y, box.x + box.width, y),
    ...SHARES.map((share) => text('middle', at.x(share), y + 14, tick(share))),
    text('middle', box.x + box.width / 2, y + 30, name),
  ]
}

function plain(share: number): string {
  return String(share)
}
