/** What more examples are worth: accuracy of a model on all rows, foretold from models on parts of them. */

/** Accuracies, 0..1, on questions the models have not learned. */
export interface LearningCurve {
  /** Of the machines alone, learned from a third of the rows. */
  readonly machinesOnThird: number
  /** Of the machines alone, learned from two thirds. */
  readonly machinesOnTwoThirds: number
  /** Of the whole ensemble, learned from two thirds. */
  readonly ensembleOnTwoThirds: number
}

// Errors fall with a power of the number of rows (Cortes et al., NIPS 1993): from a third to two thirds the
// rows double, from there to the whole they grow by half.
const GROWTH = Math.log(1.5) / Math.log(2)

/** Accuracy to expect of the ensemble once it has learned from all rows; never below what was measured. */
export function expectedAccuracy(curve: LearningCurve): number {
  const before = 1 - curve.machinesOnThird
  const after = 1 - curve.machinesOnTwoThirds
  const gain = before > 0 ? Math.min(1, after / before) : 1
  return 1 - (1 - curve.ensembleOnTwoThirds) * gain ** GROWTH
}
