/** By what clusters are ranked. */

/** A question of a cluster, as far as ranking goes. */
export interface Ranked {
  /** Customer, or where nobody is known whose device it was. */
  readonly person: string
  readonly risk: 'low' | 'medium' | 'high' | null
  /** Milliseconds since 1970. */
  readonly at: number
}

const RISK = { low: 0, medium: 1, high: 2 } as const
/** After so many days a customer counts half. */
const HALF_DAYS = 14
const DAY_MS = 86_400_000

/**
 * Σ over customers of (1 + risk) × ½^(days since they asked last ÷ 14), with risk 2 for high, 1 for medium, 0 otherwise:
 * one customer counts once, however often they ask. Pure.
 */
export function rankOf(questions: readonly Ranked[], now: number): number {
  const people = new Map<string, { risk: number; at: number }>()
  for (const { person, risk, at } of questions) {
    const known = people.get(person)
    const weight = risk === null ? 0 : RISK[risk]
    people.set(person, { risk: Math.max(weight, known?.risk ?? 0), at: Math.max(at, known?.at ?? 0) })
  }
  let rank = 0
  for (const { risk, at } of people.values())
    rank += (1 + risk) * 0.5 ** (Math.max(0, now - at) / DAY_MS / HALF_DAYS)
  return rank
}
