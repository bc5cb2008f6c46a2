/** Draws from a seeded sequence: one of a list, one by weight, counts, noise. */

import type { Random } from '../../understanding/classifier/random.ts'

/** A whole number, both ends included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

/** Whether something of the given share (0..1) happens. */
export function happens(random: Random, share: number): boolean {
  return random() < share
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const drawn = list[Math.floor(random() * list.length)]
  if (drawn === undefined) throw new RangeError('There is nothing to pick from.')
  return drawn
}

/** One of the names of a table of weights. */
export function pickByWeight<Name extends string>(
  random: Random,
  weights: Readonly<Record<Name, number>>,
): Name {
  // Object.entries forgets that the names are those of the table.
  const entries = Object.entries(weights) as [Name, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return pick(random, entries)[0]
}

/** A standard normal number (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** How often something happens that happens `mean` times on average (Poisson; Knuth's method, for small means). */
export function times(random: Random, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}
