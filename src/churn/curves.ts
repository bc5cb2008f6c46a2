/** What is drawn of churn predictions: the ROC curve, and predicted beside observed shares. */

import { type ReliabilityBin, reliabilityBins } from '../understanding/metrics.ts'
import { wilsonInterval } from '../understanding/report/charts.ts'
import type { Interval } from './intervals.ts'
import type { Judged } from './metrics.ts'

const BINS = 10
/** Points a ROC curve is drawn with; more cannot be seen. */
const ROC_POINTS = 100

/** A limit and what it finds. */
export interface RocPoint {
  /** Everybody with at least this probability is said to leave. */
  readonly limit: number
  /** Share of those who stayed that is said to leave, and of those who left. */
  readonly falseAlarms: number
  readonly found: number
}

/** A tenth of the probabilities, and what became of those in it; the shares are null where nobody is. */
export interface CalibrationBin extends ReliabilityBin {
  /** 95 % interval of the share that left (Wilson 1927); 0 to 1 where nobody is. */
  readonly interval: Interval
}

/** Points of the ROC curve from (0, 0) to (1, 1); none where an outcome has no rows. */
export function rocPoints(judged: readonly Judged[]): RocPoint[] {
  const sorted = [...judged].sort((a, b) => b.probability - a.probability)
  const left = sorted.filter(({ churned }) => churned).length
  const stayed = sorted.length - left
  if (left === 0 || stayed === 0) return []
  const points: RocPoint[] = [{ limit: 1, falseAlarms: 0, found: 0 }]
  let [found, alarms] = [0, 0]
  for (const [at, { probability, churned }] of sorted.entries()) {
    if (churned) found++
    else alarms++
    // Rows with the same probability stand or fall together.
    if (sorted[at + 1]?.probability === probability) continue
    const next = { limit: probability, falseAlarms: alarms / stayed, found: found / left }
    const last = points.at(-1)!
    const isFar = next.falseAlarms - last.falseAlarms + next.found - last.found >= 2 / ROC_POINTS
    if (isFar || at === sorted.length - 1) points.push(next)
  }
  return points
}

/** Predicted and observed share over ten equal bins of probability. */
export function calibrationBins(judged: readonly Judged[]): CalibrationBin[] {
  const rows = judged.map(({ probability, churned }) => {
    return { expected: churned ? ['left'] : [], predicted: 'left', confidence: probability }
  })
  return reliabilityBins(rows, BINS).map((bin) => ({ ...bin, interval: wilsonInterval(bin.right, bin.rows) }))
}
