/** Turns the signals about a guess into the probability that it is right: a weighted logistic regression. */

/** One guess whose truth is known. */
export interface JudgedGuess {
  readonly signals: Float64Array
  readonly right: boolean
  /** How much it counts, above 0. */
  readonly weight: number
}

/** A fitted calibration; plain numbers, so that it can be stored as it is. */
export interface Calibration {
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  /** One per signal. */
  readonly weights: readonly number[]
  readonly constant: number
}

const RIDGE = 1e-3
const STEPS = 40
/** What a question out of scope counts in the second step, of what it counts in the first. */
const OUT_OF_SCOPE_SHARE = 0.1
const CLOSE_ENOUGH = 1e-10

/** Probability, 0..1, that a guess with these signals is right. */
export function confidenceOf(calibration: Calibration, signals: Float64Array): number {
  return probabilityOf(logitOf(calibration, signals))
}

function logitOf({ means, deviations, weights, constant }: Calibration, signals: Float64Array): number {
  let logit = constant
  for (const [i, weight] of weights.entries()) {
    logit += (weight * (signals[i]! - means[i]!)) / deviations[i]!
  }
  return logit
}

function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

/**
 * Fits in two steps. The first weighs the signals so that right guesses stand apart from wrong ones and from
 * guesses at questions out of scope; the second bends the result until it is a probability among questions in
 * scope with a few of the others between them, as customers send them.
 */
export function calibrate(inScope: readonly JudgedGuess[], outOfScope: readonly JudgedGuess[]): Calibration {
  const first = fitLogistic([...inScope, ...outOfScope])
  const bent = (guess: JudgedGuess, share: number) => {
    return { ...guess, weight: guess.weight * share, signals: Float64Array.of(logitOf(first, guess.signals)) }
  }
  const second = fitLogistic([
    ...inScope.map((guess) => bent(guess, 1)),
    ...outOfScope.map((guess) => bent(guess, OUT_OF_SCOPE_SHARE)),
  ])
  const slope = second.weights[0]! / second.deviations[0]!
  return {
    ...first,
    weights: first.weights.map((weight) => weight * slope),
    constant: second.constant + slope * (first.constant - second.means[0]!),
  }
}

/** Fits by Newton's method with a small ridge on standardised signals; the same guesses give the same fit. */
export function fitLogistic(guesses: readonly JudgedGuess[]): Calibration {
  const size = guesses[0]?.signals.length ?? 0
  const total = guesses.reduce((sum, guess) => sum + guess.weight, 0)
  const means = Array.from({ length: size }, (_, i) => {
    return guesses.reduce((sum, guess) => sum + guess.weight * guess.signals[i]!, 0) / total
  })
  const deviations = means.map((mean, i) => {
    const square = guesses.reduce((sum, guess) => sum + guess.weight * (guess.signals[i]! - mean) ** 2, 0)
    return Math.sqrt(square / total) || 1
  })
  const rows = guesses.map(({ signals }) => {
    return Float64Array.from([...means.map((mean, i) => (signals[i]! - mean) / deviations[i]!), 1])
  })
  const weights = new Float64Array(size + 1)
  for (let step = 0; step < STEPS; step++) {
    const change = newtonStep(rows, guesses, weights, total)
    let largest = 0
    for (const [i, amount] of change.entries()) {
      weights[i]! -= amount
      largest = Math.max(largest, Math.abs(amount))
    }
    if (largest < CLOSE_ENOUGH) break
  }
  return { means, deviations, weights: [...weights.subarray(0, size)], constant: weights[size] ?? 0 }
}

function newtonStep(
  rows: readonly Float64Array[],
  guesses: readonly JudgedGuess[],
  weights: Float64Array,
  total: number,
): Float64Array {
  const size = weights.length
  const gradient = new Float64Array(size)
  const curvature = Array.from({ length: size }, () => new Float64Array(size))
  for (const [g, row] of rows.entries()) {
    const { right, weight } = guesses[g]!
    let logit = 0
    for (let i = 0; i < size; i++) logit += weights[i]! * row[i]!
    const p = probabilityOf(logit)
    const error = weight * (p - (right ? 1 : 0))
    const bend = weight * p * (1 - p)
    for (let i = 0; i < size; i++) {
      gradient[i]! += error * row[i]!
      for (let j = 0; j <= i; j++) curvature[i]![j]! += bend * row[i]! * row[j]!
    }
  }
  for (let i = 0; i < size; i++) {
    gradient[i]! += RIDGE * total * weights[i]!
    curvature[i]![i]! += RIDGE * total
    for (let j = 0; j < i; j++) curvature[j]![i] = curvature[i]![j]!
  }
  return solve(curvature, gradient)
}

/** Solves a symmetric positive definite system by Gaussian elimination; overwrites its arguments. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = pivot + 1; row < size; row++) {
      const factor = matrix[row]![pivot]! / matrix[pivot]![pivot]!
      if (factor === 0) continue
      for (let column = pivot; column < size; column++) {
        matrix[row]![column]! -= factor * matrix[pivot]![column]!
      }
      right[row]! -= factor * right[pivot]!
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row + 1; column < size; column++) {
      right[row]! -= matrix[row]![column]! * right[column]!
    }
    right[row]! /= matrix[row]![row]!
  }
  return right
}
