/** The lint behind the first invariant: conditions may only ask for more risk, never for less. */

import type { Comparison } from './conditions.ts'
import { factOf } from './facts.ts'

/**
 * Why a comparison could make a rule stop applying when a fact of the churn model grows, in one
 * sentence; null when it could not. An unknown fact counts as the least: every comparison that is
 * let through is false for it, so all of them stay true as the fact grows.
 * @param negated whether it stands under a `not`
 */
export function downwardReason({ fact, comparison, wanted }: Comparison, negated: boolean): string | null {
  const { upwardOnly, values = [] } = factOf(fact)
  if (upwardOnly !== true) return null
  if (negated) return `${fact} stands under not, so that more of it would keep a rule from applying.`
  if (comparison === 'at_least' || comparison === 'above') return null
  if (comparison === 'known') {
    return wanted === true ? null : `The rule would apply only where ${fact} is unknown.`
  }
  const accepted = acceptedBands(comparison, wanted, values)
  if (accepted !== null && isUpperPart(accepted, values)) return null
  return `The rule would apply for less ${fact}, and no longer for more of it.`
}

/** The bands a comparison is true for; null where it is no comparison of bands. */
function acceptedBands(
  comparison: Comparison['comparison'],
  wanted: Comparison['wanted'],
  bands: readonly string[],
): ReadonlySet<string> | null {
  const named = new Set((Array.isArray(wanted) ? wanted : [wanted]).map(String))
  if (bands.length === 0) return null
  if (comparison === 'is' || comparison === 'in') return named
  return comparison === 'is_not' ? new Set(bands.filter((band) => !named.has(band))) : null
}

function isUpperPart(accepted: ReadonlySet<string>, bands: readonly string[]): boolean {
  const lowest = bands.findIndex((band) => accepted.has(band))
  return lowest >= 0 && bands.slice(lowest).every((band) => accepted.has(band))
}
