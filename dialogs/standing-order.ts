/** Ends a task because what it is about is arranged already, before anything is confirmed. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import { undoSuggestions } from './confirmation.ts'

/**
 * Says which order stands, with the one tap that takes it back where that is possible.
 * @param key `order.repeated`: it is the same; `order.other-standing`: another about the same has to be decided first
 */
export async function endWithStanding(
  step: WaterfallStepContext,
  entry: string,
  order: PlacedOrder,
  key: 'order.repeated' | 'order.other-standing',
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, key, { reference: order.reference }), {
    decision: { decision: 'dialog', entry, confidence: null },
    suggestions: undoSuggestions(turn, order),
  })
  return step.endDialog()
}
