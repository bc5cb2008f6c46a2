/** What every change has in common: it is read back and confirmed, placed once, and its receipt says how to take it back. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card, CardKind, CardMoment, CardRow } from '../src/bot/card.ts'
import { momentName } from '../src/bot/format.ts'
import { entrySuggestions, type Suggestion, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { receiptHead } from './receipt-status.ts'
import { ask, CONFIRM_SLOT, type Question, type SlotReader } from './slot-prompt.ts'
import { choicesOf, yesNoOf } from './task-dialog.ts'

/** The dialog, and the entry, that takes orders back. */
export const UNDO_DIALOG = 'svc.undo'

/** What is confirmed: a question with yes and no below it, and on a card what it is about. */
export type Confirmation = Pick<Question, 'say' | 'values' | 'rows' | 'when'>

/** A dialog that confirms has {@link confirmReader} under this name. */
export { CONFIRM_SLOT } from './slot-prompt.ts'

/** Asks for a plain yes. The step after it gets the customer's text, and goes on only when `yesNoOf` says `yes`. */
export function askConfirmation(
  step: WaterfallStepContext,
  confirmation: Confirmation,
): Promise<DialogTurnResult> {
  return ask(step, {
    ...confirmation,
    slot: CONFIRM_SLOT,
    retry: 'confirm.unread',
    choices: choicesOf(turnOf(step.context), 'confirm.yes', 'confirm.no'),
  })
}

/**
 * Reads the reply to a confirmation: a yes, a no, or what `corrects` takes for a correction. Anything else is left to
 * the main dialog, and then asked again.
 */
export function confirmReader(corrects: SlotReader = () => false): SlotReader {
  return (text, turn, question) => yesNoOf(turn, text) !== 'unclear' || corrects(text, turn, question)
}

/** A receipt; texts are in the language and script of the reader. */
export interface Receipt {
  /** Id of the entry that was asked for. */
  readonly entry: string
  readonly customer: CustomersTable
  readonly request: OrderRequest
  /** What is said when it is done, or about to be. */
  readonly title: string
  readonly rows: readonly CardRow[]
  /** `receipt` where it is left out. */
  readonly kind?: CardKind
  /** The time it is about, where it is one; then no row says it. */
  readonly when?: CardMoment
  readonly notes?: readonly string[]
  /** Entries that come next, by their ids. */
  readonly next?: readonly string[]
}

/** Places what was confirmed, with the turn, and ends the dialog with its receipt. */
export async function placeOrder(step: WaterfallStepContext, receipt: Receipt): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { entry, customer, request, title, rows, kind = 'receipt', when, notes = [], next = [] } = receipt
  const decision = { decision: 'dialog', entry, confidence: null } as const
  const placement = await turn.services.orders.place(turn.conversation, customer, request)
  if (placement.result === 'repeated' || placement.result === 'other-standing') {
    const { reference } = placement.order
    await sendText(step.context, wording(turn, `order.${placement.result}`, { reference }), {
      decision,
      suggestions: undoSuggestions(turn, placement.order),
    })
    return step.endDialog()
  }
  turn.write(placement.write)
  const { reference, undoUntil, result } = placement
  const card: Card = {
    ...receiptHead(turn, result, title, [request]),
    kind,
    ...(when ? { when } : {}),
    rows: [...rows, { label: wording(turn, 'order.reference'), value: reference }],
    notes: [...notes, ...undoNotes(turn, undoUntil)],
  }
  await sendCard(step.context, card, {
    decision,
    suggestions: [...undoSuggestions(turn, placement), ...entrySuggestions(turn, next)],
  })
  return step.endDialog()
}

/** Ends a dialog whose change was not confirmed: nothing was done, and the customer hears that. */
export async function leaveUndone(
  step: WaterfallStepContext,
  key: Extract<PhraseKey, `${string}.not-done`>,
): Promise<DialogTurnResult> {
  // Keys of this ending are given no values.
  await sendText(step.context, wording(turnOf(step.context), key as 'cancel.not-done'))
  return step.endDialog()
}

/** Until when an order can be taken back, in words. */
export function undoNotes(turn: Turn, undoUntil: number | null): string[] {
  return undoUntil === null ? [] : [wording(turn, 'order.undo-until', { time: timeName(turn, undoUntil) })]
}

/** The one tap that takes an order back, where that is possible. */
export function undoSuggestions(turn: Turn, { undoUntil }: Pick<PlacedOrder, 'undoUntil'>): Suggestion[] {
  const isPossible = undoUntil !== null && undoUntil > turn.services.now()
  return isPossible ? entrySuggestions(turn, [UNDO_DIALOG]) : []
}

function timeName(turn: Turn, at: number): string {
  return momentName(at, turn.language, turn.brain.corpus.company.timeZone, turn.today)
}
