/** Measures a churn model on customers it did not learn from: five folds, a test file, later rows, audited groups. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { churnedIn, eachRow } from './cells.ts'
import { FOLDS, foldsOf, othersThan } from './folds.ts'
import { type ChurnFigures, deviation, figuresOf, type Judged, mean, outcome } from './metrics.ts'
import type { ChurnModel } from './model.ts'
import { scorerOf } from './score.ts'
import { splitByTime } from './time-split.ts'
import { trainChurn } from './train.ts'

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

/** How well a model of earlier rows predicts later ones: the question it will be asked. */
export interface LaterFigures extends ChurnFigures {
  /** The first of the later rows' times, as written. */
  readonly from: string
  /** Rows learnt from, and later ones measured on. */
  readonly earlier: number
  readonly later: number
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
  /** What the figures are taken from. */
  readonly judged: readonly Judged[]
  /** Null where the mapping names no `time`. */
  readonly later: LaterFigures | null
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
 *   test, `churn_time_unreadable`, and what training and scoring throw
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
  const split = splitByTime(rows, mapping)
  const steps = FOLDS + (split === null ? 1 : 2)
  onProgress?.(1 / steps)

  const folds = foldsOf([...eachRow(rows, (row) => churnedIn(row, mapping))], seed)
  const outOfFold = folds.map((held, fold) => {
    const others = othersThan(held, rows.length).map((at) => rows[at]!)
    const judged = judge(
      trainChurn(others, mapping),
      held.map((at) => rows[at]!),
      mapping,
    )
    onProgress?.((fold + 2) / steps)
    return judged
  })
  // Every fold has rows of both outcomes, so every fold has an AUC.
  const aucs = outOfFold.map((judged) => figuresOf(judged).auc!)
  const measured = test === undefined ? outOfFold.flat() : judge(model, test, mapping)
  const later = split === null ? null : laterFigures(split, mapping)
  if (later !== null) onProgress?.(1)
  return {
    rows: rows.length,
    auc5: mean(aucs)!,
    auc5sd: deviation(aucs)!,
    ...figuresOf(measured),
    trainMs,
    audit: auditOf(measured, mapping),
    unseen: measured.reduce((sum, { unseen }) => sum + unseen, 0),
    model,
    judged: measured.map(({ probability, churned }) => ({ probability, churned })),
    later,
  }
}

function laterFigures(split: NonNullable<ReturnType<typeof splitByTime>>, mapping: Mapping): LaterFigures {
  const { from, earlier, later } = split
  const judged = judge(trainChurn(earlier, mapping), later, mapping)
  return { from, earlier: earlier.length, later: later.length, ...figuresOf(judged) }
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
