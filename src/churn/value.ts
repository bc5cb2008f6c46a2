/** What it is worth to try to keep a customer. */

import { LiukeError } from '../errors.ts'
import type { Offer, OfferTerms } from './offer-shapes.ts'

/** What keeping customers costs and brings, for one customer. */
export interface RetentionTerms {
  /** Share of those about to leave that an attempt keeps, 0..1 (s). */
  readonly saveRate: number
  /** Margin a kept customer still brings, in yuan over the time looked at (V). */
  readonly margin: number
  /** What the offer costs when it is taken, in yuan (o). */
  readonly offerCost: number
  /** What an agent's time for the attempt costs, in yuan (c). */
  readonly agentCost: number
  /** Share of those who would have stayed anyway that take the offer too, 0..1 (w). */
  readonly freeRiders: number
}

/**
 * Expected value in yuan of one attempt to keep a customer, against doing nothing:
 * p·s·(V − o) − c − (1 − p)·w·o. It may rank who is called and served first; it never delays, denies or
 * reprices anything.
 * @param probability that the customer leaves, 0..1 (p)
 * @throws LiukeError `value_terms_invalid` for a share outside 0..1, a negative cost, or what is no number
 */
export function expectedValue(probability: number, terms: RetentionTerms): number {
  const { saveRate, margin, offerCost, agentCost, freeRiders } = terms
  const shares = [probability, saveRate, freeRiders]
  const costs = [offerCost, agentCost]
  if (
    !shares.every((share) => share >= 0 && share <= 1) ||
    !costs.every((cost) => cost >= 0 && Number.isFinite(cost)) ||
    !Number.isFinite(margin)
  ) {
    const advice = 'Shares are 0 to 1, costs are yuan and not negative: check corpus/offers.yaml.'
    throw new LiukeError('value_terms_invalid', 'The value of keeping a customer cannot be told.', advice)
  }
  const saved = probability * saveRate * (margin - offerCost)
  const givenAway = (1 - probability) * freeRiders * offerCost
  return saved - agentCost - givenAway
}

/** The sum behind an expected value, part by part; amounts in yuan. */
export interface ValueParts extends RetentionTerms {
  /** That the customer leaves, 0..1. */
  readonly probability: number
  /** p·s·(V − o): what those who are kept bring. */
  readonly saved: number
  /** (1 − p)·w·o: what goes to those who would have stayed. */
  readonly givenAway: number
  /** saved − agentCost − givenAway */
  readonly ev: number
}

/** What a kept customer still brings, in yuan: V, or what the offer says instead. */
export function marginOf(
  monthlyYuan: number,
  offer: Pick<Offer, 'margin'> | null,
  { margin_share, margin_months }: Pick<OfferTerms, 'margin_share' | 'margin_months'>,
): number {
  return offer?.margin ?? monthlyYuan * margin_share * margin_months
}

/**
 * What one attempt to keep a customer is worth, with everything it is made of, so that it can be explained.
 * Without an offer it is a talk alone: nothing is given away, and `terms.save_rate` are kept.
 * @param offer the one the customer is eligible for; null for none
 * @param probability that the customer leaves, 0..1
 * @returns null where the customer's fee is not known
 * @throws LiukeError `value_terms_invalid`
 */
export function attemptValue(
  customer: { readonly monthlyYuan: number | null },
  offer: Pick<Offer, 'save_rate' | 'cost' | 'margin'> | null,
  probability: number,
  terms: OfferTerms,
): ValueParts | null {
  if (customer.monthlyYuan === null) return null
  const figures: RetentionTerms = {
    saveRate: offer?.save_rate ?? terms.save_rate,
    margin: marginOf(customer.monthlyYuan, offer, terms),
    offerCost: offer?.cost ?? 0,
    agentCost: terms.agent_cost,
    freeRiders: terms.free_riders,
  }
  const { saveRate, margin, offerCost, freeRiders } = figures
  return {
    ...figures,
    probability,
    saved: probability * saveRate * (margin - offerCost),
    givenAway: (1 - probability) * freeRiders * offerCost,
    ev: expectedValue(probability, figures),
  }
}
