/** Which questions rules found to follow each other, for the answers that offer related questions. */

import type { RuleSet } from './results.ts'

/** Questions learnt for each entry, the most telling first. */
export type LearnedRelated = ReadonlyMap<string, readonly string[]>

/** Visits that must bear a rule out before customers see it. */
const SUPPORT = 30
/** Of those who asked the one, at least this share asked the other. */
const CONFIDENCE = 0.1

/**
 * What is asked together with each entry, in either direction, surest first. Rules of two conditions say
 * something about the two together only, and are left out.
 */
export function learnedRelated({ rules }: Pick<RuleSet, 'rules'>): LearnedRelated {
  const found = new Map<string, { readonly entry: string; readonly confidence: number }[]>()
  const add = (from: string, entry: string, confidence: number): void => {
    if (confidence >= CONFIDENCE) found.set(from, [...(found.get(from) ?? []), { entry, confidence }])
  }
  for (const { when, also, support, confidence, reverse } of rules) {
    const [first, second] = when
    if (first === undefined || second !== undefined || support < SUPPORT) continue
    add(first.id, also.id, confidence)
    add(also.id, first.id, reverse)
  }
  return new Map(
    [...found].map(([entry, others]) => [
      entry,
      others
        .toSorted((a, b) => b.confidence - a.confidence || (a.entry < b.entry ? -1 : 1))
        .map((other) => other.entry),
    ]),
  )
}

/** A product customers like this one also have. */
export interface LikelyProduct {
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Of customers with the same, the share that has it; 0..1. */
  readonly share: number
}

const PRODUCTS = 3

/**
 * What customers who have the same also have and this one does not, the likeliest first. A plan or a
 * broadband product instead of their own is nothing they lack.
 * @param held as `basketOf` names it
 */
export function likelyProducts({ rules }: Pick<RuleSet, 'rules'>, held: readonly string[]): LikelyProduct[] {
  const areas = new Set(held.filter((id) => id.includes(':')).map((id) => id.slice(0, id.indexOf(':'))))
  const likely = new Map<string, LikelyProduct>()
  const add = ({ id, title }: Omit<LikelyProduct, 'share'>, share: number): void => {
    if (held.includes(id) || (id.includes(':') && areas.has(id.slice(0, id.indexOf(':'))))) return
    if (share > (likely.get(id)?.share ?? 0)) likely.set(id, { id, title, share })
  }
  for (const { when, also, confidence, reverse } of rules) {
    if (when.every(({ id }) => held.includes(id))) add(also, confidence)
    const [only, more] = when
    if (only && more === undefined && held.includes(also.id)) add(only, reverse)
  }
  return [...likely.values()].sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1)).slice(0, PRODUCTS)
}
