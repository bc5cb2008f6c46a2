/** Figures that every training brings along: five folds by Newton's method, which gives the same model much faster. */

import { foldsOf, othersThan } from './folds.ts'
import { aucOf, figuresOf, mean } from './metrics.ts'
import type { ModelFigures } from './model.ts'
import { fitRidge, predictedBy } from './ridge.ts'
import { type ChurnTable, rowsAt } from './table.ts'

/** Fewer rows of an outcome give a fold none. */
const LEAST = 5
const SEED = 1
/** No ridge; and a little, where a fold has no optimum without: with few rows a rare value often stays altogether. */
const LAMBDAS: readonly number[] = [0, 0.01, 1]

/** Figures out of fold; null where an outcome has too few rows. */
export function quickFigures(table: ChurnTable): ModelFigures | null {
  const rows = table.labels.length
  const left = table.labels.reduce((sum, label) => sum + label, 0)
  if (Math.min(left, rows - left) < LEAST) return null
  const folds = foldsOf(
    Array.from(table.labels, (label) => label === 1),
    SEED,
  )
  const predicted = folds.map((held) => {
    const fit = fitRidge(rowsAt(table, othersThan(held, rows)), LAMBDAS).find((one) => one !== null)
    const heldOut = rowsAt(table, held)
    return fit ? { probabilities: predictedBy(fit, heldOut), labels: heldOut.labels } : null
  })
  if (predicted.includes(null)) return null
  const known = predicted.filter((fold) => fold !== null)
  const judged = known.flatMap(({ probabilities, labels }) =>
    Array.from(probabilities, (probability, at) => ({ probability, churned: labels[at] === 1 })),
  )
  const { brier, ece } = figuresOf(judged)
  const auc5 = mean(known.map(({ probabilities, labels }) => aucOf(probabilities, labels)))
  return auc5 === null || brier === null || ece === null ? null : { auc5, brier, ece }
}
