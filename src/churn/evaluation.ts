/** Measures a churn model on customers it did not learn from: five folds, a test file, and per audited group. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { createRandom, mixSeed, shuffle } from '../understanding/classifier/random.ts'
import { churnedIn, eachRow } from './cells.ts'
import { type ChurnFigures, deviation, figuresOf, type Judged, mean, outcome } from './metrics.ts'
import type { ChurnModel } from './model.ts'
import { scorerOf } from './score.ts'
import { trainChurn } from './train.ts'

const FOLDS = 5

/** How well a group is predicted as a whole: a model that is fair to it has `predicted` near `observed`. */
export interface AuditedGroup {
  readonly column: string
  /** Null where it is not known. */
  readonly value: string | null
  readonly rows: number
  /** Mean predicted probability, and the share that left. */
  readonly predicted: number
  readonly observed: number
}

/** What measuring gives. */
export interface ChurnEvaluation extends ChurnFigures {
  /** Rows learnt from. */
  readonly rows: number
  /** Mean and standard deviation of the AUC over five folds of these rows. */
  readonly auc5: number
  readonly auc5sd: number
  /** Milliseconds of training on all rows. */
  readonly trainMs: number
  /** On the same predictions as the figures. */
  readonly audit: readonly AuditedGroup[]
  /** Cells with a category training never saw, among the rows measured on. */
  readonly unseen: number
  /** Trained on all rows. */
  readonly model: ChurnModel
}

/** How to measure. */
export interface EvaluationOptions {
  /** Rows to take the figures from; without them they are taken out of fold. */
  readonly test?: readonly Row[] | undefined
  /** Seed of the folds, a whole number (1). */
  readonly seed?: number | undefined
  /** Called after each training with the share done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/**
 * Trains on the rows and measures.
 * @throws LiukeError `churn_rows_few` with fewer than five rows of an outcome, `churn_rows_none` for an empty
 *   test, and what training and scoring throw
 */
export function evaluateChurn(
  rows: readonly Row[],
  mapping: Mapping,
  options: EvaluationOptions = {},
): ChurnEvaluation {
  const { test, seed = 1, onProgress } = options
  if (test?.length === 0) {
    throw new LiukeError('churn_rows_none', 'There are no rows to measure on.', 'Check the test file.')
  }
  const started = performance.now()
  const model = trainChurn(rows, mapping)
  const trainMs = Math.round(performance.now() - started)
  onProgress?.(1 / (FOLDS + 1))

  const folds = foldsOf([...eachRow(rows, (row) => churnedIn(row, mapping))], seed)
  const outOfFold = folds.map((held, fold) => {
    const heldRows = new Set(held)
    const others = rows.filter((_, at) => !heldRows.has(at))
    const judged = judge(
      trainChurn(others, mapping),
      held.map((at) => rows[at]!),
      mapping,
    )
    onProgress?.((fold + 2) / (FOLDS + 1))
    return judged
  })
  // Every fold has rows of both outcomes, so every fold has an AUC.
  const aucs = outOfFold.map((judged) => figuresOf(judged).auc!)
  const measured = test === undefined ? outOfFold.flat() : judge(model, test, mapping)
  return {
    rows: rows.length,
    auc5: mean(aucs)!,
    auc5sd: deviation(aucs)!,
    ...figuresOf(measured),
    trainMs,
    audit: auditOf(measured, mapping),
    unseen: measured.reduce((sum, { unseen }) => sum + unseen, 0),
    model,
  }
}

/**
 * Places of rows in five folds that each hold the same share of both outcomes; the same for the same seed.
 * @throws LiukeError `churn_rows_few`
 */
export function foldsOf(churned: readonly boolean[], seed: number): number[][] {
  const folds = Array.from({ length: FOLDS }, (): number[] => [])
  let next = 0
  for (const outcomeOfClass of [false, true]) {
    const places = Int32Array.from(churned.flatMap((left, at) => (left === outcomeOfClass ? [at] : [])))
    if (places.length < FOLDS) {
      const message = `Only ${places.length} rows ${outcomeOfClass ? 'left' : 'stayed'}: too few for ${FOLDS} folds.`
      throw new LiukeError('churn_rows_few', message, 'Measure on more rows.')
    }
    shuffle(places, places.length, createRandom(mixSeed(seed, outcomeOfClass ? 1 : 0)))
    for (const place of places) folds[next++ % FOLDS]!.push(place)
  }
  return folds
}

interface JudgedRow extends Judged {
  readonly row: Row
  readonly unseen: number
}

function judge(model: ChurnModel, rows: readonly Row[], mapping: Mapping): JudgedRow[] {
  const score = scorerOf(model)
  return [
    ...eachRow(rows, (row) => {
      const { probability, unseen } = score(row)
      return { row, probability, unseen: unseen.length, churned: churnedIn(row, mapping) }
    }),
  ]
}

function auditOf(judged: readonly JudgedRow[], mapping: Mapping): AuditedGroup[] {
  return mapping.churn.audit.flatMap((column) => {
    const groups = Map.groupBy(judged, ({ row }) => {
      const value = row[column] ?? null
      return value === null ? null : String(value)
    })
    return [...groups]
      .map(([value, members]) => ({
        column,
        value,
        rows: members.length,
        predicted: mean(members.map(({ probability }) => probability))!,
        observed: mean(members.map(outcome))!,
      }))
      .sort((a, b) => b.rows - a.rows)
  })
}
