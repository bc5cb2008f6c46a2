/** Tells what is likely to be more than chance: Fisher's exact test, and Benjamini and Hochberg over many tests. */

/** ln n! for n from 0, grown as needed. */
const logFactorials: number[] = [0]

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i))
  return logFactorials[n]!
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/** What comes less often than this adds nothing a person would see. */
const NEGLIGIBLE = 1e-14

/**
 * One-sided p of Fisher's exact test: how likely two things come together at least so often when they
 * have nothing to do with each other.
 * @param together how many have both
 * @param first how many have the first
 * @param second how many have the second
 * @param all how many there are
 * @returns 0..1
 */
export function fisher(together: number, first: number, second: number, all: number): number {
  const most = Math.min(first, second)
  const base = logChoose(all, second)
  let sum = 0
  for (let k = together; k <= most; k++) {
    if (all - first - second + k < 0) continue
    const part = Math.exp(logChoose(first, k) + logChoose(all - first, second - k) - base)
    sum += part
    // Above the expected number the parts only fall.
    if (part < sum * NEGLIGIBLE && k > (first * second) / all) break
  }
  return Math.min(1, sum)
}

/**
 * Adjusts p values for being many (Benjamini and Hochberg 1995): of those at most q, a share of at most q
 * is expected to be chance.
 * @param ps of tests
 * @param tests how many were made, where `ps` has only those that had a chance
 * @returns q for each, in the same order
 */
export function adjusted(ps: readonly number[], tests = ps.length): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[b]! - ps[a]!)
  const qs = new Array<number>(ps.length).fill(1)
  let least = 1
  for (const [at, i] of order.entries()) {
    least = Math.min(least, (ps[i]! * tests) / (ps.length - at))
    qs[i] = least
  }
  return qs
}

/** Two-sided p of a number of standard deviations; an approximation good to 1e-7 (Abramowitz and Stegun 7.1.26). */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return Math.min(1, series * Math.exp(-x * x))
}
