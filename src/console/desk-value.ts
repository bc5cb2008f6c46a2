/** What an attempt to keep a customer is worth, as agents see it. */

import type { Brain } from '../bot/turn.ts'
import { bestOffer } from '../churn/offers.ts'
import { attemptValue } from '../churn/value.ts'
import type { Store } from '../conversations/store.ts'
import { snapshotOf } from '../services/snapshot.ts'
import type { ValueCard } from './desk-types.ts'

/**
 * The sum behind the expected value of a call, with the offer the customer is eligible for.
 * @param probability that they leave, with what the conversation has shown, 0..1
 * @returns null where their fee is not known, or they refused scores
 */
export async function valueCard(
  store: Store,
  brain: Brain,
  customerId: string,
  probability: number,
): Promise<ValueCard | null> {
  const { offers: book, corpus } = brain
  const snapshot = await snapshotOf(store, customerId, corpus.company.timeZone)
  if (!snapshot?.automated) return null
  const offer = bestOffer(book, snapshot)
  const parts = attemptValue(snapshot, offer, probability, book.terms)
  if (parts === null) return null
  const { ev, margin, saveRate, offerCost, agentCost, freeRiders } = parts
  const shown = offer && { text: offer.text, eligibility: offer.eligibility }
  return { ev, margin, saveRate, offerCost, agentCost, freeRiders, offer: shown }
}
