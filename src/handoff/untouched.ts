/** The lint that keeps rules off the fixed ones: nothing may be less for who is in danger or asks for a person. */

import { type Comparison, holds } from './conditions.ts'
import { safetyKinds } from './safety-kinds.ts'

/**
 * Why a comparison would make a rule apply to fewer of those whom a fixed rule brings a person, in one sentence;
 * null where it does not.
 * @param negated whether it stands under a `not`
 */
export function fixedReason(comparison: Comparison, negated: boolean): string | null {
  const { fact } = comparison
  if (fact !== 'safety' && fact !== 'wants_person') return null
  const values = fact === 'safety' ? safetyKinds : [false, true]
  const [calm = false, ...pressing] = values.map((value) => holds(comparison, value) !== negated)
  if (!calm || pressing.every(Boolean)) return null
  const who = fact === 'safety' ? 'those in danger' : 'those who ask for a person'
  return `The rule would do less for ${who}, whom a fixed rule brings a person.`
}
