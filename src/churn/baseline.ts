/** What the customers a model learnt from looked like, column by column: counts that later ones are compared with. */

import { z } from 'zod'
import { type ChurnMapping, columnsRead, type Row } from '../customers/mapping.ts'
import { binAt, quantileLimits } from './bins.ts'
import { categoryIn, eachRow, numberIn } from './cells.ts'

/** Bins of a number, and of the score. */
const BINS = 10
/** Values of a category that are told apart; rarer ones are counted together. */
const VALUES = 20

const count = z.number().int().min(0)
/** A column's counts; the form in which a model keeps them. */
export const histogramShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    name: z.string(),
    /** Limits between bins; a number belongs to the bin of how many limits are at or below it. */
    limits: z.array(z.number()),
    /** One for each bin, and a last one for rows in which it is not known. */
    counts: z.array(count),
  }),
  z.strictObject({
    kind: z.literal('category'),
    name: z.string(),
    values: z.array(z.string()),
    /** One for each value, one for all others, and a last one for rows in which it is not known. */
    counts: z.array(count),
  }),
])
export const baselineShape = z.strictObject({
  columns: z.array(histogramShape),
  score: z.strictObject({ limits: z.array(z.number()), counts: z.array(count) }),
})

/** Counts of a column. */
export type Histogram = z.infer<typeof histogramShape>
/** Counts of all columns a model reads, and of its probabilities. */
export type Baseline = z.infer<typeof baselineShape>

/**
 * Counts rows as they are.
 * @param scores probabilities of the same rows
 */
export function baselineOf(rows: readonly Row[], mapping: ChurnMapping, scores: ArrayLike<number>): Baseline {
  const rounded = roundedScores(scores)
  const limits = quantileLimits(rounded, BINS)
  return {
    columns: sourcesOf(mapping).map(({ column, type }): Histogram => {
      if (type === 'number') {
        const values = Float64Array.from(eachRow(rows, (row) => numberIn(row, column, mapping)))
        const own = quantileLimits(values, BINS)
        return { kind: 'number', name: column, limits: own, counts: countsOfNumbers(values, own) }
      }
      const values = [...eachRow(rows, (row) => categoryIn(row, column, mapping))]
      const known = commonest(values)
      return { kind: 'category', name: column, values: known, counts: countsOfValues(values, known) }
    }),
    score: { limits, counts: countsOfNumbers(rounded, limits) },
  }
}

/** The same counts of other rows. @throws LiukeError what reading cells throws */
export function countsLike(histogram: Histogram, rows: readonly Row[], mapping: ChurnMapping): number[] {
  const { name } = histogram
  if (histogram.kind === 'category')
    return countsOfValues([...eachRow(rows, (row) => categoryIn(row, name, mapping))], histogram.values)
  const values = Float64Array.from(eachRow(rows, (row) => numberIn(row, name, mapping)))
  return countsOfNumbers(values, histogram.limits)
}

/** Probabilities to so many digits that two ways of adding the same parts up give the same. */
export function roundedScores(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score) => Math.round(score * 1e9) / 1e9)
}

/** How many numbers fall into each bin, and how many are not known. */
export function countsOfNumbers(values: Float64Array, limits: readonly number[]): number[] {
  const counts = new Array<number>(limits.length + 2).fill(0)
  for (const value of values) counts[binAt(limits, value)]!++
  return counts
}

function countsOfValues(values: readonly (string | null)[], known: readonly string[]): number[] {
  const places = new Map(known.map((value, at) => [value, at]))
  const counts = new Array<number>(known.length + 2).fill(0)
  for (const value of values)
    counts[value === null ? known.length + 1 : (places.get(value) ?? known.length)]!++
  return counts
}

function commonest(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, VALUES)
    .map(([value]) => value)
    .sort()
}

/** The columns of the table that features read, each once. */
function sourcesOf(mapping: ChurnMapping) {
  const read = mapping.churn.features.flatMap((feature) => columnsRead(feature))
  return [...new Map(read.map((source) => [source.column, source])).values()]
}
