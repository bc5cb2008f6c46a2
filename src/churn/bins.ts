/** Cuts numbers into bins that hold about as many rows each. */

/**
 * Limits between bins of about equal size: a number belongs to the bin of how many limits are at or below it.
 * @param bins most bins; fewer where many rows have the same number
 * @returns limits in rising order; none where all numbers are the same or nothing is known
 */
export function quantileLimits(values: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const limits: number[] = []
  for (let bin = 1; bin < bins; bin++) {
    const limit = sorted[Math.floor((bin * sorted.length) / bins)]
    if (limit !== undefined && limit > (limits.at(-1) ?? sorted[0]!)) limits.push(limit)
  }
  return limits
}

/** The bin a number belongs to, 0 … limits; NaN has one of its own after them. */
export function binAt(limits: readonly number[], value: number): number {
  if (Number.isNaN(value)) return limits.length + 1
  let low = 0
  let high = limits.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (limits[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
