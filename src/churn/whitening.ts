/** Standardises and whitens a matrix, so that a plain gradient descent converges, and takes weights back. */

import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** Directions with less than this share of the largest variance are another column said twice. */
const LEAST_VARIANCE = 1e-9

/** A matrix prepared for training. */
export interface Whitened {
  /** A row per row; columns uncorrelated, with mean 0 and variance 1, and a last one of ones. */
  readonly matrix: Matrix
  /** Mean of each raw column over the rows where it is known. */
  readonly means: readonly number[]
  /** Whether each raw column is the same in all rows, and therefore left out. */
  readonly constant: readonly boolean[]
  /**
   * Share of the standardised columns' variance each whitened column stands for, without that of the ones. A
   * penalty of λ / variance on its weight is a penalty of λ on the weights of the standardised columns: ridge.
   */
  readonly variances: readonly number[]
  /** Weights of the whitened columns as coefficients of the raw ones; 0 for constant columns. */
  unwhiten(weights: readonly number[]): number[]
}

/**
 * Standardises and whitens by principal components. Values that are not known (NaN) become the column's mean.
 * @param columns the raw columns, all of the same length ≥ 1
 */
export function whiten(columns: readonly Float64Array[], rows: number): Whitened {
  const means = columns.map(meanOf)
  const deviations = columns.map((column, at) => deviationOf(column, means[at]!))
  const constant = deviations.map((deviation, at) => deviation <= 1e-12 * Math.max(1, Math.abs(means[at]!)))
  const kept = columns.map((_, at) => at).filter((at) => !constant[at])

  const standard = new Matrix(rows, kept.length)
  for (const [to, from] of kept.entries()) {
    for (let row = 0; row < rows; row++) {
      const value = columns[from]![row]!
      standard.set(row, to, Number.isNaN(value) ? 0 : (value - means[from]!) / deviations[from]!)
    }
  }
  const { scaling, variances } = scalingOf(standard)
  const matrix = Matrix.ones(rows, scaling.columns + 1)
  if (scaling.columns > 0) matrix.setSubMatrix(standard.mmul(scaling), 0, 0)
  return {
    matrix,
    means,
    constant,
    variances,
    unwhiten(weights) {
      const raw = new Array<number>(columns.length).fill(0)
      for (const [at, to] of kept.entries()) {
        let sum = 0
        for (let k = 0; k < scaling.columns; k++) sum += scaling.get(at, k) * weights[k]!
        raw[to] = sum / deviations[to]!
      }
      return raw
    },
  }
}

/** Columns to principal components of variance 1, and the variance they had before. */
function scalingOf(standard: Matrix): { scaling: Matrix; variances: number[] } {
  if (standard.columns === 0) return { scaling: new Matrix(0, 0), variances: [] }
  const covariance = standard.transpose().mmul(standard).div(standard.rows)
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  })
  const least = LEAST_VARIANCE * Math.max(...values)
  const kept = values.flatMap((value, at) => (value > least ? [at] : []))
  const scaling = new Matrix(standard.columns, kept.length)
  for (const [to, from] of kept.entries()) {
    for (let at = 0; at < standard.columns; at++)
      scaling.set(at, to, vectors.get(at, from) / Math.sqrt(values[from]!))
  }
  return { scaling, variances: kept.map((at) => values[at]!) }
}

/** Mean of what is known; 0 where nothing is. */
function meanOf(column: Float64Array): number {
  let sum = 0
  let known = 0
  for (const value of column) {
    if (Number.isNaN(value)) continue
    sum += value
    known++
  }
  return known === 0 ? 0 : sum / known
}

/** Standard deviation, with what is not known at the mean. */
function deviationOf(column: Float64Array, mean: number): number {
  let sum = 0
  for (const value of column) if (!Number.isNaN(value)) sum += (value - mean) ** 2
  return Math.sqrt(sum / column.length)
}
