/** Newton's method for logistic regression: a second, independent way to the weights the library is checked by. */

import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { probabilityOf } from './logit.ts'

const MAX_STEPS = 30
/** Largest change of a weight at which the optimum counts as reached. */
const SETTLED = 1e-10

/**
 * The weights with the highest likelihood, by iteratively reweighted least squares (McCullagh and Nelder,
 * Generalized Linear Models, section 4.4).
 * @param features a row per example, its last column ones; no column may follow from others
 * @param labels 1 or 0 per row
 * @returns a weight per column, or null where none is best: where the rows can be told apart without error, the
 *   weights grow without end
 */
export function fitByNewton(features: Matrix, labels: Float64Array): number[] | null {
  const size = features.columns
  const rows = features.to2DArray()
  const weights = new Array<number>(size).fill(0)
  for (let step = 0; step < MAX_STEPS; step++) {
    const gradient = new Float64Array(size)
    const hessian = new Matrix(size, size)
    for (const [at, row] of rows.entries()) addRow(row, labels[at]!, weights, gradient, hessian)
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian.set(i, j, hessian.get(j, i))

    const cholesky = new CholeskyDecomposition(hessian)
    if (!cholesky.isPositiveDefinite()) return null
    const change = cholesky.solve(Matrix.columnVector(gradient)).to1DArray()
    for (let i = 0; i < size; i++) weights[i]! += change[i]!
    if (!weights.every(Number.isFinite)) return null
    if (change.every((difference) => Math.abs(difference) < SETTLED)) return weights
  }
  return null
}

/** Adds one row's part to the gradient and to the upper half of the negated second derivative. */
function addRow(
  row: readonly number[],
  label: number,
  weights: readonly number[],
  gradient: Float64Array,
  hessian: Matrix,
): void {
  let logit = 0
  for (let i = 0; i < row.length; i++) logit += row[i]! * weights[i]!
  const probability = probabilityOf(logit)
  const variance = probability * (1 - probability)
  for (let i = 0; i < row.length; i++) {
    gradient[i]! += (label - probability) * row[i]!
    const scaled = variance * row[i]!
    for (let j = i; j < row.length; j++) hessian.set(i, j, hessian.get(i, j) + scaled * row[j]!)
  }
}
