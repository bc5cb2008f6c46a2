/** How alike two texts are by their words and pieces of words: is this what was dismissed before? */
import { featuresOf } from '../classifier/features.ts'
import { normalise } from '../normalise.ts'
import { weightOfFeature } from './feature-weights.ts'
import { formOf } from './texts.ts'

/**
 * Likeness of two texts, 0..1: 1 where they read alike but for case, width, script, punctuation and how they
 * begin; mostly .5 to .9 where one says a word more; near 0 where they share nothing, as texts in two languages
 * do. Long frames count: "where can i park my car" and "where can i pay my bill" reach .56. Some 50 µs.
 */
export function similarity(a: string, b: string): number {
  const [one, other] = [weightsOf(a), weightsOf(b)]
  if (one.size === 0 || other.size === 0) return bare(a) === bare(b) ? 1 : 0
  let [shared, squares, others] = [0, 0, 0]
  for (const [feature, weight] of one) {
    squares += weight * weight
    shared += weight * (other.get(feature) ?? 0)
  }
  for (const weight of other.values()) others += weight * weight
  return Math.min(1, shared / Math.sqrt(squares * others))
}

function bare(text: string): string {
  return normalise(text).replaceAll(/\s/gu, '')
}

function weightsOf(text: string): Map<string, number> {
  const weights = featuresOf(formOf(text))
  for (const [feature, times] of weights) {
    weights.set(feature, (1 + Math.log(times)) * weightOfFeature(feature))
  }
  return weights
}
