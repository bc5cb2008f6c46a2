/** The one offer a customer hears within 90 days: who may hear one, and how it is put on record. */

import type { WaterfallStepContext } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { turnOf } from '../src/bot/turn.ts'
import { bestOffer, OFFER_REST_DAYS, type Offer } from '../src/churn/offers.ts'
import { mayOffer } from '../src/handoff/invariants.ts'
import type { Service } from '../src/services/services-left.ts'
import type { CustomersTable } from '../src/storage/schema.ts'

/** After an offer was made, none is made again for this long, whatever the customer wants. */
const OFFER_REST_MS = OFFER_REST_DAYS * 86_400_000

/**
 * The one offer a customer hears, or null: none fits, they have heard one, or they are left alone at random. How likely
 * they are to leave is put on record with it, and changes nothing about it. What is returned has to be said.
 * @param about what it may be about: the service that is cancelled, or all they have
 */
export async function offerFor(
  step: WaterfallStepContext,
  memory: Memory,
  customer: CustomersTable,
  about: readonly Service[],
): Promise<Offer | null> {
  const turn = turnOf(step.context)
  const { services, brain } = turn
  const person = await memory.ofPerson(step.context)
  const now = services.now()
  // The person may be new here while the customer has heard an offer before.
  const earlier = await services.company.offersMadeTo(customer)
  const offered = [...earlier, ...(person.offeredAt === undefined ? [] : [person.offeredAt])]
  if (!mayOffer(offered.filter((at) => now - at < OFFER_REST_MS).length)) return null
  const snapshot = await services.snapshot(customer.id)
  const offer = snapshot && bestOffer(brain.offers, { ...snapshot, services: about })
  if (!snapshot || !offer) return null
  const { askedForPerson = false } = await memory.ofConversation(step.context)
  const { made, write } = await services.company.drawOffer({
    customerId: customer.id,
    monthlyYuan: snapshot.monthlyYuan,
    offer,
    terms: brain.offers.terms,
    probability: turn.handoff?.facts.facts.risk ?? null,
    mayDraw:
      snapshot.automated &&
      !askedForPerson &&
      turn.owner === 'bot' &&
      turn.conversation.handoff_ended_at === null,
  })
  if (write) turn.write(write)
  if (!made) return null
  person.offeredAt = now
  return offer
}
