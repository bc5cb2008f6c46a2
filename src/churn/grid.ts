/** Compares choices of columns and of ridge over five folds, and names the simplest that is as good as the best. */

import { rankByChiSquared } from './chi-squared.ts'
import { FOLDS, foldsOf, othersThan } from './folds.ts'
import { aucOf, deviation, mean } from './metrics.ts'
import { fitRidge, predictedBy } from './ridge.ts'
import { type ChurnTable, columnsAt, rowsAt } from './table.ts'

/** Penalties that are tried; 0 is none. */
export const LAMBDAS: readonly number[] = [0, 1, 10, 100]
/** Numbers of columns with the highest chi-squared that are tried. */
const TOPS: readonly number[] = [5, 10, 20]

/** Columns that are learnt from: all, all but those of a group, or those that say most by themselves. */
export type ColumnChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'without'; readonly group: string }
  | { readonly kind: 'top'; readonly count: number }

/** A point of the grid. */
export interface GridCell {
  readonly choice: ColumnChoice
  /** Columns it learns from. */
  readonly columns: number
  readonly lambda: number
  /** Mean AUC of the folds, and its standard error. */
  readonly auc: number
  readonly error: number
}

/** A whole grid. */
export interface Grid {
  /** The best first. */
  readonly cells: readonly GridCell[]
  readonly best: GridCell
  /** The model that is trained: all columns, no penalty. Null where the folds have no optimum without one. */
  readonly inForce: GridCell | null
  /**
   * Within one standard error of the best, the one with the fewest columns, and of these with the strongest penalty
   * (Breiman et al., Classification and Regression Trees, 1984).
   */
  readonly simplest: GridCell
}

/**
 * Tries every choice of columns with every penalty. Columns are chosen and penalties applied within the four folds
 * that are learnt from.
 * @throws LiukeError `churn_rows_few`
 */
export function gridOver(table: ChurnTable, seed: number, onProgress?: (share: number) => void): Grid {
  const folds = foldsOf(
    Array.from(table.labels, (label) => label === 1),
    seed,
  )
  const parts = folds.map((held) => ({
    held: rowsAt(table, held),
    others: rowsAt(table, othersThan(held, table.labels.length)),
  }))
  const choices = choicesFor(table)
  const cells = choices.flatMap((choice, done) => {
    const aucs = LAMBDAS.map((): number[] => [])
    let columns = 0
    for (const { held, others } of parts) {
      const places = placesOf(choice, others)
      columns = Math.max(columns, places.length)
      const fits = fitRidge(columnsAt(others, places), LAMBDAS)
      for (const [at, fit] of fits.entries()) {
        if (fit === null) continue
        aucs[at]!.push(aucOf(predictedBy(fit, columnsAt(held, places)), held.labels))
      }
    }
    onProgress?.((done + 1) / choices.length)
    return LAMBDAS.flatMap((lambda, at): GridCell[] => {
      const own = aucs[at]!
      // Where a fold has no optimum, nothing fair can be said of this point.
      if (own.length < FOLDS) return []
      return [{ choice, columns, lambda, auc: mean(own)!, error: deviation(own)! / Math.sqrt(FOLDS) }]
    })
  })
  cells.sort((a, b) => b.auc - a.auc || a.columns - b.columns || b.lambda - a.lambda)
  const best = cells[0]! // every positive penalty has an optimum
  const simplest = cells
    .filter(({ auc }) => auc >= best.auc - best.error)
    .reduce((least, cell) =>
      cell.columns < least.columns || (cell.columns === least.columns && cell.lambda > least.lambda)
        ? cell
        : least,
    )
  const inForce = cells.find(({ choice, lambda }) => choice.kind === 'all' && lambda === 0) ?? null
  return { cells, best, inForce, simplest }
}

function choicesFor({ columns }: ChurnTable): ColumnChoice[] {
  const groups = [...new Set(columns.map(({ group }) => group))]
  return [
    { kind: 'all' },
    ...(groups.length > 1 ? groups.map((group): ColumnChoice => ({ kind: 'without', group })) : []),
    ...TOPS.filter((count) => count < columns.length).map((count): ColumnChoice => ({ kind: 'top', count })),
  ]
}

function placesOf(choice: ColumnChoice, table: ChurnTable): number[] {
  const places = table.columns.map((_, at) => at)
  if (choice.kind === 'all') return places
  if (choice.kind === 'without') return places.filter((at) => table.columns[at]!.group !== choice.group)
  const ranked = rankByChiSquared(table)
    .slice(0, choice.count)
    .map(({ name }) => name)
  return places.filter((at) => ranked.includes(table.columns[at]!.name))
}
