/** Finds entries whose phrases lie nearest to each other: what the model will find hard to tell apart. Pure. */

import { featuresOf } from '../../understanding/classifier/features.ts'
import { normalise } from '../../understanding/normalise.ts'

/** What is known of an entry. */
export interface PhrasesOf {
  readonly id: string
  readonly phrases: { readonly zh: readonly string[]; readonly en: readonly string[] }
}

/** Two entries, and the two phrases of theirs that are most alike. */
export interface NearPair {
  readonly a: string
  readonly b: string
  /** Cosine of what each of them is about in one language, the larger of the two; 0..1. */
  readonly similarity: number
  readonly phraseA: string
  readonly phraseB: string
}

/** A vector of length 1, by feature. */
type Vector = ReadonlyMap<string, number>

interface Side {
  readonly id: string
  readonly phrases: readonly { readonly text: string; readonly vector: Vector }[]
  /** Mean direction of the phrases. */
  readonly centre: Vector
}

/** The nearest pairs, nearest first. The work grows with the square of the number of entries. */
export function nearestPairs(entries: readonly PhrasesOf[], limit: number): NearPair[] {
  const pairs = new Map<string, { a: Side; b: Side; similarity: number }>()
  for (const language of ['zh', 'en'] as const) {
    const sides = sidesOf(entries, language)
    for (const [at, a] of sides.entries())
      for (const b of sides.slice(at + 1)) {
        const similarity = cosine(a.centre, b.centre)
        const key = `${a.id}\n${b.id}`
        if (similarity > (pairs.get(key)?.similarity ?? 0)) pairs.set(key, { a, b, similarity })
      }
  }
  return [...pairs.values()]
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, limit)
    .map(({ a, b, similarity }) => ({ a: a.id, b: b.id, similarity, ...nearestPhrases(a, b) }))
}

/** Sublinear tf · idf over all phrases of a language. */
function sidesOf(entries: readonly PhrasesOf[], language: 'zh' | 'en'): Side[] {
  const counted = entries.map(({ id, phrases }) => ({
    id,
    phrases: phrases[language].map((text) => ({ text, counts: featuresOf(normalise(text)) })),
  }))
  const frequency = new Map<string, number>()
  let all = 0
  for (const { phrases } of counted)
    for (const { counts } of phrases) {
      all++
      for (const feature of counts.keys()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
    }
  const weighed = (counts: ReadonlyMap<string, number>): Vector =>
    unit(
      new Map(
        [...counts].map(([feature, count]) => [
          feature,
          (1 + Math.log(count)) * Math.log((1 + all) / (1 + (frequency.get(feature) ?? 0))),
        ]),
      ),
    )
  return counted
    .filter(({ phrases }) => phrases.length > 0)
    .map(({ id, phrases }) => {
      const vectors = phrases.map(({ text, counts }) => ({ text, vector: weighed(counts) }))
      const sum = new Map<string, number>()
      for (const { vector } of vectors)
        for (const [feature, value] of vector) sum.set(feature, (sum.get(feature) ?? 0) + value)
      return { id, phrases: vectors, centre: unit(sum) }
    })
}

function unit(vector: ReadonlyMap<string, number>): Vector {
  let square = 0
  for (const value of vector.values()) square += value * value
  const length = Math.sqrt(square) || 1
  return new Map([...vector].map(([feature, value]) => [feature, value / length]))
}

function cosine(a: Vector, b: Vector): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [feature, value] of few) sum += value * (many.get(feature) ?? 0)
  return Math.min(1, sum)
}

function nearestPhrases(a: Side, b: Side): { readonly phraseA: string; readonly phraseB: string } {
  let nearest = -1
  let found = { phraseA: '', phraseB: '' }
  for (const one of a.phrases)
    for (const other of b.phrases) {
      const similarity = cosine(one.vector, other.vector)
      if (similarity <= nearest) continue
      nearest = similarity
      found = { phraseA: one.text, phraseB: other.text }
    }
  return found
}
