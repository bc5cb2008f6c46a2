/** Asks how a conversation went when a colleague has closed it, and takes the answer: a score, then perhaps a comment. */

import type { TurnContext } from 'botbuilder'
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import {
  type MessageTaken,
  RATE_DIALOG,
  RATING_DIALOG,
  type RatingOptions,
  tappedIn,
} from '../src/bot/bot.ts'
import { isTitle } from '../src/bot/choice.ts'
import type { ConversationMemory, Memory, OpenRating } from '../src/bot/memory.ts'
import { type Suggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { showsNumbers } from '../src/conversations/delivery.ts'
import { ASKS_WHY } from '../src/services/ratings.ts'
import { isSlip, saysNothing } from '../src/understanding/slots/rating-words.ts'
import { readScore, type Score, type ScoreRead } from '../src/understanding/slots/score.ts'
import { commentKindOf } from './rating-comment.ts'

/** Worst first: where choices have numbers, the number is the score. */
const SCORES = [1, 2, 3, 4, 5] as const
/** How long the next message is taken for a comment, in milliseconds. */
const COMMENT_MS = 10 * 60_000

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
    const taken =
      open !== undefined &&
      (options?.strayed
        ? await this.#tapped(dc.context, memory, open)
        : await this.#take(dc.context, memory, open, options?.busy === true))
    // What answers a rating does not open the conversation again.
    if (taken) turn.owner = turn.conversation.owner
    return dc.endDialog(taken satisfies MessageTaken)
  }

  /** Something else was said since: nothing but a button of the question counts. */
  async #tapped(context: TurnContext, memory: ConversationMemory, open: OpenRating): Promise<boolean> {
    const turn = turnOf(context)
    const isTap = open.askedIn !== undefined && tappedIn(turn) === open.askedIn
    // Where choices have numbers, their words are ordinary ones.
    const isTitled = !showsNumbers(turn.conversation.channel)
    const score = (isTitled ? titleIn(turn) : null) ?? (isTap ? readScore(turn.text)?.score : undefined)
    if (score == null) return false
    if (turn.services.now() > open.until) return this.#past(context, memory)
    return this.#scored(context, memory, open, { score, rest: '' })
  }

  async #past(context: TurnContext, memory: ConversationMemory): Promise<boolean> {
    delete memory.rating
    await sendText(context, wording(turnOf(context), 'rating.past'))
    return true
  }

  async #take(
    context: TurnContext,
    memory: ConversationMemory,
    open: OpenRating,
    busy: boolean,
  ): Promise<boolean> {
    const turn = turnOf(context)
    const isOver = turn.services.now() > open.until
    const read = scoreIn(turn, busy || isOver)
    if (isOver) return read !== null && this.#past(context, memory)
    if (read !== null) return this.#scored(context, memory, open, read)
    const { commentUntil, ...rated } = open
    if (open.score !== undefined && isSlip(turn.text)) {
      memory.rating = rated
      await sendText(context, wording(turn, 'rating.ask'), { suggestions: choicesOf(turn) })
      return true
    }
    if (commentUntil === undefined || turn.services.now() > commentUntil) return false
    if (saysNothing(turn.text)) {
      memory.rating = rated
      await sendText(context, wording(turn, 'rating.no-comment'))
      return true
    }
    const kind = await commentKindOf(turn, turn.text)
    if (kind === 'other') return false
    await this.#keep(turn, open.id, turn.text)
    memory.rating = kind === 'both' ? { ...rated, strayed: true } : rated
    if (kind === 'both') return false
    await sendText(context, wording(turn, 'rating.noted'))
    return true
  }

  async #keep(turn: Turn, id: string, text: string): Promise<void> {
    const { low } = turn.brain.desk.rating
    turn.write(await turn.services.ratings.comment(turn.conversation, id, text.trim(), low))
  }

  async #scored(
    context: TurnContext,
    memory: ConversationMemory,
    open: OpenRating,
    { score, rest }: ScoreRead,
  ): Promise<boolean> {
    const turn = turnOf(context)
    const { services, conversation, brain } = turn
    // A double tap was thanked already.
    if (turn.overtaken && open.score === score && rest === '') return true
    turn.write(await services.ratings.score(conversation, open.id, score, brain.desk.rating.low))
    const kind = rest === '' ? null : await commentKindOf(turn, rest)
    if (kind === 'comment' || kind === 'both') await this.#keep(turn, open.id, rest)
    const asksWhy = kind === null && score <= ASKS_WHY && (open.score ?? ASKS_WHY + 1) > ASKS_WHY
    const { commentUntil: before, strayed, ...asked } = open
    const commentUntil = asksWhy ? services.now() + COMMENT_MS : before
    const goesOn = kind === 'both' || kind === 'other'
    memory.rating = {
      ...asked,
      score,
      // Whoever is asked what should be better answers that next.
      ...(goesOn || (strayed && !asksWhy) ? { strayed: true } : {}),
      ...(kind === null && score <= ASKS_WHY && commentUntil !== undefined ? { commentUntil } : {}),
    }
    if (goesOn) {
      // What else it says is for the bot.
      turn.choose(rest)
      context.activity.text = rest
      return false
    }
    if (asksWhy) {
      await sendText(context, wording(turn, 'rating.ask-comment'))
    } else if (kind === 'comment') await sendText(context, wording(turn, 'rating.noted'))
    else if (open.score !== undefined && open.score !== score)
      await sendText(context, wording(turn, 'rating.changed', { score }))
    else await sendText(context, wording(turn, 'rating.thanks'))
    return true
  }
}

/** The score a message gives: a button of ours, or what people write. */
function scoreIn(turn: Turn, plainly: boolean): ScoreRead | null {
  const score = titleIn(turn)
  return score === null ? readScore(turn.text, plainly) : { score, rest: '' }
}

/** The score whose button says the whole message. */
function titleIn(turn: Turn): Score | null {
  return SCORES[choicesOf(turn).findIndex(({ title }) => isTitle(turn.text, title))] ?? null
}
