/** The parts of ml-logistic-regression that Liuke calls; the package brings no types of its own. */

declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix'

  /** One class against the rest. */
  export interface TwoClasses {
    /** One row with a weight per column; null before training. */
    readonly weights: Matrix | null
    /** For the classifier of class 0: the probability that a row is *not* of class 0. */
    testScores(features: Matrix): number[]
  }

  /** The module is CommonJS, and this class is what it exports. */
  export default class LogisticRegression {
    /** One per class; empty before training. */
    readonly classifiers: readonly TwoClasses[]
    constructor(options: { numSteps: number; learningRate: number })
    /**
     * @param features a row per example; an intercept is a column of ones
     * @param classes one column of the numbers 0, 1, …
     */
    train(features: Matrix, classes: Matrix): void
  }
}
