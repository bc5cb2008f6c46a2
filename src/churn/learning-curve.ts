/** Says what more customers would bring: how good a model is that learns from a part of them. */

import { createRandom, mixSeed, shuffle } from '../understanding/classifier/random.ts'
import { FOLDS, foldsOf, othersThan } from './folds.ts'
import { aucOf, deviation, mean } from './metrics.ts'
import { fitRidge, predictedBy } from './ridge.ts'
import { type ChurnTable, rowsAt } from './table.ts'

const SHARES: readonly number[] = [0.05, 0.1, 0.2, 0.4, 0.7, 1]
/** A trace of ridge, so that a few rows have an optimum; with many it changes nothing that can be seen. */
const LAMBDA = 1

/** A size and how good models of that size are, over five folds. */
export interface CurvePoint {
  /** Rows learnt from. */
  readonly rows: number
  readonly auc: number
  /** Standard deviation over the folds. */
  readonly aucSd: number
  readonly brier: number
}

/**
 * Learns from growing parts of four folds and measures on the fifth; each part holds those before it.
 * @returns the smallest first; parts without at least two rows of each outcome are left out
 * @throws LiukeError `churn_rows_few`
 */
export function learningCurve(
  table: ChurnTable,
  seed: number,
  onProgress?: (share: number) => void,
): CurvePoint[] {
  const folds = foldsOf(
    Array.from(table.labels, (label) => label === 1),
    seed,
  )
  const measured = SHARES.map(() => ({ rows: 0, aucs: [] as number[], briers: [] as number[] }))
  for (const [fold, held] of folds.entries()) {
    const order = Int32Array.from(othersThan(held, table.labels.length))
    shuffle(order, order.length, createRandom(mixSeed(seed, fold, 7)))
    const heldOut = rowsAt(table, held)
    for (const [at, share] of SHARES.entries()) {
      const part = rowsAt(table, order.subarray(0, Math.round(share * order.length)))
      const left = part.labels.reduce((sum, label) => sum + label, 0)
      if (Math.min(left, part.labels.length - left) < 2) continue
      const [fit] = fitRidge(part, [LAMBDA])
      if (!fit) continue
      const predicted = predictedBy(fit, heldOut)
      const point = measured[at]!
      point.rows = part.labels.length
      point.aucs.push(aucOf(predicted, heldOut.labels))
      point.briers.push(mean(Array.from(predicted, (p, row) => (p - heldOut.labels[row]!) ** 2))!)
    }
    onProgress?.((fold + 1) / FOLDS)
  }
  return measured.flatMap(({ rows, aucs, briers }) => {
    const aucSd = deviation(aucs)
    return aucSd === null || aucs.length < FOLDS
      ? []
      : [{ rows, auc: mean(aucs)!, aucSd, brier: mean(briers)! }]
  })
}
