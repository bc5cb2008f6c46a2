/** Decides whether a customer who cancels hears the offer they are eligible for, or is left alone at random. */

import type { Offer, OfferTerms } from '../churn/offer-shapes.ts'
import { armNow, recentDraw, recordTreatment } from '../churn/treatments.ts'
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
  /** False for those who asked for a person or refused decisions by a program: nobody draws, and no score is recorded. */
  readonly mayDraw: boolean
}

/** What comes of it. */
export interface SaveDraw {
  /** Whether the offer is made. */
  readonly made: boolean
  /** Puts it on record with the turn; null where it stands there already. */
  readonly write: Write | null
}

/**
 * Draws, and says what to write. An offer made without a draw is on record too: none follows it for a while. The same attempt draws the same again, so a turn may be run twice.
 * No agent's time is in the value on record: the bot makes the offer.
 */
export async function drawAttempt(store: Store, attempt: SaveAttempt): Promise<SaveDraw> {
  const { customerId, offer, terms, probability, mayDraw } = attempt
  const at = store.now()
  const share = mayDraw ? terms.hold_out : 0
  const arm = await armNow(store, customerId, share, at)
  const made = arm === 'treated'
  if (share > 0 && (await recentDraw(store, customerId, at, 'offer')) !== null) return { made, write: null }
  const risk = mayDraw ? probability : null
  const parts = risk === null ? null : attemptValue(attempt, offer, risk, { ...terms, agent_cost: 0 })
  const draft = { customerId, kind: 'offer', arm, share, offer: offer.id, probability: risk, at } as const
  return {
    made,
    write: async (trx) => {
      await recordTreatment(store, trx, { ...draft, ev: parts?.ev ?? null })
    },
  }
}
