/** Judges whether a difference between two measurements of the same questions may be chance. */
import { createRandom, type Random } from '../classifier/random.ts'

/** An interval that holds 95 of 100 resampled differences. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Two lists whose members belong together: what was said to a question earlier, and now. */
export interface Pairs<Row> {
  readonly earlier: readonly Row[]
  readonly now: readonly Row[]
}

const TAIL = 0.025
/** More would move the ends of the interval by less than what is shown of them. */
const RESAMPLES = 1000

/**
 * McNemar's test, exact and two-sided: how probable it is that questions which changed would be spread so
 * unevenly or more by chance (Fagerland, Lydersen, Laake, BMC Medical Research Methodology 2013).
 * @param onlyEarlier questions of which something was true earlier and is not now
 * @param onlyNow questions of which it is true now and was not earlier
 * @returns 0..1; 1 where nothing changed
 */
export function mcnemar(onlyEarlier: number, onlyNow: number): number {
  const changed = onlyEarlier + onlyNow
  const fewer = Math.min(onlyEarlier, onlyNow)
  // The terms of the binomial distribution at one half, as logarithms: they underflow from 1,075 changes on.
  let term = -changed * Math.LN2
  let tail = Math.exp(term)
  for (let k = 1; k <= fewer; k++) {
    term += Math.log((changed - k + 1) / k)
    tail += Math.exp(term)
  }
  return Math.min(1, 2 * tail)
}

/**
 * The paired bootstrap: draws questions again and again, with replacement, in scope and out of scope apart, and
 * measures the difference each time (Efron and Tibshirani 1993, percentile interval).
 * @param measure null where a drawing cannot be measured, which then does not count
 * @returns null where hardly any drawing could be measured
 */
export function bootstrap<Row>(
  inScope: Pairs<Row>,
  outOfScope: Pairs<Row>,
  measure: (inScope: readonly Row[], outOfScope: readonly Row[]) => number | null,
  seed = 1,
): Interval | null {
  const random = createRandom(seed)
  const differences: number[] = []
  for (let i = 0; i < RESAMPLES; i++) {
    const inside = redraw(inScope, random)
    const outside = redraw(outOfScope, random)
    const earlier = measure(inside.earlier, outside.earlier)
    const now = measure(inside.now, outside.now)
    if (earlier !== null && now !== null) differences.push(now - earlier)
  }
  if (differences.length < RESAMPLES / 2) return null
  differences.sort((a, b) => a - b)
  const at = (share: number) => differences[Math.round(share * (differences.length - 1))]!
  return { low: at(TAIL), high: at(1 - TAIL) }
}

/** As many pairs as there are, each drawn from all of them. */
function redraw<Row>({ earlier, now }: Pairs<Row>, random: Random): Pairs<Row> {
  const drawn = { earlier: [] as Row[], now: [] as Row[] }
  for (let i = 0; i < earlier.length; i++) {
    const at = (random() * earlier.length) | 0
    drawn.earlier.push(earlier[at]!)
    drawn.now.push(now[at]!)
  }
  return drawn
}
