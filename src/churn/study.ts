/** Everything that can be said about a churn model before it is in force: what an evaluation tells and a report shows. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { type RankedColumn, rankByChiSquared } from './chi-squared.ts'
import { type CalibrationBin, calibrationBins, type RocPoint, rocPoints } from './curves.ts'
import { type Drift, driftOf } from './drift.ts'
import { type ChurnEvaluation, evaluateChurn } from './evaluation.ts'
import { type Grid, gridOver } from './grid.ts'
import { aucInterval, brierInterval, calibrationErrorByChance, type Interval } from './intervals.ts'
import { type CurvePoint, learningCurve } from './learning-curve.ts'
import { type Stability, stabilityOf } from './stability.ts'
import { churnTable } from './table.ts'

/** What to look at besides the figures. */
export interface StudyOptions {
  /** Rows to take the figures from; without them they are taken out of fold. */
  readonly test?: readonly Row[] | undefined
  /** Seed of everything that is drawn, a whole number (1). */
  readonly seed?: number | undefined
  /** Times rows are redrawn to see whether reasons stay (0: not looked at). */
  readonly bootstraps?: number | undefined
  readonly grid?: boolean | undefined
  /** Learning curve, ranking of columns, curves of the figures. */
  readonly report?: boolean | undefined
  /** @param share of the stage, 0..1 */
  readonly onProgress?: ((stage: StudyStage, share: number) => void) | undefined
}

/** What is being done. */
export type StudyStage = 'folds' | 'reasons' | 'grid' | 'curve'

/** What was found; null where it was not asked for, or cannot be told. */
export interface Study {
  readonly evaluation: ChurnEvaluation
  readonly stability: Stability | null
  readonly grid: Grid | null
  readonly detail: StudyDetail | null
  /** Of the test rows against those learnt from; null without them. */
  readonly drift: Drift | 'too_few' | null
}

/** What only a report shows. */
export interface StudyDetail {
  readonly aucInterval: Interval | null
  readonly brierInterval: Interval | null
  /** The calibration error that a perfectly calibrated model stays below in 95 of 100 cases. */
  readonly eceByChance: number | null
  readonly roc: readonly RocPoint[]
  readonly calibration: readonly CalibrationBin[]
  readonly curve: readonly CurvePoint[]
  readonly ranking: readonly RankedColumn[]
}

/**
 * Measures, and looks at what is asked for.
 * @throws LiukeError what `evaluateChurn` throws
 */
export function studyChurn(rows: readonly Row[], mapping: Mapping, options: StudyOptions = {}): Study {
  const { test, seed = 1, bootstraps = 0, onProgress } = options
  const progress = (stage: StudyStage) => (share: number) => onProgress?.(stage, share)
  const evaluation = evaluateChurn(rows, mapping, { test, seed, onProgress: progress('folds') })
  const table = churnTable(rows, mapping)
  return {
    evaluation,
    stability: bootstraps > 0 ? stabilityOf(table, bootstraps, seed, progress('reasons')) : null,
    grid: options.grid ? gridOver(table, seed, progress('grid')) : null,
    detail: options.report
      ? {
          aucInterval: aucInterval(evaluation.judged),
          brierInterval: brierInterval(evaluation.judged),
          eceByChance: calibrationErrorByChance(evaluation.judged, seed),
          roc: rocPoints(evaluation.judged),
          calibration: calibrationBins(evaluation.judged),
          curve: learningCurve(table, seed, progress('curve')),
          ranking: rankByChiSquared(table),
        }
      : null,
    drift: test === undefined ? null : driftUnlessFew(evaluation, test, seed),
  }
}

function driftUnlessFew({ model }: ChurnEvaluation, test: readonly Row[], seed: number): Drift | 'too_few' {
  try {
    return driftOf(model, test, seed)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'churn_drift_few') return 'too_few'
    throw error
  }
}
