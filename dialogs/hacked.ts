/** Helps somebody whose account was broken into: signs everybody out, goes through what was arranged lately, says what is next. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card } from '../src/bot/card.ts'
import {
  entrySuggestions,
  inScript,
  personSuggestion,
  type Suggestion,
  sendCard,
  sendText,
  wording,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { inBoth, momentInBoth } from './both-languages.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader } from './confirmation.ts'
import { wasMeIn } from './hacked-words.ts'
import { orderTitle } from './order-title.ts'
import { receiptHead } from './receipt-status.ts'
import { ask } from './slot-prompt.ts'
import {
  again,
  beginAnew,
  choicesOf,
  chosen,
  customerOf,
  slotsOf,
  TaskDialog,
  yesNoOf,
} from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const HACKED = 'sec.hacked'
const DECISION = { decision: 'dialog', entry: HACKED, confidence: null } as const

interface Slots {
  /** Whether everybody is signed out. */
  secured: boolean
  /** Ids of the orders the customer has answered for. */
  checked: readonly string[]
  /** Id of the order the customer is being asked about; newer ones may be placed meanwhile. */
  asked: string
}

/** The dialog of `sec.hacked`. */
export function hackedDialog(): TaskDialog {
  return new TaskDialog(HACKED, {
    verified: true,
    beforeProof: 'hacked.before-proof',
    steps: [askNext, doIt],
    readers: {
      [CONFIRM_SLOT]: confirmReader(),
      change: (text, turn) => wasYou(turn, text) !== null,
    },
  })
}

async function askNext(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const slots = slotsOf<Slots>(step)
  if (!slots.secured) {
    return askConfirmation(step, {
      say: 'hacked.confirm',
      rows: [
        { label: 'hacked.row-out', value: inBoth(turn, 'hacked.out', {}) },
        { label: 'hacked.row-password', value: inBoth(turn, 'hacked.password', {}) },
        { label: 'hacked.row-line', value: inBoth(turn, 'hacked.line', {}) },
      ],
    })
  }
  const order = await nextToCheck(turn, customer, slots)
  if (!order) return tellNext(step, turn)
  slots.asked = order.id
  return ask(step, {
    slot: 'change',
    say: 'hacked.ask-change',
    values: {
      time: momentInBoth(turn, order.placedAt),
      what: orderTitle(turn, order.request),
      reference: order.reference,
    },
    retry: 'hacked.change-unread',
    choices: choicesOf(turn, ...WAS_YOU.map(([key]) => key)),
  })
}

async function doIt(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  const slots = slotsOf<Slots>(step)
  const said = String(step.result)
  if (!slots.secured) {
    if (yesNoOf(turn, said) !== 'yes') {
      const suggestions = whatElse(turn)
      await sendText(step.context, wording(turn, 'hacked.not-done'), { decision: DECISION, suggestions })
      return step.endDialog()
    }
    await secure(step, turn, customer)
    return again(step, { ...slots, secured: true })
  }
  const { asked, checked = [], ...known } = slots
  const order = asked === undefined ? undefined : await turn.services.orders.byId(asked)
  if (asked === undefined || order?.customerId !== customer.id) return again(step, { ...known, checked })
  await dealWith(step, turn, customer, order, wasYou(turn, said))
  return again(step, { ...known, checked: [...checked, asked] })
}

/** Signs everybody out and makes the password worthless. */
async function secure(step: WaterfallStepContext, turn: Turn, customer: CustomersTable): Promise<void> {
  const request = { kind: 'account.secure' } as const
  const placement = await turn.services.orders.place(turn.conversation, customer, request)
  if (placement.result === 'repeated' || placement.result === 'other-standing') {
    const { reference } = placement.order
    await sendText(step.context, wording(turn, 'hacked.done-before', { reference }), { decision: DECISION })
    return
  }
  turn.write(placement.write)
  const card: Card = {
    ...receiptHead(turn, placement.result, wording(turn, 'hacked.done'), [request]),
    kind: 'receipt',
    rows: [{ label: wording(turn, 'order.reference'), value: placement.reference }],
  }
  await sendCard(step.context, card, { decision: DECISION })
}

/** What somebody else may have arranged, the newest first, and has not been asked about. */
async function nextToCheck(
  turn: Turn,
  customer: CustomersTable,
  { checked = [] }: Partial<Slots>,
): Promise<PlacedOrder | undefined> {
  const orders = await turn.services.orders.undoable(customer)
  return orders.find(({ id }) => !checked.includes(id))
}

/** Takes back what the customer has not arranged, and nothing else. */
async function dealWith(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
  order: PlacedOrder,
  was: WasYou | null,
): Promise<void> {
  if (was === 'me') return
  const what = inScript(turn, orderTitle(turn, order.request)[turn.language])
  if (was !== 'not-me') {
    await leaveToPeople(turn, customer, order, what)
    await sendText(step.context, wording(turn, 'hacked.left', { what }), { decision: DECISION })
    return
  }
  if (order.status === 'undone') {
    await sendText(step.context, wording(turn, 'hacked.undone', { what }), { decision: DECISION })
    return
  }
  const undone = await turn.services.orders.undo(customer, order.id)
  if (undone.result === 'too-late') {
    await leaveToPeople(turn, customer, order, what)
    await sendText(step.context, wording(turn, 'hacked.too-late', { what }), { decision: DECISION })
    return
  }
  turn.write(undone.write)
  const text =
    undone.result === 'done'
      ? wording(turn, 'hacked.undone', { what })
      : wording(turn, 'undo.accepted', { what })
  await sendText(step.context, text, { decision: DECISION })
}

/** A colleague looks into what may be somebody else's doing. */
async function leaveToPeople(
  turn: Turn,
  customer: CustomersTable,
  { reference }: PlacedOrder,
  what: string,
): Promise<void> {
  const text = `${reference} · ${what}\n${turn.text}`
  turn.write(
    await turn.services.company.requestFollowUp(turn.conversation, customer.id, { entry: HACKED, text }),
  )
}

async function tellNext(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  const person = turn.owner === 'bot' ? [wording(turn, 'hacked.person')] : []
  await sendText(step.context, [wording(turn, 'hacked.next'), ...person].join('\n'), {
    decision: DECISION,
    suggestions: whatElse(turn),
  })
  return step.endDialog()
}

/** What helps besides: the line is blocked, the password changed, and a person asked, who may be on the way already. */
function whatElse(turn: Turn): Suggestion[] {
  return [
    { title: wording(turn, 'lost.block-now') },
    ...entrySuggestions(turn, ['acct.password-reset']),
    ...(turn.owner === 'bot' ? [personSuggestion(turn)] : []),
  ]
}

type WasYou = 'me' | 'not-me' | 'unsure'

/** The one-tap answers, in their order. */
const WAS_YOU: readonly (readonly [key: PhraseKey, was: WasYou])[] = [
  ['hacked.mine', 'me'],
  ['hacked.not-mine', 'not-me'],
  ['hacked.unsure', 'unsure'],
]

/** Whether it was the customer; null where the reply does not say so plainly. */
function wasYou(turn: Turn, text: string): WasYou | null {
  const choices = choicesOf(turn, ...WAS_YOU.map(([key]) => key))
  for (const language of ['zh', 'en'] as const) {
    const titles = choices.map((choice) => choice[language])
    const [, was] = WAS_YOU[chosen(turn, text, titles) ?? -1] ?? []
    if (was !== undefined) return was
  }
  return wasMeIn(text, turn.yesCounts === 'any')
}
