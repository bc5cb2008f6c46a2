/** Works out what each threshold would cost and bring: how many questions are declined, and which. */
import { accuracy, type JudgedRow } from '../metrics.ts'
import type { Thresholds } from '../types.ts'
import type { FallbackRow } from './shape.ts'

/** Shares of in-scope questions that a lead may be ready to see declined. */
export const FALLBACK_TARGETS = [0.01, 0.02, 0.03, 0.05, 0.08, 0.1] as const

/** A point of the trade-off: in-scope questions lost against questions out of scope found, both 0..1. */
export interface TradeOff {
  readonly declined: number
  readonly oosRecall: number
}

/**
 * One row for every target rate of false fallback, and one for each threshold in force, lowest threshold first.
 * Empty where no question in scope was asked.
 */
export function fallbackTable(
  inScope: readonly JudgedRow[],
  outOfScope: readonly JudgedRow[],
  thresholds: Thresholds | null,
): FallbackRow[] {
  if (inScope.length === 0) return []
  const rows: FallbackRow[] = FALLBACK_TARGETS.map((target) => {
    const threshold = thresholdFor(inScope, target)
    return { target, current: null, ...effectOf(threshold, inScope, outOfScope) }
  })
  for (const current of ['ask', 'answer'] as const) {
    if (thresholds === null) continue
    rows.push({ target: null, current, ...effectOf(thresholds[current], inScope, outOfScope) })
  }
  return rows.sort((a, b) => a.threshold - b.threshold)
}

/** The highest threshold that declines no more than a share (0..1, below 1) of the in-scope questions. */
export function thresholdFor(inScope: readonly JudgedRow[], target: number): number {
  const sorted = inScope.map((row) => row.confidence).sort((a, b) => a - b)
  return sorted[Math.floor(target * sorted.length)]!
}

/** What is declined and answered when everything below a threshold is declined. */
function effectOf(threshold: number, inScope: readonly JudgedRow[], outOfScope: readonly JudgedRow[]) {
  const answered = inScope.filter((row) => row.confidence >= threshold)
  const letIn = outOfScope.filter((row) => row.confidence >= threshold)
  const coverage = answered.length / inScope.length
  return {
    threshold,
    declined: 1 - coverage,
    precision: accuracy(answered),
    precisionWithOos: outOfScope.length === 0 ? null : accuracy([...answered, ...letIn]),
    coverage,
    oosRecall: outOfScope.length === 0 ? null : 1 - letIn.length / outOfScope.length,
  }
}

/**
 * The whole trade-off, from declining nothing to declining everything, as a rising line.
 * Empty where questions in scope or out of scope are missing.
 */
export function tradeOffOf(inScope: readonly JudgedRow[], outOfScope: readonly JudgedRow[]): TradeOff[] {
  if (inScope.length === 0 || outOfScope.length === 0) return []
  const inside = inScope.map((row) => row.confidence).sort((a, b) => a - b)
  const outside = outOfScope.map((row) => row.confidence).sort((a, b) => a - b)
  const points: TradeOff[] = [{ declined: 0, oosRecall: 0 }]
  let found = 0
  for (const [declined, confidence] of inside.entries()) {
    while (found < outside.length && outside[found]! < confidence) found++
    points.push({ declined: declined / inside.length, oosRecall: found / outside.length })
  }
  points.push({ declined: 1, oosRecall: 1 })
  return points
}
