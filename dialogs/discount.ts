/** Answers who asks for a better price: the one offer where there is one, and otherwise plainly what saves money. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { isTitle } from '../src/bot/choice.ts'
import type { Memory } from '../src/bot/memory.ts'
import { entrySuggestions, personSuggestion, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { shownRows } from './both-languages.ts'
import {
  askOffer,
  concludeOffer,
  knowWho,
  type OfferPlace,
  type OfferSlots,
  offerReply,
  offerToMake,
} from './offer-question.ts'
import { SAVING_ENTRIES, savings } from './savings.ts'
import { ask } from './slot-prompt.ts'
import { choicesOf, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const DISCOUNT = 'offer.retention'
/** An offer that was made can be taken for so long, in milliseconds. */
const HEARD_MS = 86_400_000

const PLACE: OfferPlace = {
  entry: DISCOUNT,
  say: 'discount.offer',
  retry: 'discount.offer-unread',
  who: 'discount.offer-who',
  decline: 'discount.no-thanks',
}

/** The dialog of `offer.retention`. What saves everybody money is told to anybody; an offer needs to know who it is. */
export function discountDialog(memory: Memory): TaskDialog {
  return new TaskDialog(DISCOUNT, {
    verified: false,
    mayVerify: true,
    steps: [tellSavings, proveWho, makeOffer(memory), concludeOffer(PLACE, leave)],
    readers: {
      look: (text, turn) => yesNoOf(turn, text, ['discount.look', 'discount.no-thanks']) !== 'unclear',
      offer: (text, turn) => offerReply(turn, text, PLACE) !== 'unclear',
    },
  })
}

async function tellSavings(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<OfferSlots>(step)
  if (slots.looks || (await customerOf(step))) {
    slots.looks = true
    return step.next('')
  }
  return ask(step, {
    slot: 'look',
    say: 'discount.general',
    retry: 'discount.look-unread',
    rows: savings(turn, null),
    choices: choicesOf(turn, 'discount.look', 'discount.no-thanks'),
  })
}

async function proveWho(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<OfferSlots>(step)
  if (!slots.looks && yesNoOf(turn, String(step.result), ['discount.look', 'discount.no-thanks']) !== 'yes')
    return leave(step)
  slots.looks = true
  return knowWho(step)
}

function makeOffer(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const customer = await customerOf(step)
    if (step.result !== true || !customer) return step.endDialog()
    const offer = await offerToMake(step, memory)
    if (offer) return askOffer(step, PLACE, offer)
    const heard = await heardLately(step, customer.id)
    if (heard) return heard
    await sendCard(
      step.context,
      {
        title: wording(turn, 'discount.none'),
        rows: shownRows(turn, savings(turn, customer)),
        notes: [wording(turn, 'discount.none-rule')],
      },
      {
        decision: { decision: 'dialog', entry: DISCOUNT, confidence: null },
        suggestions: [...entrySuggestions(turn, SAVING_ENTRIES), personSuggestion(turn)],
      },
    )
    return step.endDialog()
  }
}

/** "I'll take the offer", of one that was made before: it is booked already, or put before them again. Else null. */
async function heardLately(step: WaterfallStepContext, customerId: string): Promise<DialogTurnResult | null> {
  const turn = turnOf(step.context)
  if (!takesOffer(turn, textOf(step))) return null
  const heard = await turn.services.company.earlier.offerSince(customerId, turn.services.now() - HEARD_MS)
  if (heard === null) return null
  if (heard.isTaken) {
    await sendText(step.context, wording(turn, 'offer.already'), {
      decision: { decision: 'dialog', entry: DISCOUNT, confidence: null },
    })
    return step.endDialog()
  }
  const offer = turn.brain.offers.offers.find(({ id }) => id === heard.offer)
  if (!offer) return null
  slotsOf<OfferSlots>(step).offer = offer.id
  return askOffer(step, PLACE, offer)
}

const TAKES = /要|接受|\b(?:take|accept|have|want)\b/

/** Whether a message takes an offer, and does not only ask for one. */
function takesOffer(turn: Turn, text: string): boolean {
  const title = choicesOf(turn, 'cancel.take-offer').flatMap(({ zh, en }) => [zh, en])
  if (title.some((one) => isTitle(text, one))) return true
  return text.length <= 60 && TAKES.test(normalise(text)) && offerReply(turn, text, PLACE) === 'yes'
}

/** No offer is wanted, and nothing has changed; what saves money stands below. */
async function leave(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, 'discount.left'), {
    decision: { decision: 'dialog', entry: DISCOUNT, confidence: null },
    suggestions: entrySuggestions(turn, SAVING_ENTRIES),
  })
  return step.endDialog()
}
