/** A broadband fault: what is kept while it is looked into, and how it ends. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { entrySuggestions, sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { LineState } from '../src/services/systems.ts'
import type { Check } from './fault-words.ts'
import type { ChosenTime } from './visit-time.ts'

/** Name of the dialog, as entries refer to it. */
export const FAULT_DIALOG = 'home.no-internet'

/** What is known of a fault so far. */
export interface Fault extends ChosenTime {
  /** What was looked at or tried. */
  done?: Check[]
  /** What was asked for last. */
  asked?: Check
  /** What our test of the line said, and when, in milliseconds since 1970. */
  line?: LineState
  testedAt?: number
  /** Whether the customer has heard of the outage and goes on all the same. */
  outageTold?: boolean
  /** What it comes to: nothing at home helps, or nobody is to come. */
  ending?: 'visit' | 'ticket'
  /** Whether the message it is begun anew with names a time. */
  timed?: boolean
}

/** Says how it ends, with what comes next. */
export async function end(
  step: WaterfallStepContext,
  key: Ending,
  next: readonly string[],
  values: { readonly number: string } = { number: '' },
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const text =
    key === 'fault.ticket' || key === 'ticket.repeated' ? wording(turn, key, values) : wording(turn, key)
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: FAULT_DIALOG, confidence: null },
    suggestions: entrySuggestions(turn, next),
  })
  return step.endDialog()
}

/** How a fault can end. */
type Ending = Extract<
  PhraseKey,
  | 'fault.fixed'
  | 'fault.fixed-device'
  | 'fault.fixed-cable'
  | 'fault.noted'
  | 'fault.outage-end'
  | 'fault.ticket'
  | 'ticket.repeated'
>
