/** What is told of groups of customers: rounded means, and nothing from which a group that is not shown could be reckoned. */

import type { FeatureInfo, Segment, SegmentFeature } from './results.ts'
import { type FeatureId, type FeatureTable, featureKinds } from './segment-features.ts'
import { nameSegments, STANDS_OUT } from './segment-names.ts'
import { type Spread, spreadOf } from './standardise.ts'

/** Smaller groups are not shown: who is in them could be guessed. The same holds for what is known of fewer. */
export const LEAST_SIZE = 20
/** Exact means would tell who came and went from one night to the next. */
const DIGITS = 3

/** Features and segments as they are shown. */
export interface SegmentFigures {
  /** Those that tell the shown groups apart; means and deviations are over customers of shown groups only. */
  readonly features: readonly FeatureInfo[]
  readonly segments: readonly Segment[]
}

/** @param groups that are shown, each with the places of its customers in the table */
export function figuresOf(table: FeatureTable, groups: readonly (readonly number[])[]): SegmentFigures {
  const spreads = new Map<FeatureId, Spread>()
  for (const { id } of featureKinds) {
    const spread = spreadOf(Float64Array.from(groups.flatMap((group) => toldOf(table[id], group))))
    if (spread.deviation > 0) spreads.set(id, spread)
  }
  const features = groups.map((group) => featuresOf(table, group, spreads))
  const names = nameSegments(features)
  return {
    features: featureKinds.flatMap(({ id, title, unit }) => {
      const spread = spreads.get(id)
      if (!spread) return []
      return [{ id, title, unit, mean: rounded(spread.mean), deviation: rounded(spread.deviation) }]
    }),
    segments: groups.map((group, i) => ({
      ...names[i]!,
      size: group.length,
      share: group.length / table.tenure.length,
      meanRisk: meanOf(toldOf(table.risk, group)),
      meanMonthlyYuan: meanOf(toldOf(table.monthly, group)),
      features: features[i]!,
    })),
  }
}

/** What stands out most first; what is known of too few of the group is left out. */
function featuresOf(
  table: FeatureTable,
  group: readonly number[],
  spreads: ReadonlyMap<FeatureId, Spread>,
): SegmentFeature[] {
  return [...spreads]
    .flatMap(([id, { mean: overall, deviation }]) => {
      const mean = meanOf(toldOf(table[id], group))
      if (mean === null) return []
      const difference = rounded((mean - overall) / deviation)
      return [{ id, mean, difference, standsOut: Math.abs(difference) >= STANDS_OUT }]
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
}

/** What is known of the customers of a group; nothing when it is known of too few to tell. */
function toldOf(values: Float64Array, group: readonly number[]): number[] {
  const told = group.map((i) => values[i]!).filter((value) => !Number.isNaN(value))
  return told.length < LEAST_SIZE ? [] : told
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0) / values.length)
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}
