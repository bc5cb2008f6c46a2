/** Asks how a conversation went when a colleague has closed it, and takes the answer: a score, then perhaps a comment. */

import type { TurnContext } from 'botbuilder'
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import { type MessageTaken, RATE_DIALOG, RATING_DIALOG, type RatingOptions } from '../src/bot/bot.ts'
import { isTitle } from '../src/bot/choice.ts'
import type { ConversationMemory, Memory, OpenRating } from '../src/bot/memory.ts'
import { type Suggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { showsNumbers } from '../src/conversations/delivery.ts'
import { commandOf } from '../src/corpus/commands.ts'
import { safetyOf } from '../src/handoff/safety.ts'
import { wishOf } from '../src/understanding/person-wish/person-wish.ts'
import { type Score, scoreOf } from '../src/understanding/slots/score.ts'
import { readYesNo } from '../src/understanding/slots/yes-no.ts'

/** Worst first: where choices have numbers, the number is the score. */
const SCORES = [1, 2, 3, 4, 5] as const
/** Up to this score we ask what should be better. */
const ASKS_WHY = 3
/** How long the next message is taken for a comment, in milliseconds. */
const COMMENT_MS = 10 * 60_000
/** Making a complaint is what somebody does who is asked what should be better. */
const COMPLAINT = 'svc.complain'

/** The buttons; numbered channels put the figure there themselves. */
function choicesOf(turn: Turn): Suggestion[] {
  const numbered = showsNumbers(turn.conversation.channel)
  return SCORES.map((score) => {
    const word = wording(turn, `rating.${score}`)
    return { title: numbered ? word : `${score} ${word}` }
  })
}

/**
 * Asks for a rating with this turn.
 * @param before said above the question, in the same message
 */
export async function askToRate(
  context: TurnContext,
  memory: ConversationMemory,
  before = '',
): Promise<void> {
  const turn = turnOf(context)
  const { id, until, write } = turn.services.ratings.newRating(turn.conversation, turn.brain.desk)
  turn.write(write)
  const question = wording(turn, 'rating.ask')
  await sendText(context, before === '' ? question : `${before}\n\n${question}`, {
    suggestions: choicesOf(turn),
  })
  memory.rating = { id, until }
}

const valueShape = z.object({
  /** Number of the newest message when it was to be asked. */
  seq: z.number().int().nonnegative(),
})

/** Runs after a colleague has closed a conversation; the conversation stays closed. */
export class RateDialog extends Dialog {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super(RATE_DIALOG)
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { conversation, services, brain } = turn
    const parsed = valueShape.safeParse(turn.activity.value)
    const movedOn = !parsed.success || conversation.last_seq > parsed.data.seq + 1
    if (movedOn || turn.owner !== 'closed') return dc.endDialog()
    if (!(await services.ratings.mayAsk(conversation, brain.desk))) return dc.endDialog()
    const memory = await this.#memory.ofConversation(dc.context)
    const state = await this.#memory.dialogs.get(dc.context)
    // A "yes" that comes next is not for what the bot asked before the colleague came.
    if ((state?.dialogStack.length ?? 0) > 0) Object.assign(memory, { strayed: true, overheard: true })
    delete memory.justAsked
    turn.write(services.ratings.unlessWritten(conversation))
    await askToRate(dc.context, memory)
    return dc.endDialog()
  }
}

/** Takes a message that answers an open rating; ends with whether it did. Others are for the other dialogs. */
export class RatingDialog extends Dialog<RatingOptions> {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super(RATING_DIALOG)
    this.#memory = memory
  }

  override async beginDialog(dc: DialogContext, options?: RatingOptions): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const memory = await this.#memory.ofConversation(dc.context)
    const open = memory.rating
    const taken = open !== undefined && (await this.#take(dc.context, memory, open, options?.busy === true))
    // What answers a rating does not open the conversation again.
    if (taken) turn.owner = turn.conversation.owner
    return dc.endDialog(taken satisfies MessageTaken)
  }

  async #take(
    context: TurnContext,
    memory: ConversationMemory,
    open: OpenRating,
    busy: boolean,
  ): Promise<boolean> {
    const turn = turnOf(context)
    const isOver = turn.services.now() > open.until
    const score = scoreIn(turn, busy || isOver)
    if (isOver) {
      if (score === null) return false
      memory.rating = { ...open }
      await sendText(context, wording(turn, 'rating.past'))
      return true
    }
    if (score !== null) return this.#scored(context, memory, open, score)
    if (open.commentUntil === undefined || turn.services.now() > open.commentUntil) return false
    const nothing = readYesNo(turn.text) === 'no'
    if (!nothing && !(await isComment(turn))) return false
    if (!nothing)
      turn.write(await turn.services.ratings.comment(turn.conversation, open.id, turn.text.trim()))
    const { commentUntil: _over, ...rated } = open
    memory.rating = rated
    await sendText(context, wording(turn, nothing ? 'rating.no-comment' : 'rating.noted'))
    return true
  }

  async #scored(
    context: TurnContext,
    memory: ConversationMemory,
    open: OpenRating,
    score: Score,
  ): Promise<boolean> {
    const turn = turnOf(context)
    const { services, conversation, brain } = turn
    turn.write(await services.ratings.score(conversation, open.id, score, brain.desk.rating.low))
    const asksWhy = score <= ASKS_WHY && (open.score ?? ASKS_WHY + 1) > ASKS_WHY
    const commentUntil = asksWhy ? services.now() + COMMENT_MS : open.commentUntil
    memory.rating = {
      id: open.id,
      until: open.until,
      score,
      ...(score <= ASKS_WHY && commentUntil !== undefined ? { commentUntil } : {}),
    }
    const changed = open.score !== undefined && open.score !== score
    if (asksWhy) await sendText(context, wording(turn, 'rating.ask-comment'))
    else if (changed) await sendText(context, wording(turn, 'rating.changed', { score }))
    else await sendText(context, wording(turn, 'rating.thanks'))
    return true
  }
}

/** The score a message gives: a button of ours, or what people write. */
function scoreIn(turn: Turn, plainly: boolean): Score | null {
  const titles = choicesOf(turn)
  const at = titles.findIndex(({ title }) => isTitle(turn.text, title))
  return SCORES[at] ?? scoreOf(turn.text, plainly)
}

/** What asks or wishes for something is for the bot; what tells is a comment. */
const ASKS =
  /[?？]|怎么|怎样|如何|什么时候|多少|吗[。！!.]*$|能不能|可不可以|请问|帮我|给我(?!的感觉)|我要|我想|\b(?:how|what|when|where|why|which)\b|^(?:can|could|do|does|did|is|are|will|would) |\b(?:can|could) (?:you|i|we)\b|\bi (?:want|need|would like)\b|\bi'd like\b/iu

/** Whether a message says what should be better, and neither asks, wishes, nor tells of danger. */
async function isComment(turn: Turn): Promise<boolean> {
  const { text, brain } = turn
  if (safetyOf(text) !== 'none' || commandOf(brain.corpus.commands, text) !== null) return false
  const understanding = await turn.understood()
  const wish = wishOf(text, understanding)
  if (wish === 'wanted' || isTitle(text, wording(turn, 'offer.person')) || ASKS.test(text)) return false
  const [top] = understanding.candidates
  const isTask =
    understanding.band === 'answer' && brain.corpus.entries.get(top?.intent ?? '')?.kind === 'dialog'
  return !isTask || top?.intent === COMPLAINT
}
