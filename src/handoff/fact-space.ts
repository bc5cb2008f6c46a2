/**
 * Decides whether conditions can hold at all, and together: every fact is cut into the pieces between which the
 * comparisons of some rules cannot tell, so that a handful of values stands for all of them.
 */

import { type Comparison, type Condition, comparisonsIn, holds } from './conditions.ts'
import { type FactName, type Facts, factOf } from './facts.ts'

/** A value of a fact. */
type FactValue = Facts[FactName]

/** Facts that all have to have one of some values; a bit for each piece of the fact. Facts that are left out are free. */
export type Case = ReadonlyMap<FactName, bigint>

/** More cases than these are not looked at; then nothing is claimed. */
export const MAX_CASES = 512

/** The values of facts as far as the comparisons of some conditions tell them apart. */
export class FactSpace {
  /** One value for each piece, by fact. */
  readonly #pieces = new Map<FactName, readonly FactValue[]>()

  constructor(conditions: readonly Condition[]) {
    const compared = Map.groupBy(conditions.flatMap(comparisonsIn), ({ fact }) => fact)
    for (const [fact, comparisons] of compared) this.#pieces.set(fact, piecesOf(fact, comparisons))
  }

  /**
   * All cases in which a condition is as wanted; none of them is empty. Null where there are too many to look at.
   * The condition has to be among those of the constructor.
   */
  casesOf(condition: Condition, wanted = true): readonly Case[] | null {
    if ('not' in condition) return this.casesOf(condition.not, !wanted)
    if ('all' in condition || 'any' in condition) {
      const parts = 'all' in condition ? condition.all : condition.any
      const everyPartCounts = 'all' in condition === wanted
      let cases: readonly Case[] = everyPartCounts ? [new Map()] : []
      for (const part of parts) {
        const more = this.casesOf(part, wanted)
        const next = more && (everyPartCounts ? meet(cases, more) : [...cases, ...more])
        if (next === null || next.length > MAX_CASES) return null
        cases = next
      }
      return cases
    }
    const accepted = this.#bits(condition.fact, (value) => holds(condition, value) === wanted)
    return accepted === 0n ? [] : [new Map([[condition.fact, accepted]])]
  }

  /** Values that make a case; facts that may have any value are left out. */
  exampleOf(found: Case): Partial<Facts> {
    const example: Partial<Record<FactName, FactValue>> = {}
    for (const [fact, accepted] of found) {
      const pieces = this.#pieces.get(fact) ?? []
      // What is known says more than what is not.
      const fitting = pieces.filter((_, place) => (accepted >> BigInt(place)) & 1n)
      example[fact] = fitting.find((value) => value !== null) ?? null
    }
    // Each value is of the pieces of its fact.
    return example as Partial<Facts>
  }

  #bits(fact: FactName, accepts: (value: FactValue) => boolean): bigint {
    const pieces = this.#pieces.get(fact) ?? []
    return pieces.reduce((bits, value, place) => (accepts(value) ? bits | (1n << BigInt(place)) : bits), 0n)
  }
}

/** The cases that two have in common; null where there are too many. */
export function meet(some: readonly Case[], others: readonly Case[]): readonly Case[] | null {
  const common: Case[] = []
  for (const one of some) {
    for (const other of others) {
      const both = commonOf(one, other)
      if (both === null) continue
      common.push(both)
      if (common.length > MAX_CASES) return null
    }
  }
  return common
}

/** The first case that two have in common; undefined where there is none. */
export function firstCommon(some: readonly Case[], others: readonly Case[]): Case | undefined {
  for (const one of some) {
    for (const other of others) {
      const both = commonOf(one, other)
      if (both !== null) return both
    }
  }
  return undefined
}

function commonOf(one: Case, other: Case): Case | null {
  const both = new Map(one)
  for (const [fact, accepted] of other) {
    const left = accepted & (both.get(fact) ?? accepted)
    if (left === 0n) return null
    both.set(fact, left)
  }
  return both
}

/** One value for each piece that the comparisons can tell from the others. */
function piecesOf(fact: FactName, comparisons: readonly Comparison[]): readonly FactValue[] {
  const { type, values = [], mayBeUnknown } = factOf(fact)
  const wanted = comparisons.flatMap(({ wanted }) => (Array.isArray(wanted) ? [...wanted] : [wanted]))
  const known: readonly unknown[] =
    type === 'boolean'
      ? [true, false]
      : type === 'one of'
        ? values
        : type === 'number'
          ? numbersBetween(
              fact,
              wanted.filter((value) => typeof value === 'number').sort((a, b) => a - b),
            )
          : textsBeside(wanted.filter((value) => typeof value === 'string'))
  // By the type of the fact just looked at; the types of the table cannot follow.
  return [...(known as FactValue[]), ...(mayBeUnknown ? [null] : [])]
}

/** The texts, and one that is none of them. */
function textsBeside(texts: readonly string[]): string[] {
  let other = 'other'
  while (texts.includes(other)) other += '-'
  return [...new Set(texts), other]
}

/** The limits, and a number before, between and after them, as far as the fact can have it. */
function numbersBetween(fact: FactName, limits: readonly number[]): number[] {
  const { range = [null, null], whole = false } = factOf(fact)
  const [low, high] = range
  const ends = [low, high].filter((end) => end !== null)
  const points = [...new Set([...limits, ...ends])].sort((a, b) => a - b)
  const candidates = whole
    ? points.flatMap((point) => [
        Math.ceil(point) - 1,
        Math.floor(point),
        Math.ceil(point),
        Math.floor(point) + 1,
      ])
    : points.flatMap((point, place) => [point, between(point, points[place + 1])])
  const first = points[0] ?? 0
  const all = [first - step(first), first, ...candidates]
  return [...new Set(all)].filter(
    (value) => (low === null || value >= low) && (high === null || value <= high),
  )
}

function between(low: number, high: number | undefined): number {
  if (high === undefined || !Number.isFinite(high)) return low + step(low)
  return Number.isFinite(low) ? low + (high - low) / 2 : high - step(high)
}

/** Enough to make another number of it. */
function step(value: number): number {
  return Number.isFinite(value) ? Math.max(1, Math.abs(value)) : 0
}
