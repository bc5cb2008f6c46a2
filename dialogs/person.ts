/** Queues the conversation for a person and says honestly what happens next. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { sendText, wording } from '../src/bot/reply.ts'
import { PERSON_ENTRY } from '../src/bot/route.ts'
import { turnOf } from '../src/bot/turn.ts'

/** How sure it is that the customer wants a person. */
export interface PersonOptions {
  readonly confidence: number | null
  readonly trace: unknown
}

export class PersonDialog extends Dialog<PersonOptions> {
  constructor() {
    super('person')
  }

  override async beginDialog(dc: DialogContext, options?: PersonOptions): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { services } = turn
    const decision = {
      decision: 'handoff',
      entry: PERSON_ENTRY,
      confidence: options?.confidence ?? null,
    } as const
    turn.decide({ ...decision, trace: options?.trace ?? null })
    const stopWaiting = { suggestions: [{ title: wording(turn, 'offer.stop-waiting') }] }
    if (turn.owner === 'queued') {
      const ahead = await services.waitingBefore(turn.conversation.queued_at ?? services.now())
      const text = wording(turn, 'person.already', { position: ahead + 1 })
      await sendText(dc.context, text, { decision, ...stopWaiting })
      return dc.endDialog()
    }
    const position = (await services.queueLength()) + 1
    turn.owner = 'queued'
    const wait = Math.max(1, Math.round(position * services.minutesPerPlace))
    const text =
      position === 1
        ? wording(turn, 'person.queued-first')
        : wording(turn, 'person.queued', { position, wait })
    await sendText(dc.context, text, { decision, ...stopWaiting })
    return dc.endDialog()
  }
}

/** Runs when nobody came in time: the conversation goes back to the bot, and the customer is told. */
export class QueueTimeoutDialog extends Dialog {
  constructor() {
    super('queue-timeout')
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { queued_at } = turn.conversation
    const waited = turn.services.now() - (queued_at ?? turn.services.now())
    // Meanwhile somebody may have come, or the customer queued afresh.
    if (turn.owner !== 'queued' || waited < turn.services.queueTimeoutMs) return dc.endDialog()
    turn.owner = 'bot'
    await sendText(dc.context, wording(turn, 'person.timeout'), {
      suggestions: [{ title: wording(turn, 'offer.person') }],
    })
    return dc.endDialog()
  }
}
