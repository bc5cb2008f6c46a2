/** Ranks the columns of a table by how much they and the outcome go together, each looked at alone. */

import { binAt, quantileLimits } from './bins.ts'
import type { ChurnTable } from './table.ts'

/** Bins of a column that has many values; rows in which it is not known are one more. */
const BINS = 10

/** What a column says about the outcome by itself. */
export interface RankedColumn {
  readonly name: string
  readonly group: string
  /** Pearson's statistic, with so many degrees of freedom; 0 and 0 for a column that is the same in all rows. */
  readonly chi2: number
  readonly degrees: number
  /** Probability of as much in a column that has nothing to do with the outcome, 0..1. */
  readonly p: number
  /** Cramér's V: 0 has nothing to do with the outcome, 1 is the outcome. */
  readonly v: number
}

/**
 * The columns, the strongest first. A report, no way to choose columns: one that says little alone may say much
 * beside others, and the other way round.
 */
export function rankByChiSquared({ columns, labels }: ChurnTable): RankedColumn[] {
  return columns
    .map(({ name, group, values }) => ({ name, group, ...associationOf(values, labels) }))
    .sort((a, b) => b.v - a.v || (a.name < b.name ? -1 : 1))
}

function associationOf(values: Float64Array, labels: Float64Array) {
  const limits = quantileLimits(values, BINS)
  const size = limits.length + 2
  const counts = [new Float64Array(size), new Float64Array(size)] as const
  for (let row = 0; row < values.length; row++) counts[labels[row] ? 1 : 0][binAt(limits, values[row]!)]!++
  const rows = values.length
  const left = counts[1].reduce((sum, count) => sum + count, 0)
  let chi2 = 0
  let bins = 0
  for (let bin = 0; bin < size; bin++) {
    const all = counts[0][bin]! + counts[1][bin]!
    if (all === 0) continue
    bins++
    const expected = (all * left) / rows
    if (left > 0) chi2 += (counts[1][bin]! - expected) ** 2 / expected
    if (left < rows) chi2 += (counts[0][bin]! - (all - expected)) ** 2 / (all - expected)
  }
  const degrees = Math.max(0, bins - 1)
  return { chi2, degrees, p: upperTail(chi2, degrees), v: Math.sqrt(chi2 / Math.max(1, rows)) }
}

/**
 * Probability that a chi-squared variable exceeds a value: the upper incomplete gamma function, by its series below
 * the middle and its continued fraction above (Abramowitz and Stegun, 6.5.29 and 6.5.31).
 * @param degrees a whole number; 0 gives 1
 */
export function upperTail(value: number, degrees: number): number {
  if (degrees === 0 || value <= 0) return 1
  const a = degrees / 2
  const x = value / 2
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 1_000 && term > sum * 1e-16; n++) {
      term *= x / (a + n)
      sum += term
    }
    return Math.max(0, 1 - front * sum)
  }
  // Lentz's way of evaluating a continued fraction from the front.
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / nonZero(an * d + b, tiny)
    c = nonZero(b + an / c, tiny)
    const change = c * d
    fraction *= change
    if (Math.abs(change - 1) < 1e-15) break
  }
  return Math.min(1, front * fraction)
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** ln Γ of a half or whole number: exact by recursion, and by Stirling's series from 10 on. */
function logGamma(a: number): number {
  let value = a
  let product = 1
  while (value < 10) product *= value++
  const inverse = 1 / (value * value)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / value
  return (value - 0.5) * Math.log(value) - value + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
}
