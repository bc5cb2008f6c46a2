/** Reckons how closely words belong together, and whether one is written more than before. */

/**
 * Normalised pointwise mutual information (Bouma 2009) of parts that stand beside each other: 1 when they
 * never stand apart, 0 when they meet by chance, −1 when never.
 * @param together how many have them beside each other
 * @param parts how many have each part
 * @param all how many there are
 */
export function association(together: number, parts: readonly number[], all: number): number {
  if (together === 0) return -1
  const share = together / all
  if (share >= 1) return 1
  const expected = parts.reduce((product, count) => product * (count / all), 1)
  return Math.log(share / expected) / (-Math.log(share) * (parts.length - 1))
}

/**
 * What the two periods have in common weighs as much as this share of all mentions: a term that is new can be
 * at most six times as frequent, and is surer the more people write it.
 */
const PRIOR_SHARE = 0.2

/** Mentions of a term in two periods, and of all terms. */
export interface Mentions {
  readonly now: number
  readonly before: number
  readonly allNow: number
  readonly allBefore: number
}

/**
 * Log odds of a term now against before, in standard deviations, drawn towards "as often as before" by a
 * Dirichlet prior of both periods together (Monroe, Colaresi and Quinn 2008): few mentions do not jump.
 */
export function trendOf({ now, before, allNow, allBefore }: Mentions): number {
  const mentions = Math.max(1, allNow + allBefore)
  const weight = PRIOR_SHARE * mentions
  const prior = (weight * (now + before)) / mentions
  const odds = (count: number, all: number): number =>
    Math.log((count + prior) / Math.max(1e-9, all + weight - count - prior))
  const variance = 1 / (now + prior) + 1 / (before + prior)
  return (odds(now, allNow) - odds(before, allBefore)) / Math.sqrt(variance)
}
