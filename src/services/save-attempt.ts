/** Decides whether a customer who cancels hears the offer they are eligible for, or is left alone at random. */

import type { Offer, OfferTerms } from '../churn/offer-shapes.ts'
import { armNow, recentTreatment, recordTreatment } from '../churn/treatments.ts'
import { attemptValue } from '../churn/value.ts'
import type { Store } from '../conversations/store.ts'
import type { Write } from '../conversations/turn.ts'

/** A customer who is eligible for an offer, at the moment it would be made. */
export interface SaveAttempt {
  readonly customerId: string
  readonly monthlyYuan: number | null
  readonly offer: Offer
  readonly terms: OfferTerms
  /** That they leave, with what this conversation has shown; null without a score. */
  readonly probability: number | null
  /** False for those who asked for a person or refused decisions by a program: nobody draws, nothing is recorded. */
  readonly mayDraw: boolean
}

/** What comes of it. */
export interface SaveDraw {
  /** Whether the offer is made. */
  readonly made: boolean
  /** Puts it on record with the turn; null where nothing is to be recorded, or it stands there already. */
  readonly write: Write | null
}

/**
 * Draws, and says what to write. The same attempt draws the same again, so a turn may be run twice.
 * No agent's time is in the value on record: the bot makes the offer.
 */
export async function drawAttempt(store: Store, attempt: SaveAttempt): Promise<SaveDraw> {
  const { customerId, offer, terms, probability, mayDraw } = attempt
  if (!mayDraw) return { made: true, write: null }
  const at = store.now()
  const share = terms.hold_out
  const arm = await armNow(store, customerId, share, at)
  const made = arm === 'treated'
  if ((await recentTreatment(store, customerId, at, 'offer')) !== null) return { made, write: null }
  const parts =
    probability === null ? null : attemptValue(attempt, offer, probability, { ...terms, agent_cost: 0 })
  const draft = { customerId, kind: 'offer', arm, share, offer: offer.id, probability, at } as const
  return {
    made,
    write: async (trx) => {
      await recordTreatment(store, trx, { ...draft, ev: parts?.ev ?? null })
    },
  }
}
