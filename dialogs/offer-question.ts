/** Makes the one offer to somebody who asks for a better price or thinks of leaving, and books it when it is taken. */

import type { DialogTurnResult, WaterfallStep, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Offer } from '../src/churn/offers.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import { normalise } from '../src/understanding/normalise.ts'
import type { YesNo } from '../src/understanding/slots/yes-no.ts'
import { readOfferReply } from './cancel-words.ts'
import { offerFor } from './one-offer.ts'
import { ask } from './slot-prompt.ts'
import { again, choicesOf, customerOf, slotsOf, yesNoOf } from './task-dialog.ts'
import { VERIFY_DIALOG, type VerifyOptions } from './verify.ts'

/** What is known while an offer may be made. */
export interface OfferSlots {
  /** Whether the customer wants to hear what there is for them. */
  looks: true
  /** Id of the offer that was made. */
  offer: string
}

/** Where an offer is made: what is said, and how it is declined. */
export interface OfferPlace {
  readonly entry: string
  readonly say: PhraseKey
  readonly retry: PhraseKey
  readonly who: PhraseKey
  /** The answer that declines it. */
  readonly decline: PhraseKey
}

/** Goes on with true once it is known who it is; asks for a proof where it is not. */
export async function knowWho(step: WaterfallStepContext): Promise<DialogTurnResult> {
  if (await customerOf(step)) return step.next(true)
  return step.beginDialog(VERIFY_DIALOG, {} satisfies VerifyOptions)
}

/** The offer to put before the customer, made now or before they were interrupted; null where there is none. */
export async function offerToMake(step: WaterfallStepContext, memory: Memory): Promise<Offer | null> {
  const turn = turnOf(step.context)
  const slots = slotsOf<OfferSlots>(step)
  const customer = await customerOf(step)
  if (!customer) return null
  if (slots.offer !== undefined) return turn.brain.offers.offers.find(({ id }) => id === slots.offer) ?? null
  const services = await turn.services.systems.servicesOf(customer)
  const offer = await offerFor(step, memory, customer, services)
  if (offer) slots.offer = offer.id
  return offer
}

/** Asks whether the customer takes an offer. */
export function askOffer(
  step: WaterfallStepContext,
  { say, retry, who, decline }: OfferPlace,
  { text, eligibility }: Offer,
): Promise<DialogTurnResult> {
  return ask(step, {
    slot: 'offer',
    say,
    values: { offer: text, eligibility },
    retry,
    who,
    choices: choicesOf(turnOf(step.context), 'cancel.take-offer', decline),
  })
}

const LEAVING =
  /(?:还是|照样|一样|就是)?(?:要|想)?(?:走|转网|转走|携号|离网|销户)|\b(?:leave|leaving|switch|switching|go elsewhere|port)\b/

/** Whether the offer is taken. Leaving declines it, like everything else that goes on without it. */
export function offerReply(turn: Turn, text: string, { decline }: OfferPlace): YesNo {
  const answer = yesNoOf(turn, text, ['cancel.take-offer', decline], readOfferReply)
  if (answer !== 'unclear' || text.length > 60) return answer
  const said = normalise(text)
  return LEAVING.test(said) && !/[?？吗不别]|\b(?:not|if|whether)\b/.test(said) ? 'no' : 'unclear'
}

/** The last step: books what was offered where it is taken, and otherwise ends by `decline`. */
export function concludeOffer(
  place: OfferPlace,
  decline: (step: WaterfallStepContext) => Promise<DialogTurnResult>,
): WaterfallStep {
  return async (step) => {
    const slots = slotsOf<OfferSlots>(step)
    if (!(await customerOf(step)) || slots.offer === undefined) return again(step, slots)
    const isTaken = offerReply(turnOf(step.context), String(step.result), place) === 'yes'
    return isTaken ? bookOffer(step, place, slots.offer) : decline(step)
  }
}

/** Books what was offered, and ends. */
async function bookOffer(
  step: WaterfallStepContext,
  { entry }: OfferPlace,
  offer: string,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  turn.write(await turn.services.company.acceptOffer(turn.conversation, customer, offer))
  await sendText(step.context, wording(turn, 'offer.booked'), {
    decision: { decision: 'dialog', entry, confidence: null },
  })
  return step.endDialog()
}
