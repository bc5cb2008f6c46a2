/** Says how far reasons depend on chance: whether models of redrawn customers would give the same ones. */

import { createRandom, mixSeed, type Random } from '../understanding/classifier/random.ts'
import { mean } from './metrics.ts'
import { type Fit, fitRidge } from './ridge.ts'
import { type ChurnTable, rowsAt } from './table.ts'

/** Reasons that are compared: as many as people look at. */
const TOP = 3
/** Customers whose reasons are compared. */
const CUSTOMERS = 400
/** A trace of ridge, so that a redrawn table in which a column knows the outcome has an optimum too. */
const LAMBDA = 1e-3

/** How stable reasons are, and how strong. */
export interface Stability {
  readonly bootstraps: number
  /** Mean share of a customer's three strongest groups that a model of redrawn rows has among its three too, 0..1. */
  readonly groups: number
  /** The same of single columns: why reasons are told in groups. */
  readonly columns: number
  /** The strongest first. */
  readonly strengths: readonly GroupStrength[]
}

/** Mean distance from the average customer that a group makes, in logits. */
export interface GroupStrength {
  readonly group: string
  readonly mean: number
  /** The least and the most of the redrawn models. */
  readonly low: number
  readonly high: number
}

/**
 * Redraws the rows with replacement, so often, learns from them, and compares the reasons of the same customers with
 * those the model of all rows gives.
 * @param bootstraps 1 or more
 */
export function stabilityOf(
  table: ChurnTable,
  bootstraps: number,
  seed: number,
  onProgress?: (share: number) => void,
): Stability {
  const rows = table.labels.length
  const random = createRandom(mixSeed(seed, 11))
  const looked = rowsAt(
    table,
    Array.from({ length: Math.min(rows, CUSTOMERS) }, () => placeIn(rows, random)),
  )
  const groups = [...new Set(table.columns.map(({ group }) => group))]
  const reasonsOf = (fit: Fit): Reasons => {
    const parts = contributionsOf(fit, looked)
    const sums = groups.map((group) => sumOf(parts.filter((_, at) => table.columns[at]!.group === group)))
    const strengths = sums.map((values) => mean(Array.from(values, Math.abs)) ?? 0)
    return { byGroup: strongestOf(sums), byColumn: strongestOf(parts), strengths }
  }
  const fitted = (rowsToLearn: ChurnTable): Reasons => {
    // With a penalty and both outcomes there always is an optimum.
    const [fit] = fitRidge(rowsToLearn, [LAMBDA])
    return reasonsOf(fit!)
  }
  const told = fitted(table)
  const redrawn: Reasons[] = []
  while (redrawn.length < bootstraps) {
    const drawn = rowsAt(
      table,
      Int32Array.from({ length: rows }, () => placeIn(rows, random)),
    )
    // Where few left, a draw may have none of them; it says nothing.
    if (new Set(drawn.labels).size < 2) continue
    redrawn.push(fitted(drawn))
    onProgress?.(redrawn.length / bootstraps)
  }
  return {
    bootstraps,
    groups: mean(redrawn.map(({ byGroup }) => overlapOf(told.byGroup, byGroup))) ?? 1,
    columns: mean(redrawn.map(({ byColumn }) => overlapOf(told.byColumn, byColumn))) ?? 1,
    strengths: groups
      .map((group, at) => {
        const drawn = redrawn.map(({ strengths }) => strengths[at]!)
        return { group, mean: told.strengths[at]!, low: Math.min(...drawn), high: Math.max(...drawn) }
      })
      .sort((a, b) => b.mean - a.mean),
  }
}

/** What a model says of the customers that are looked at. */
interface Reasons {
  /** For each customer the places of the strongest. */
  readonly byGroup: readonly (readonly number[])[]
  readonly byColumn: readonly (readonly number[])[]
  /** Mean distance each group makes. */
  readonly strengths: readonly number[]
}

/** What each column adds to the logit of each row. */
function contributionsOf(fit: Fit, { columns }: ChurnTable): Float64Array[] {
  return columns.map(({ values }, at) =>
    values.map((value) => (Number.isNaN(value) ? 0 : fit.coefficients[at]! * (value - fit.means[at]!))),
  )
}

function sumOf(parts: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(parts[0]?.length ?? 0)
  for (const part of parts) for (let row = 0; row < sum.length; row++) sum[row]! += part[row]!
  return sum
}

/** For each row the places of the strongest parts. */
function strongestOf(parts: readonly Float64Array[]): number[][] {
  const places = parts.map((_, at) => at)
  return Array.from(parts[0] ?? [], (_, row) =>
    [...places].sort((a, b) => Math.abs(parts[b]![row]!) - Math.abs(parts[a]![row]!)).slice(0, TOP),
  )
}

/** Mean share of each row's strongest that are among the others too. */
function overlapOf(told: Reasons['byGroup'], others: Reasons['byGroup']): number {
  const shares = told.map(
    (strongest, row) => strongest.filter((place) => others[row]!.includes(place)).length / strongest.length,
  )
  return mean(shares) ?? 1
}

function placeIn(rows: number, random: Random): number {
  return Math.floor(random() * rows)
}
