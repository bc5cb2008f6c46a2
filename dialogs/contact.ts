/** Writes to a customer first, when everything still speaks for it; runs beside whatever dialog waits for them. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import { CONTACT_DIALOG } from '../src/bot/bot.ts'
import type { Memory } from '../src/bot/memory.ts'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import { contactText, readershipOf } from '../src/jobs/retention/contact-text.ts'

const valueShape = z.object({ contact: z.string().regex(/^[\w-]{1,60}$/) })

export class ContactDialog extends Dialog {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super(CONTACT_DIALOG)
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { retention, now } = turn.services
    const parsed = valueShape.safeParse(turn.activity.value)
    const open = parsed.success ? await retention.open(parsed.data.contact) : null
    if (!open) return dc.endDialog()
    const { answer, contact, offer } = open
    if (!answer.ok) {
      turn.write(retention.settle(open, { state: 'blocked', reason: answer.reason }))
      return dc.endDialog()
    }
    // It may have waited long for its turn: by now it can be night.
    if (answer.sendAt > now()) {
      turn.write(retention.settle(open, { state: 'later', sendAt: answer.sendAt }))
      return dc.endDialog()
    }
    const { corpus } = turn.brain
    turn.decide({ decision: 'dialog', entry: null, confidence: null, trace: { contact: contact.id } })
    await sendText(dc.context, contactText(corpus.phrases, readershipOf(turn.conversation), offer), {
      suggestions: [personSuggestion(turn), { title: wording(turn, 'choice.stop') }],
    })
    const memory = await this.#memory.ofConversation(dc.context)
    memory.contactedAt = now()
    memory.justAsked = 'contact'
    // What was just captured is the message.
    const messageId = turn.replies.at(-1)?.id ?? ''
    turn.write(retention.settle(open, { state: 'sent', messageId }))
    return dc.endDialog()
  }
}
