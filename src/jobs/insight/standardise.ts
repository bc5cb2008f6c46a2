/** Brings columns of different units to one measure, so that no feature counts more for being written in larger numbers. */

/** Farther from the mean than this many deviations counts as this far: one oddity makes no group. */
const FARTHEST = 3

/** Mean and deviation of a column; the deviation is 0 where everybody is alike. */
export interface Spread {
  readonly mean: number
  readonly deviation: number
}

/** Over the numbers there are; NaN stands for what is not known. */
export function spreadOf(values: Float64Array): Spread {
  let [count, sum] = [0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    count++
    sum += value
  }
  if (count === 0) return { mean: 0, deviation: 0 }
  const mean = sum / count
  let squares = 0
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2
  const deviation = Math.sqrt(squares / count)
  return { mean, deviation: deviation < 1e-9 * Math.max(1, Math.abs(mean)) ? 0 : deviation }
}

/** Numbers that are mostly small and sometimes very large (counts, months) are told apart better by their logarithm. */
export function logged(values: Float64Array): Float64Array {
  return values.map((value) => Math.log1p(Math.max(0, value)))
}

/** In deviations from the mean; what is not known is where the mean is. */
export function standardised(values: Float64Array): Float64Array {
  const { mean, deviation } = spreadOf(values)
  return values.map((value) =>
    Number.isNaN(value) || deviation === 0
      ? 0
      : Math.max(-FARTHEST, Math.min(FARTHEST, (value - mean) / deviation)),
  )
}
