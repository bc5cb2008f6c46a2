/** What a rule asks of the facts: compiled once to a function, and explained where it does not hold. */

import type { FactName, Facts } from './facts.ts'

/** How a fact is compared. */
export const comparisonNames = [
  'is',
  'is_not',
  'in',
  'at_least',
  'at_most',
  'above',
  'below',
  'known',
] as const

/** Name of a comparison. */
export type ComparisonName = (typeof comparisonNames)[number]

/** What a fact is compared with. */
export type Wanted = string | number | boolean | readonly (string | number)[]

/** One comparison of one fact. */
export interface Comparison {
  readonly fact: FactName
  readonly comparison: ComparisonName
  readonly wanted: Wanted
}

/** What has to hold for a rule to apply. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison

/** A comparison that decided against a rule, with the fact's value. */
export interface FailedComparison extends Comparison {
  readonly value: string | number | boolean | null
  /** The comparison held, and stands under a `not`. */
  readonly negated: boolean
}

/** A function that tells whether the condition holds. Comparing an unknown fact is false, but for `known: false`. */
export function compile(condition: Condition): (facts: Facts) => boolean {
  if ('all' in condition) {
    const parts = condition.all.map(compile)
    return (facts) => parts.every((holds) => holds(facts))
  }
  if ('any' in condition) {
    const parts = condition.any.map(compile)
    return (facts) => parts.some((holds) => holds(facts))
  }
  if ('not' in condition) {
    const inner = compile(condition.not)
    return (facts) => !inner(facts)
  }
  return (facts) => holds(condition, facts[condition.fact])
}

/** Whether a comparison holds for a value of its fact. */
export function holds({ comparison, wanted }: Comparison, value: Facts[FactName]): boolean {
  if (comparison === 'known') return (value !== null) === wanted
  if (value === null) return false
  switch (comparison) {
    case 'is':
      return value === wanted
    case 'is_not':
      return value !== wanted
    case 'in':
      return Array.isArray(wanted) && wanted.includes(value)
    case 'at_least':
      return value >= wanted
    case 'at_most':
      return value <= wanted
    case 'above':
      return value > wanted
    case 'below':
      return value < wanted
  }
}

/**
 * The comparisons because of which a condition is not as wanted: of `all` the first that fails, of
 * `any` every one. Empty when it is as wanted.
 */
export function failuresOf(condition: Condition, facts: Facts, wanted = true): FailedComparison[] {
  if ('not' in condition) return failuresOf(condition.not, facts, !wanted)
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any
    const failures = parts.map((part) => failuresOf(part, facts, wanted))
    const everyPartCounts = 'all' in condition === wanted
    if (everyPartCounts) return failures.find((failed) => failed.length > 0) ?? []
    return failures.some((failed) => failed.length === 0) ? [] : failures.flat()
  }
  const { fact, comparison, wanted: limit } = condition
  const value = facts[fact]
  if (holds(condition, value) === wanted) return []
  return [{ fact, comparison, wanted: limit, value, negated: !wanted }]
}

/** All comparisons inside a condition. */
export function comparisonsIn(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsIn)
  if ('any' in condition) return condition.any.flatMap(comparisonsIn)
  if ('not' in condition) return comparisonsIn(condition.not)
  return [condition]
}
