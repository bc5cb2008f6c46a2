/** Takes "helpful" or "not helpful" on an answer, and offers a person when it was not. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import type { Memory } from '../src/bot/memory.ts'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'

const feedbackShape = z.object({ messageId: z.string().regex(/^[\w-]{1,100}$/), helpful: z.boolean() })

export class FeedbackDialog extends Dialog {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super('feedback')
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const parsed = feedbackShape.safeParse(turn.activity.value)
    if (!parsed.success) return dc.endDialog()
    turn.feedback = parsed.data
    const { helpful } = parsed.data
    const memory = await this.#memory.ofConversation(dc.context)
    const signals = memory.signals ?? {
      cancel: false,
      negativeMood: false,
      repeatTicket: false,
      resolved: false,
    }
    memory.signals = { ...signals, resolved: helpful }
    if (!helpful) memory.failed = (memory.failed ?? 0) + 1
    turn.decide({ decision: 'feedback', entry: null, confidence: null, trace: { helpful } })
    // While a person has the conversation the bot notes the click and stays silent.
    if (turn.owner === 'human') return dc.endDialog()
    if (helpful) await sendText(dc.context, wording(turn, 'feedback.thanks'))
    else
      await sendText(dc.context, wording(turn, 'feedback.sorry'), { suggestions: [personSuggestion(turn)] })
    return dc.endDialog()
  }
}
