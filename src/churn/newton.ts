/** Newton's method for logistic regression: an independent check of the library's weights, and, with a penalty, the way to ridge. */

import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { probabilityOf } from './logit.ts'

const MAX_STEPS = 30
/** Largest change of a weight at which the optimum counts as reached. */
const SETTLED = 1e-10
/** What rounding may add to the loss, as a share of it. */
const SLACK = 1e-12

/** How to look for weights. */
export interface NewtonOptions {
  /** Per column: half of it times the squared weight is added to the loss, which is summed over rows (none). */
  readonly penalties?: readonly number[] | undefined
  /** Weights to begin with (0). */
  readonly start?: readonly number[] | undefined
}

/**
 * The weights with the highest likelihood, by iteratively reweighted least squares (McCullagh and Nelder,
 * Generalized Linear Models, section 4.4), less the penalty where there is one.
 * @param features a row per example, its last column ones; no column may follow from others
 * @param labels 1 or 0 per row
 * @returns a weight per column, or null where none is best: where the rows can be told apart without error, the
 *   weights grow without end
 */
export function fitByNewton(
  features: Matrix,
  labels: Float64Array,
  { penalties, start }: NewtonOptions = {},
): number[] | null {
  const size = features.columns
  const rows = Float64Array.from(features.to1DArray())
  const weights = Float64Array.from(start ?? { length: size }, (weight) => Number(weight) || 0)
  const gradient = new Float64Array(size)
  const curvature = new Float64Array(size * size)
  let before: { weights: Float64Array; loss: number; change: number[] } | null = null
  for (let step = 0; step < MAX_STEPS; step++) {
    const loss =
      addRows(rows, labels, weights, gradient.fill(0), curvature.fill(0)) + penaltyOf(weights, penalties)
    if (!Number.isFinite(loss)) return null
    if (before !== null && loss > before.loss + SLACK * Math.abs(before.loss)) {
      // The step went too far: half of it.
      before.change = before.change.map((difference) => difference / 2)
      for (let i = 0; i < size; i++) weights[i] = before.weights[i]! + before.change[i]!
      continue
    }
    const hessian = new Matrix(size, size)
    for (let i = 0; i < size; i++) {
      const penalty = penalties?.[i] ?? 0
      gradient[i]! -= penalty * weights[i]!
      curvature[i * size + i]! += penalty
      for (let j = i; j < size; j++) {
        hessian.set(i, j, curvature[i * size + j]!)
        hessian.set(j, i, curvature[i * size + j]!)
      }
    }
    const cholesky = new CholeskyDecomposition(hessian)
    if (!cholesky.isPositiveDefinite()) return null
    const change = cholesky.solve(Matrix.columnVector(gradient)).to1DArray()
    before = { weights: weights.slice(), loss, change }
    for (let i = 0; i < size; i++) weights[i]! += change[i]!
    if (!weights.every(Number.isFinite)) return null
    if (change.every((difference) => Math.abs(difference) < SETTLED)) return [...weights]
  }
  return null
}

function penaltyOf(weights: Float64Array, penalties: readonly number[] | undefined): number {
  return penalties === undefined
    ? 0
    : weights.reduce((sum, weight, at) => sum + ((penalties[at] ?? 0) * weight * weight) / 2, 0)
}

/**
 * Adds all rows' parts to the gradient and to the upper half of the negated second derivative.
 * @returns the loss, summed over rows
 */
function addRows(
  rows: Float64Array,
  labels: Float64Array,
  weights: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): number {
  const size = weights.length
  let loss = 0
  for (let at = 0, row = 0; at < labels.length; at++, row += size) {
    let logit = 0
    for (let i = 0; i < size; i++) logit += rows[row + i]! * weights[i]!
    const probability = probabilityOf(logit)
    // log(1 + e^x) without overflow, for the side that did not happen.
    const missed = labels[at] ? -logit : logit
    loss += Math.max(0, missed) + Math.log1p(Math.exp(-Math.abs(missed)))
    const surprise = labels[at]! - probability
    const variance = probability * (1 - probability)
    for (let i = 0; i < size; i++) {
      const value = rows[row + i]!
      gradient[i]! += surprise * value
      const scaled = variance * value
      const to = i * size
      for (let j = i; j < size; j++) curvature[to + j]! += scaled * rows[row + j]!
    }
  }
  return loss
}
