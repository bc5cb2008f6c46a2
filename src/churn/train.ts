/** Trains the churn model: ml-logistic-regression on whitened columns, checked against Newton's method. */

import LogisticRegression from 'ml-logistic-regression'
import { Matrix } from 'ml-matrix'
import type { ChurnMapping, Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { baselineOf } from './baseline.ts'
import { churnedIn, eachRow } from './cells.ts'
import { designOf, levelsOf, unseenReferences } from './design.ts'
import { probabilityOf } from './logit.ts'
import { type ChurnModel, type Cutoff, type ModelFigures, named, type TrainingNote } from './model.ts'
import { fitByNewton } from './newton.ts'
import { valuesOf } from './table.ts'
import { whiten } from './whitening.ts'

/** Enough on whitened columns to agree with Newton's method to six decimals. */
const STEPS = 150
/** A gap in probability to Newton's method from which on the training is told not to have settled. */
const SETTLED_GAP = 1e-3
/** Customers who left (or stayed, if fewer) per column below which coefficients are unsure (Peduzzi et al. 1996). */
const ROWS_PER_COLUMN = 10

/** What is kept with a model besides what it learns. */
export interface TrainingOptions {
  /** Measured out of fold on the same rows. */
  readonly figures?: ModelFigures | null | undefined
  /** Where rows are as of a day, and leaving is leaving soon after it. */
  readonly cutoff?: Cutoff | undefined
  /** What somebody should know about the rows. */
  readonly notes?: readonly TrainingNote[] | undefined
}

/**
 * Learns from rows whose outcome is known. Depends on nothing but its arguments.
 * @throws LiukeError `churn_rows_none`, `churn_one_class`, `churn_columns_constant`, `churn_levels_many`, and for
 *   cells `churn_column_missing`, `churn_value_missing`, `churn_number_unreadable`, `churn_label_unknown`
 */
export function trainChurn(
  rows: readonly Row[],
  mapping: Mapping,
  options: TrainingOptions = {},
): ChurnModel {
  if (rows.length === 0) {
    throw new LiukeError('churn_rows_none', 'There are no rows to learn from.', 'Import customers first.')
  }
  const labels = Float64Array.from(eachRow(rows, (row) => (churnedIn(row, mapping) ? 1 : 0)))
  const left = labels.reduce((sum, label) => sum + label, 0)
  if (left === 0 || left === rows.length) {
    const message = `All ${rows.length} rows ${left === 0 ? 'stayed' : 'left'}.`
    throw new LiukeError('churn_one_class', message, 'Add rows of the other outcome, or correct `label`.')
  }
  const levels = levelsOf(mapping, rows)
  const design = designOf(mapping, levels)
  const whitened = whiten(valuesOf(rows, design), rows.length)
  if (whitened.matrix.columns === 1) {
    const message = 'Every feature is the same in all rows.'
    throw new LiukeError('churn_columns_constant', message, 'Add features that differ between customers.')
  }

  const weights = fitByLibrary(whitened.matrix, labels)
  const coefficients = whitened.unwhiten(weights)
  const { means } = whitened
  // Whitened columns have mean 0, so the weight of the ones is the average customer's logit.
  const base = weights.at(-1)!
  const newtonGap = gapTo(fitByNewton(whitened.matrix, labels), weights, whitened.matrix)
  return named({
    format: 2,
    mapping: churnPart(mapping),
    levels: Object.fromEntries(Object.entries(levels).map(([column, seen]) => [column, [...seen]])),
    intercept: coefficients.reduce((sum, coefficient, at) => sum - coefficient * means[at]!, base),
    base,
    columns: design.map(({ name, group }, at) => ({
      name,
      group,
      coefficient: coefficients[at]!,
      mean: means[at]!,
    })),
    rows: rows.length,
    baseRate: left / rows.length,
    newtonGap,
    notes: [
      ...(options.notes ?? []),
      ...unseenReferences(mapping, levels).map(({ column, value }) =>
        note('reference_unseen', `No row has ${column} = ${value}, which its values are compared with.`),
      ),
      ...design.flatMap(({ name }, at) =>
        whitened.constant[at]
          ? [note('column_constant', `${name} is the same in all rows and left out.`)]
          : [],
      ),
      ...sizeNotes(Math.min(left, rows.length - left), whitened.matrix.columns - 1),
      ...settlingNotes(newtonGap),
    ],
    baseline: baselineOf(rows, mapping, probabilitiesOf(weights, whitened.matrix)),
    ...(options.figures === undefined ? {} : { figures: options.figures }),
    ...(options.cutoff === undefined ? {} : { cutoff: options.cutoff }),
  })
}

/** Weights per whitened column; the last is the intercept. */
function fitByLibrary(matrix: Matrix, labels: Float64Array): number[] {
  // The library sums its gradient over the rows. On whitened columns the second derivative is at most a
  // quarter of the rows, so 4 / rows is the largest rate that cannot overshoot.
  const regression = new LogisticRegression({ numSteps: STEPS, learningRate: 4 / matrix.rows })
  regression.train(quickly(matrix), Matrix.columnVector(labels))
  // Of its two inverted classifiers the first is trained on "not class 0", which is "left".
  const weights = regression.classifiers[0]?.weights?.to1DArray()
  if (weights?.every(Number.isFinite)) return weights
  throw new LiukeError('churn_training_failed', 'The training gave no numbers.', 'Please report this.')
}

/**
 * The same matrix for the library's use: it multiplies it and its transpose with a vector at every step, and these
 * do so without making either anew, which is most of its time.
 */
function quickly(matrix: Matrix): Matrix {
  const { rows, columns } = matrix
  const values = Float64Array.from(matrix.to1DArray())
  const features = matrix.clone()
  const transposed = matrix.transpose()
  features.transpose = () => transposed
  features.mmul = (weights) => {
    const vector = Float64Array.from(Matrix.checkMatrix(weights).to1DArray())
    const product = new Float64Array(rows)
    for (let row = 0, at = 0; row < rows; row++) {
      let sum = 0
      for (let column = 0; column < columns; column++) sum += values[at++]! * vector[column]!
      product[row] = sum
    }
    return Matrix.columnVector(product)
  }
  transposed.mmul = (errors) => {
    const vector = Float64Array.from(Matrix.checkMatrix(errors).to1DArray())
    const product = new Float64Array(columns)
    for (let row = 0, at = 0; row < rows; row++) {
      const error = vector[row]!
      for (let column = 0; column < columns; column++) product[column]! += values[at++]! * error
    }
    return Matrix.columnVector(product)
  }
  return features
}

/** Largest difference in probability over the rows. */
function gapTo(reference: number[] | null, weights: number[], matrix: Matrix): number | null {
  if (reference === null) return null
  const others = probabilitiesOf(reference, matrix)
  return probabilitiesOf(weights, matrix).reduce(
    (most, probability, at) => Math.max(most, Math.abs(probability - others[at]!)),
    0,
  )
}

function probabilitiesOf(weights: number[], matrix: Matrix): number[] {
  return matrix.mmul(Matrix.columnVector(weights)).to1DArray().map(probabilityOf)
}

function churnPart({ name, fold, missing, columns, churn }: Mapping): ChurnMapping {
  return { name, fold, missing, columns, churn }
}

function note(code: string, message: string): TrainingNote {
  return { code, message }
}

function sizeNotes(rarer: number, columns: number): TrainingNote[] {
  if (rarer >= ROWS_PER_COLUMN * columns) return []
  return [
    note('rows_few', `Only ${rarer} rows of the rarer outcome for ${columns} columns: scores are unsure.`),
  ]
}

function settlingNotes(gap: number | null): TrainingNote[] {
  if (gap === null) {
    return [note('separable', 'Some columns tell the outcome without error: look for one that knows it.')]
  }
  if (gap <= SETTLED_GAP) return []
  return [note('not_settled', `The training differs from Newton's method by ${gap.toExponential(1)}.`)]
}
