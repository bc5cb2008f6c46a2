/** Blocks the line of somebody who has lost phone or SIM, with as few questions as can be, and unblocks it again. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { readYesNo, type YesNo } from '../src/understanding/slots/yes-no.ts'
import { inBoth, momentInBoth } from './both-languages.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone, placeOrder } from './confirmation.ts'
import { correctedLost, isFoundAgain, type Lost, lostIn, lostInReply } from './lost-words.ts'
import { ask, type QuestionRow } from './slot-prompt.ts'
import {
  again,
  beginAnew,
  choicesOf,
  customerOf,
  slotsOf,
  TaskDialog,
  textOf,
  yesNoOf,
} from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const LOST = 'sim.lost'

interface Slots {
  wish: 'block' | 'unblock'
  /** What is to be blocked. */
  what: Lost
}

/** The dialog of `sim.lost`. */
export function lostDialog(): TaskDialog {
  return new TaskDialog(LOST, {
    verified: true,
    beforeProof: 'lost.before-proof',
    steps: [askWhat, confirm, finish],
    readers: {
      what: (text, turn) => whatOf(turn, text) !== null,
      unblock: (text, turn) => wantsUnblocked(turn, text) !== 'unclear',
      // Before a block, what is lost is a correction, and what is found again need not be blocked.
      [CONFIRM_SLOT]: confirmReader(
        (text, _turn, { say }) =>
          say === 'lost.confirm' && (isFoundAgain(text) || correctedLost(text, false, undefined) !== null),
      ),
    },
  })
}

async function askWhat(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const slots = slotsOf<Slots>(step)
  const text = textOf(step)
  slots.wish ??= isFoundAgain(text) ? 'unblock' : 'block'
  const what = lostIn(text)
  if (what !== null) slots.what ??= what
  const block = await blockOf(turn, customer)
  if (slots.wish === 'unblock') return block ? step.next('') : notBlocked(step, turn)
  if (!block && customer.plan === null) return endWith(step, turn, 'lost.no-line')
  if (block && covers(block.request, slots.what)) {
    return ask(step, {
      slot: 'unblock',
      say: 'lost.already',
      values: { time: momentInBoth(turn, block.placedAt), what: blockedName(turn, block.request.what) },
      retry: 'lost.unblock-unread',
      choices: choicesOf(turn, 'lost.unblock', 'lost.stay'),
    })
  }
  if (slots.what !== undefined) return step.next('')
  return ask(step, {
    slot: 'what',
    say: 'lost.ask-what',
    retry: 'lost.what-unread',
    choices: choicesOf(turn, 'lost.what-phone', 'lost.what-sim'),
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  const slots = slotsOf<Slots>(step)
  const said = String(step.result ?? '')
  const block = await blockOf(turn, customer)
  if (slots.wish !== 'unblock' && block && covers(block.request, slots.what)) {
    if (wantsUnblocked(turn, said) !== 'yes') return leaveUndone(step, 'unblock.not-done')
    slots.wish = 'unblock'
  }
  if (slots.wish === 'unblock') return askConfirmation(step, { say: 'lost.confirm-unblock' })
  const what = slots.what ?? whatOf(turn, said)
  if (what === null) return again(step, slots)
  slots.what = what
  return askConfirmation(step, { say: 'lost.confirm', rows: rowsOf(turn, what) })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const slots = slotsOf<Slots>(step)
  if (!customer) return beginAnew(step)
  const said = String(step.result)
  const means = yesNoOf(turn, said)
  const isBack = isFoundAgain(said)
  const other =
    slots.wish === 'block' && means !== 'yes' && !isBack
      ? correctedLost(said, means === 'no', slots.what)
      : null
  if (other !== null) return again(step, { ...slots, what: other })
  if (slots.wish === 'unblock') {
    if (means !== 'yes') return leaveUndone(step, 'unblock.not-done')
    if (!(await blockOf(turn, customer))) return notBlocked(step, turn)
    return placeOrder(step, {
      entry: LOST,
      customer,
      request: { kind: 'sim.unblock' },
      title: wording(turn, 'lost.unblocked'),
      rows: [],
      notes: [wording(turn, 'lost.soon')],
    })
  }
  if (means !== 'yes' || slots.what === undefined) return leaveUndone(step, 'lost.not-done')
  const { what } = slots
  return placeOrder(step, {
    entry: LOST,
    customer,
    request: { kind: 'sim.block', what },
    title: wording(turn, 'lost.done'),
    rows: [
      {
        label: wording(turn, 'lost.row-what'),
        value: inScript(turn, blockedName(turn, what)[turn.language]),
      },
    ],
    notes: [wording(turn, 'lost.next')],
    next: ['sim.replace', 'acct.password-reset'],
  })
}

function notBlocked(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  return endWith(step, turn, 'lost.not-blocked')
}

/** Ends where there is nothing to block or unblock; a colleague can look into it. */
async function endWith(
  step: WaterfallStepContext,
  turn: Turn,
  key: 'lost.not-blocked' | 'lost.no-line',
): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turn, key), {
    decision: { decision: 'dialog', entry: LOST, confidence: null },
    suggestions: [personSuggestion(turn)],
  })
  return step.endDialog()
}

type Block = PlacedOrder & { readonly request: Extract<OrderRequest, { kind: 'sim.block' }> }

/** The order by which the line is blocked; undefined while it is not. */
async function blockOf(turn: Turn, customer: CustomersTable): Promise<Block | undefined> {
  const standing = await turn.services.orders.standing(customer)
  return standing.find((order): order is Block => order.request.kind === 'sim.block')
}

/** Whether a block holds for what is lost already. */
function covers({ what }: Block['request'], lost: Lost | undefined): boolean {
  return what === 'sim-and-phone' || lost !== 'sim-and-phone'
}

function whatOf(turn: Turn, text: string): Lost | null {
  const chosen = yesNoOf(turn, text, ['lost.what-phone', 'lost.what-sim'], () => 'unclear')
  if (chosen !== 'unclear') return chosen === 'yes' ? 'sim-and-phone' : 'sim'
  return lostInReply(text)
}

function wantsUnblocked(turn: Turn, text: string): YesNo {
  return yesNoOf(turn, text, ['lost.unblock', 'lost.stay'], (said) =>
    isFoundAgain(said) ? 'yes' : readYesNo(said),
  )
}

function blockedName(turn: Turn, what: Lost): Bilingual {
  return inBoth(turn, what === 'sim' ? 'lost.blocks-sim' : 'lost.blocks-both', {})
}

/** No row names the line: the phone on record is where the customer is reached, and may be another. */
function rowsOf(turn: Turn, what: Lost): QuestionRow[] {
  return [
    { label: 'lost.row-what', value: blockedName(turn, what) },
    { label: 'lost.row-effect', value: inBoth(turn, 'lost.effect', {}) },
    { label: 'lost.row-fee', value: inBoth(turn, 'lost.fee', {}) },
    { label: 'lost.row-back', value: inBoth(turn, 'lost.back', {}) },
  ]
}
