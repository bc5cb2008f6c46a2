/** Closes a conversation in which nothing has been written for a while, with a word, and asks how it went. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import { IDLE_DIALOG } from '../src/bot/bot.ts'
import type { Memory } from '../src/bot/memory.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Closing } from '../src/conversations/episodes.ts'
import { askToRate } from './rating.ts'

const valueShape = z.object({
  /** Number of the newest message when nothing had been written for so long, and who had the conversation then. */
  seq: z.number().int().nonnegative(),
  owner: z.enum(['bot', 'human']),
  /** Whether anything is said. */
  aloud: z.boolean(),
})

export class IdleDialog extends Dialog {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super(IDLE_DIALOG)
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { conversation } = turn
    const parsed = valueShape.safeParse(turn.activity.value)
    // Somebody has written or taken it meanwhile. The event itself has a number too.
    if (!parsed.success || parsed.data.owner !== turn.owner || conversation.last_seq > parsed.data.seq + 1)
      return dc.endDialog()
    const state = await this.#memory.dialogs.get(dc.context)
    const unfinished = (state?.dialogStack.length ?? 0) > 0
    const agent = turn.owner === 'human' ? conversation.agent : null
    const closing: Closing = { by: 'idle', agent, resolution: null, unfinished }
    turn.write(turn.services.ratings.unlessWritten(conversation))
    if (parsed.data.aloud) await this.#say(dc, turn, closing)
    turn.closing = closing
    turn.owner = 'closed'
    return dc.endDialog()
  }

  async #say(dc: DialogContext, turn: Turn, closing: Closing): Promise<void> {
    const { services, conversation } = turn
    const memory = await this.#memory.ofConversation(dc.context)
    // A "yes" that comes later may be about these words: what is open is asked again. Below, nothing else is.
    if (closing.unfinished) await this.#strayed(turn, memory)
    delete memory.justAsked
    const word = wording(turn, 'closed.idle')
    const outlook = turn.owner === 'bot' ? await services.ratings.outlook(conversation, closing) : null
    const wentWell = outlook === 'confirmed' || outlook === 'assumed'
    if (wentWell && (await services.ratings.mayAsk(conversation, turn.brain.desk)))
      await askToRate(dc.context, memory, word)
    else await sendText(dc.context, word)
  }

  async #strayed(turn: Turn, memory: Awaited<ReturnType<Memory['ofConversation']>>): Promise<void> {
    memory.strayed = true
    const { repliedAt } = memory
    if (repliedAt !== undefined && (await turn.services.spokenSince(turn.conversation.id, repliedAt)))
      memory.overheard = true
  }
}
