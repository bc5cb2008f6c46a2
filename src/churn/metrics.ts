/** Measures of churn predictions, all of them pure; null where there is nothing to measure. */

import { auroc } from '../understanding/metrics.ts'

/** A prediction whose outcome is known. */
export interface Judged {
  /** 0..1 */
  readonly probability: number
  readonly churned: boolean
}

/** How good predictions are. */
export interface ChurnFigures {
  /** Probability that somebody who left has the higher score than somebody who stayed, ties counted half. */
  readonly auc: number | null
  /** Mean squared distance to the outcome, 0 best (Brier 1950). */
  readonly brier: number | null
  /** Expected calibration error over ten equal bins, 0 best. */
  readonly ece: number | null
  /** Share that is right when everybody at .5 or more is said to leave; decisions never use that limit. */
  readonly accuracy: number | null
  /** Share of those who left that .5 or more was predicted for. */
  readonly recall: number | null
}

const BINS = 10
const HALF = 0.5

/** All figures of some predictions. */
export function figuresOf(judged: readonly Judged[]): ChurnFigures {
  const left = judged.filter(({ churned }) => churned)
  const stayed = judged.filter(({ churned }) => !churned)
  const said = ({ probability }: Judged) => probability >= HALF
  return {
    auc: auroc(left.map(probabilityIn), stayed.map(probabilityIn)),
    brier: mean(judged.map((row) => (row.probability - outcome(row)) ** 2)),
    ece: calibrationError(judged),
    accuracy: mean(judged.map((row) => (said(row) === row.churned ? 1 : 0))),
    recall: mean(left.map((row) => (said(row) ? 1 : 0))),
  }
}

/**
 * Mean distance between predicted and observed share over ten equally wide bins of probability, weighted by
 * rows (Naeini et al., AAAI 2015).
 */
export function calibrationError(judged: readonly Judged[]): number | null {
  if (judged.length === 0) return null
  // Per bin, predicted minus observed: the rows of a bin cancel out in its total.
  const surplus = new Array<number>(BINS).fill(0)
  for (const row of judged) {
    const bin = Math.min(BINS - 1, Math.floor(row.probability * BINS))
    surplus[bin]! += row.probability - outcome(row)
  }
  return surplus.reduce((sum, difference) => sum + Math.abs(difference), 0) / judged.length
}

/** The AUC of predictions; both outcomes must be there. */
export function aucOf(probabilities: Float64Array, labels: Float64Array): number {
  const of = (wanted: number) => Array.from(probabilities.filter((_, at) => labels[at] === wanted))
  return auroc(of(1), of(0))!
}

/** Mean of some numbers. */
export function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** Standard deviation of a sample; null below two numbers. */
export function deviation(numbers: readonly number[]): number | null {
  const middle = mean(numbers)
  if (middle === null || numbers.length < 2) return null
  const squares = numbers.reduce((sum, number) => sum + (number - middle) ** 2, 0)
  return Math.sqrt(squares / (numbers.length - 1))
}

/** 1 for somebody who left, else 0. */
export function outcome({ churned }: Judged): number {
  return churned ? 1 : 0
}

function probabilityIn({ probability }: Judged): number {
  return probability
}
