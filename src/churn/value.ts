/** What it is worth to try to keep a customer. */

import { LiukeError } from '../errors.ts'

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
