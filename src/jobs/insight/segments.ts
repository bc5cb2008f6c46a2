/** Groups customers who are alike, by k-means. */

import { kmeans } from 'ml-kmeans'
import { createRandom, shuffle } from '../../understanding/classifier/random.ts'
import type { EmptyReason, SegmentsResult } from './results.ts'
import { type FeatureTable, featureKinds } from './segment-features.ts'
import { figuresOf, LEAST_SIZE } from './segment-figures.ts'
import { silhouettes } from './silhouette.ts'
import { logged, spreadOf, standardised } from './standardise.ts'

/** With fewer customers groups are chance. */
export const SEGMENTS_FROM = 100
const COUNTS = [3, 4, 5, 6, 7]
/** The number of groups is chosen on at most so many: the silhouette compares each with each. */
const SAMPLE = 5_000
/** Rounds over everybody, begun where the sample ended. */
const ROUNDS = 30
const SEED = 1
/** Starts of which the tightest is taken. */
const STARTS = 8
/** A group with more of the customers says little. */
const LARGEST = 0.6

/** What came of grouping. */
export type SegmentsOutcome =
  | { readonly result: SegmentsResult; readonly empty: null }
  | { readonly result: null; readonly empty: EmptyReason }

/**
 * Groups customers. The same table gives the same segments.
 * @param onProgress hears 0..1
 */
export function segmentsOf(
  table: FeatureTable,
  onProgress: (share: number) => void = () => undefined,
): SegmentsOutcome {
  const customers = table.tenure.length
  if (customers < SEGMENTS_FROM) return { result: null, empty: tooFew(customers) }
  const columns = featureKinds
    .map(({ id, logged: byLog }) => (byLog ? logged(table[id]) : table[id]))
    // What is the same for everybody tells nobody apart.
    .filter((column) => spreadOf(column).deviation > 0)
    .map(standardised)
  if (columns.length === 0) return { result: null, empty: allAlike(customers) }
  const points = Array.from({ length: customers }, (_, i) => columns.map((column) => column[i]!))
  const order = Int32Array.from({ length: customers }, (_, i) => i)
  shuffle(order, customers, createRandom(SEED))
  const sample = [...order.subarray(0, Math.min(SAMPLE, customers))].map((i) => points[i]!)
  const trials = COUNTS.map((k, at) => {
    const trial = bestStart(sample, k)
    onProgress((0.5 * (at + 1)) / COUNTS.length)
    return trial
  })
  const widths = silhouettes(
    sample,
    trials.map(({ clusters }) => clusters),
  )
  onProgress(0.75)
  const best = chosen(
    trials.map(({ clusters }) => clusters),
    widths,
  )
  const k = COUNTS[best]!
  const { clusters } = kmeans(points, k, { initialization: trials[best]!.centroids, maxIterations: ROUNDS })
  onProgress(0.95)
  const groups = Array.from({ length: k }, (): number[] => [])
  for (const [i, group] of clusters.entries()) groups[group]!.push(i)
  const shown = groups.filter((group) => group.length >= LEAST_SIZE).sort((a, b) => b.length - a.length)
  return {
    result: {
      customers,
      hidden: customers - shown.reduce((sum, group) => sum + group.length, 0),
      k,
      silhouette: widths[best]!,
      tried: COUNTS.map((count, at) => ({ k: count, silhouette: widths[at]! })),
      ...figuresOf(table, shown),
    },
    empty: null,
  }
}

/** The tightest of several starts: where k-means begins decides where it ends. */
function bestStart(points: number[][], k: number): { clusters: number[]; centroids: number[][] } {
  const starts = Array.from({ length: STARTS }, (_, at) =>
    kmeans(points, k, { seed: SEED + at, maxIterations: 100 }),
  )
  const spreads = starts.map(({ clusters, centroids }) =>
    clusters.reduce((sum, group, i) => sum + squared(points[i]!, centroids[group]!), 0),
  )
  return starts[spreads.indexOf(Math.min(...spreads))]!
}

function squared(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (const [i, value] of a.entries()) sum += (value - b[i]!) ** 2
  return sum
}

/**
 * The grouping that separates best, of those in which no group is most of the customers, if there are any:
 * a few oddities beside "everybody else" separate well and tell a lead nothing.
 */
function chosen(groupings: readonly (readonly number[])[], widths: readonly number[]): number {
  const largest = groupings.map((grouping) => {
    const counts = new Map<number, number>()
    for (const group of grouping) counts.set(group, (counts.get(group) ?? 0) + 1)
    return Math.max(...counts.values()) / grouping.length
  })
  const telling = widths.map((width, at) => (largest[at]! <= LARGEST ? width : Number.NEGATIVE_INFINITY))
  const from = telling.some(Number.isFinite) ? telling : widths
  return from.indexOf(Math.max(...from))
}

function tooFew(have: number): EmptyReason {
  return {
    code: 'customers_few',
    message: {
      zh: `现有 ${have} 位在网客户，至少需要 ${SEGMENTS_FROM} 位才能分群。请先导入客户。`,
      en: `There are ${have} customers; grouping needs at least ${SEGMENTS_FROM}. Import customers first.`,
    },
    have,
    need: SEGMENTS_FROM,
  }
}

function allAlike(have: number): EmptyReason {
  return {
    code: 'customers_alike',
    message: {
      zh: '客户资料里没有可用来区分客户的内容（在网时长、月费、业务、用量等全都相同或缺失）。请导入这些列。',
      en: 'Nothing in the records tells customers apart: tenure, charges, products and use are all missing or the same. Import those columns.',
    },
    have,
    need: have,
  }
}
