/** Divides rows into five parts, of which each is predicted by a model that learnt from the other four. */

import { LiukeError } from '../errors.ts'
import { createRandom, mixSeed, shuffle } from '../understanding/classifier/random.ts'

/** Parts that rows are divided into. */
export const FOLDS = 5

/**
 * Places of rows in five folds that each hold the same share of both outcomes; the same for the same seed.
 * @throws LiukeError `churn_rows_few`
 */
export function foldsOf(churned: readonly boolean[], seed: number): number[][] {
  const folds = Array.from({ length: FOLDS }, (): number[] => [])
  let next = 0
  for (const outcomeOfClass of [false, true]) {
    const places = Int32Array.from(churned.flatMap((left, at) => (left === outcomeOfClass ? [at] : [])))
    if (places.length < FOLDS) {
      const message = `Only ${places.length} rows ${outcomeOfClass ? 'left' : 'stayed'}: too few for ${FOLDS} folds.`
      throw new LiukeError('churn_rows_few', message, 'Measure on more rows.')
    }
    shuffle(places, places.length, createRandom(mixSeed(seed, outcomeOfClass ? 1 : 0)))
    for (const place of places) folds[next++ % FOLDS]!.push(place)
  }
  return folds
}

/** The places that are not held out, in order. */
export function othersThan(held: readonly number[], rows: number): number[] {
  const heldPlaces = new Set(held)
  return Array.from({ length: rows }, (_, at) => at).filter((at) => !heldPlaces.has(at))
}
