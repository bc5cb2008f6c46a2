/** Fits that are made by the hundred, for grids, curves and bootstraps: Newton's method, with ridge where wanted. */

import { probabilityOf } from './logit.ts'
import { fitByNewton } from './newton.ts'
import type { ChurnTable } from './table.ts'
import { type Whitened, whiten } from './whitening.ts'

/** Coefficients of a table's columns, in their own units. */
export interface Fit {
  /** Logit of the average row. */
  readonly base: number
  readonly coefficients: readonly number[]
  readonly means: readonly number[]
}

/**
 * Fits one table under several penalties; it is whitened once.
 * @param lambdas penalty on the squared coefficients of standardised columns, halved, against a loss that is summed
 *   over rows: `1 / C` of scikit-learn. 0 is the model that is in force
 * @returns a fit for each; null where none is best, which only λ = 0 can come to
 */
export function fitRidge(table: ChurnTable, lambdas: readonly number[]): (Fit | null)[] {
  const whitened = whiten(
    table.columns.map(({ values }) => values),
    table.labels.length,
  )
  let start: number[] | undefined
  // Strong penalties first: from there the way to the weaker ones is short.
  const order = lambdas.map((_, at) => at).sort((a, b) => lambdas[b]! - lambdas[a]!)
  const fits = new Array<Fit | null>(lambdas.length).fill(null)
  for (const at of order) {
    const weights = fitByNewton(whitened.matrix, table.labels, {
      penalties: penaltiesOf(whitened, lambdas[at]!),
      start,
    })
    if (weights === null) continue
    start = weights
    fits[at] = {
      base: weights.at(-1)!,
      coefficients: whitened.unwhiten(weights),
      means: whitened.means,
    }
  }
  return fits
}

/** What a fit predicts for the rows of a table with the same columns. */
export function predictedBy(fit: Fit, table: ChurnTable): Float64Array {
  const logits = new Float64Array(table.labels.length).fill(fit.base)
  for (const [at, { values }] of table.columns.entries()) {
    const coefficient = fit.coefficients[at]!
    if (coefficient === 0) continue
    const mean = fit.means[at]!
    for (let row = 0; row < logits.length; row++) {
      const value = values[row]!
      if (!Number.isNaN(value)) logits[row]! += coefficient * (value - mean)
    }
  }
  return logits.map(probabilityOf)
}

/** Nothing on the intercept, which is the last. */
function penaltiesOf({ variances }: Whitened, lambda: number): number[] {
  return [...variances.map((variance) => lambda / variance), 0]
}
