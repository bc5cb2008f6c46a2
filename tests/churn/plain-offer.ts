/** An offer without conditions, for tests. */

import type { Offer } from '../../src/churn/offer-shapes.ts'

export const PLAIN_OFFER: Offer = {
  id: 'plain',
  services: ['mobile'],
  min_months: 0,
  not_within_days: 90,
  cost: 90,
  save_rate: 0.25,
  eligibility: { zh: '所有人', en: 'everybody' },
  text: { zh: '优惠', en: 'an offer' },
}
