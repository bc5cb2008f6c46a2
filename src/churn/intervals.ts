/** How sure the figures of a churn model are. */

import { createRandom } from '../understanding/classifier/random.ts'
import { calibrationError, deviation, type Judged, outcome } from './metrics.ts'

/** A figure's 95 % interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

const Z = 1.96
const DRAWS = 200

/**
 * The interval of an AUC, by the variance of how each row ranks among those of the other outcome (DeLong, DeLong
 * and Clarke-Pearson, Biometrics 1988).
 * @returns null with fewer than two rows of an outcome
 */
export function aucInterval(judged: readonly Judged[]): Interval | null {
  const scoresOf = (churned: boolean) =>
    Float64Array.from(
      judged.filter((row) => row.churned === churned),
      ({ probability }) => probability,
    ).sort()
  const [left, stayed] = [scoresOf(true), scoresOf(false)]
  if (left.length < 2 || stayed.length < 2) return null
  const above = placements(left, stayed)
  const below = placements(stayed, left).map((share) => 1 - share)
  const auc = above.reduce((sum, share) => sum + share, 0) / above.length
  const variance = deviation(above)! ** 2 / above.length + deviation(below)! ** 2 / below.length
  const half = Z * Math.sqrt(variance)
  return { low: Math.max(0, auc - half), high: Math.min(1, auc + half) }
}

/** The interval of the mean squared error. @returns null below two rows */
export function brierInterval(judged: readonly Judged[]): Interval | null {
  const errors = judged.map((row) => (row.probability - outcome(row)) ** 2)
  const spread = deviation(errors)
  if (spread === null) return null
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  const half = (Z * spread) / Math.sqrt(errors.length)
  return { low: Math.max(0, mean - half), high: mean + half }
}

/**
 * The calibration error that 95 of 100 perfectly calibrated models stay below: with outcomes drawn from the
 * predictions themselves there is some, and the less rows the more.
 * @param seed a whole number
 */
export function calibrationErrorByChance(judged: readonly Judged[], seed: number): number | null {
  if (judged.length === 0) return null
  const random = createRandom(seed)
  const errors = Array.from({ length: DRAWS }, () => {
    const drawn = judged.map(({ probability }) => ({ probability, churned: random() < probability }))
    return calibrationError(drawn)!
  })
  return errors.sort((a, b) => a - b)[Math.ceil(0.95 * DRAWS) - 1]!
}

/** For each number the share of the others below it, ties counted half; both sorted. */
function placements(numbers: Float64Array, others: Float64Array): number[] {
  let below = 0
  let notAbove = 0
  return Array.from(numbers, (number) => {
    while (below < others.length && others[below]! < number) below++
    while (notAbove < others.length && others[notAbove]! <= number) notAbove++
    return (below + notAbove) / 2 / others.length
  })
}
