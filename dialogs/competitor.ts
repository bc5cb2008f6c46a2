/** Answers who finds another operator cheaper: our own plans as they are, at most the one offer, and the way out. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { entrySuggestions, inScript, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { readMoney } from '../src/understanding/slots/money.ts'
import { chosenOf, inBoth } from './both-languages.ts'
import { type MobilePlan, openPlans } from './mobile-plans.ts'
import {
  askOffer,
  concludeOffer,
  knowWho,
  type OfferPlace,
  type OfferSlots,
  offerReply,
  offerToMake,
} from './offer-question.ts'
import { ask } from './slot-prompt.ts'
import { choicesOf, customerOf, slotsOf, TaskDialog, textOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const COMPETITOR = 'cancel.competitor'
/** The two ways to leave: with the number, or for good. */
const WAYS_OUT = ['number.port-out', 'cancel.service'] as const

const PLACE: OfferPlace = {
  entry: COMPETITOR,
  say: 'competitor.offer',
  retry: 'competitor.offer-unread',
  who: 'competitor.offer-who',
  decline: 'competitor.leave',
}

/** The dialog of `cancel.competitor`. Our plans are no secret; an offer needs to know who it is. */
export function competitorDialog(memory: Memory): TaskDialog {
  return new TaskDialog(COMPETITOR, {
    verified: false,
    mayVerify: true,
    steps: [compare, proveWho, makeOffer(memory), concludeOffer(PLACE, showWaysOut)],
    readers: {
      next: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null || offerReply(turn, text, PLACE) !== 'unclear',
      offer: (text, turn) => offerReply(turn, text, PLACE) !== 'unclear',
    },
  })
}

/** Says what our plans are, with the customer's own marked; nothing about what others have. */
async function compare(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<OfferSlots>(step)
  if (slots.looks) return step.next('')
  const customer = await customerOf(step)
  const fen = readMoney(textOf(step))?.fen ?? null
  const rows = nearest(turn, customer, fen).map((plan) => ({
    label: inScript(turn, plan.name[turn.language]),
    value: inScript(turn, planLine(turn, plan, customer)[turn.language]),
  }))
  await sendCard(
    step.context,
    { title: wording(turn, 'competitor.compare'), rows },
    { decision: { decision: 'dialog', entry: COMPETITOR, confidence: null } },
  )
  if (customer) {
    slots.looks = true
    return step.next('')
  }
  return ask(step, {
    slot: 'next',
    say: 'competitor.ask-next',
    retry: 'competitor.next-unread',
    choices: choicesOf(turn, 'discount.look', 'competitor.leave'),
  })
}

/** The customer's plan with its neighbours, and what there is at the price that was named. */
function nearest(turn: Turn, customer: CustomersTable | null, fen: number | null): MobilePlan[] {
  const plans = openPlans(turn.brain.corpus.company)
  const own = plans.findIndex(({ id }) => id === customer?.plan)
  const named = fen === null ? -1 : plans.findLastIndex((plan) => plan.fen <= fen)
  return plans.filter((_, at) => own < 0 || Math.abs(at - own) <= 1 || at === named)
}

/** What a plan costs and holds; of the customer's own also that it is. */
function planLine(
  turn: Turn,
  { id, fen, data, minutes }: MobilePlan,
  customer: CustomersTable | null,
): Bilingual {
  const key = customer?.plan === id ? 'competitor.own-plan' : 'competitor.plan'
  return inBoth(turn, key, { price: fen / 100, data, minutes })
}

async function proveWho(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<OfferSlots>(step)
  if (slots.looks) return knowWho(step)
  const said = String(step.result)
  const look: Bilingual[] = choicesOf(turn, 'discount.look', 'competitor.leave')
  const at = chosenOf(turn, said, look)
  const wants = at === 0 || (at === null && offerReply(turn, said, PLACE) === 'yes')
  if (!wants) return showWaysOut(step)
  slots.looks = true
  return knowWho(step)
}

function makeOffer(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    if (step.result !== true || !(await customerOf(step))) return step.endDialog()
    const offer = await offerToMake(step, memory)
    if (offer) return askOffer(step, PLACE, offer)
    await sendText(step.context, wording(turn, 'competitor.no-offer'), {
      decision: { decision: 'dialog', entry: COMPETITOR, confidence: null },
      suggestions: entrySuggestions(turn, ['plan.change', ...WAYS_OUT]),
    })
    return step.endDialog()
  }
}

/** Who leaves is told how, at once, and nothing is asked again. */
async function showWaysOut(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, 'competitor.ways-out'), {
    decision: { decision: 'dialog', entry: COMPETITOR, confidence: null },
    suggestions: entrySuggestions(turn, WAYS_OUT),
  })
  return step.endDialog()
}
