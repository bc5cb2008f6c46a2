/** The bot: greets, reads the language, and hands messages and events to the dialogs. */

import type { TurnContext } from 'botbuilder'
import { type Dialog, DialogContext, DialogSet } from 'botbuilder-dialogs'
import { z } from 'zod'
import type { ActivityAction, StoredActivity } from '../conversations/activity.ts'
import { showsNumbers } from '../conversations/delivery.ts'
import { filesIn } from '../conversations/files.ts'
import type { Reply } from '../conversations/turn.ts'
import { IDLE_EVENT, RATE_EVENT } from '../jobs/idle.ts'
import { languageOf } from '../understanding/language.ts'
import { numberOf } from './choice.ts'
import type { ConversationMemory, Memory, OpenRating } from './memory.ts'
import { entrySuggestions, personSuggestion, sendText, wording } from './reply.ts'
import { type Turn, turnOf } from './turn.ts'

/** Names of the dialogs the bot itself begins; the server hands in the dialogs. */
export const MAIN_DIALOG = 'main'
export const FEEDBACK_DIALOG = 'feedback'
export const QUEUE_TIMEOUT_DIALOG = 'queue-timeout'
export const QUEUE_NEWS_DIALOG = 'queue-news'
export const CONTACT_DIALOG = 'contact'
export const ORDER_NEWS_DIALOG = 'order-news'
export const IDLE_DIALOG = 'idle'
export const RATE_DIALOG = 'rate'
export const RATING_DIALOG = 'rating'

/** What the dialog that reads ratings is begun with. */
export interface RatingOptions {
  /** Whether another dialog waits for an answer, which a bare figure then is. */
  readonly busy: boolean
  /** Whether somebody has said something else since it was asked: only a button of the question counts. */
  readonly strayed: boolean
}

/** What it ends with: whether it has taken the message. */
export type MessageTaken = boolean

/** Longest message that is read, in UTF-16 units; longer ones are asked to be shortened. */
export const MAX_TEXT = 2_000

/** Runs one turn of the bot. */
export class Bot {
  readonly #memory: Memory
  readonly #dialogs: DialogSet

  constructor(memory: Memory, dialogs: readonly Dialog[]) {
    this.#memory = memory
    this.#dialogs = new DialogSet(memory.dialogs)
    for (const dialog of dialogs) this.#dialogs.add(dialog)
  }

  /** The bot's logic, for the adapter. */
  readonly run = async (context: TurnContext): Promise<void> => {
    const turn = turnOf(context)
    const memory = await this.#memory.ofConversation(context)
    const { rating } = memory
    switch (turn.activity.type) {
      case 'message':
        await this.#message(context, turn, memory)
        break
      case 'conversationUpdate':
        await this.#greet(context, turn, memory)
        break
      case 'event':
        await this.#event(context, turn)
        break
      case 'endOfConversation':
        await this.#end(context, turn)
        break
      default:
        // Typing, reactions and the like need no answer.
        break
    }
    rememberChoices(turn, memory)
    followRating(turn, memory, rating)
    await this.#memory.save(context)
  }

  /** The customer ends the conversation. */
  async #end(context: TurnContext, turn: Turn): Promise<void> {
    const dialogs = await this.#dialogs.createContext(context)
    const unfinished = dialogs.activeDialog !== undefined
    await dialogs.cancelAllDialogs()
    turn.closing = { by: 'customer', agent: null, resolution: null, unfinished }
    turn.owner = 'closed'
  }

  /** Says once that this is a bot, where the privacy notice is, and that a person can be had. */
  async #greet(context: TurnContext, turn: Turn, memory: ConversationMemory): Promise<void> {
    if (memory.disclosed || turn.owner === 'human') return
    memory.disclosed = true
    const { starters } = turn.brain.corpus.company.branding
    await sendText(context, wording(turn, 'disclosure.welcome', { privacy: turn.services.privacyUrl }), {
      suggestions: entrySuggestions(turn, starters[turn.language]),
    })
  }

  async #message(context: TurnContext, turn: Turn, memory: ConversationMemory): Promise<void> {
    const dialogs = await this.#dialogs.createContext(context)
    readNumber(context, turn, memory, dialogs.activeDialog !== undefined)
    // The second half of a double tap answers the question before, not the one its writer has not seen yet.
    const heard = turn.text.trim().slice(0, 100)
    const isAsked = dialogs.activeDialog !== undefined
    const isDoubleTap = isAsked && turn.overtaken && heard !== '' && heard === memory.heard
    memory.heard = heard
    if (isDoubleTap) return
    await this.#readLanguage(context, turn)
    prolongProof(turn)
    if (!memory.disclosed) {
      memory.disclosed = true
      await sendText(context, wording(turn, 'disclosure.short', { privacy: turn.services.privacyUrl }))
    }
    const text = turn.text.trim()
    if (text.length > MAX_TEXT) return sendText(context, wording(turn, 'too-long', { limit: MAX_TEXT }))
    const attached = filesIn(turn.activity).length > 0
    if (text === '' && attached && turn.owner === 'queued')
      return sendText(context, wording(turn, 'attachment.kept'))
    if (text === '') {
      const key = attached ? 'unsupported.attachment' : 'unsupported.empty'
      return sendText(context, wording(turn, key), { suggestions: [personSuggestion(turn)] })
    }
    if (memory.rating && (await this.#rated(context, turn, memory, dialogs))) return
    // Whoever sends a photo with a question should know that only the words are answered.
    if (attached) await sendText(context, wording(turn, 'attachment.kept'))
    const overheard = memory.overheard === true
    delete memory.overheard
    if (dialogs.activeDialog && (overheard || (await this.#spokenSince(turn, memory))))
      turn.yesCounts = 'none'
    if (dialogs.activeDialog && isOldTap(turn, memory)) {
      await sendText(context, wording(turn, 'choices.past'))
      await dialogs.repromptDialog()
    } else if (dialogs.activeDialog) await dialogs.continueDialog()
    else await dialogs.beginDialog(MAIN_DIALOG)
  }

  /** Whether a message answers a rating that is open. */
  async #rated(
    context: TurnContext,
    turn: Turn,
    memory: ConversationMemory,
    { activeDialog }: DialogContext,
  ): Promise<boolean> {
    const dialog = this.#dialogs.find(RATING_DIALOG)
    if (!dialog || turn.owner !== 'bot') return false
    const strayed = memory.rating?.strayed === true || (await this.#spokenSince(turn, memory))
    const beside = new DialogContext(new DialogSet().add(dialog), context, { dialogStack: [] })
    const options: RatingOptions = { busy: activeDialog !== undefined, strayed }
    const { result } = await beside.beginDialog(dialog.id, options)
    return result === true
  }

  /** Whether a person or the company has written since the bot last did: a yes may be for them. */
  async #spokenSince(turn: Turn, { repliedAt, choicesOf }: ConversationMemory): Promise<boolean> {
    const tapped = tappedIn(turn)
    if (repliedAt === undefined || (tapped !== undefined && tapped === choicesOf)) return false
    return turn.services.spokenSince(turn.conversation.id, repliedAt)
  }

  async #event(context: TurnContext, turn: Turn): Promise<void> {
    const name = turn.activity.name ?? ''
    // Ours come from no customer, whatever a client calls its own.
    if (name.startsWith('liuke.') && turn.activity.from?.role === 'user') return
    const dialog = this.#dialogs.find(EVENT_DIALOGS.get(name) ?? '')
    if (!dialog) return
    // An event does not disturb the dialog that waits for the customer: it runs to its end beside it.
    const beside = new DialogContext(new DialogSet().add(dialog), context, { dialogStack: [] })
    await beside.beginDialog(dialog.id)
    // A yes that comes next would be taken for an answer to the question before the news: it is asked again below.
    if (dialog.id === ORDER_NEWS_DIALOG && turn.replies.length > 0)
      await (await this.#dialogs.createContext(context)).repromptDialog()
  }

  async #readLanguage(context: TurnContext, turn: Turn): Promise<void> {
    const person = await this.#memory.ofPerson(context)
    const { language, script } = languageOf(turn.text, {
      current: knownLanguage(turn),
      ...(person.chosenLanguage ? { chosen: person.chosenLanguage } : {}),
      currentScript: turn.script,
      isName: turn.brain.isName,
    })
    turn.language = language
    turn.script = script
  }
}

/**
 * Whoever writes the number of a choice means the choice. A dialog reads its own numbers, which may be
 * dates or codes, except where its choices were shown with numbers.
 */
function readNumber(
  context: TurnContext,
  turn: Turn,
  { choices = [], choicesAt = 0 }: ConversationMemory,
  isInDialog: boolean,
): void {
  const { channel, handoff_ended_at: spokenWith } = turn.conversation
  if (isInDialog && !showsNumbers(channel)) return
  // After a person has spoken, a number is about what they said.
  if ((spokenWith ?? 0) > choicesAt) return
  const chosen = choices[numberOf(turn.text, choices.length) ?? -1]
  if (chosen === undefined) return
  turn.choose(chosen)
  context.activity.text = chosen
}

/** A button of an older message that says the same as one of the newest: an old 确认 must not confirm what is asked now. */
function isOldTap(turn: Turn, { choices = [], choicesOf }: ConversationMemory): boolean {
  const tapped = tappedIn(turn)
  return tapped !== undefined && tapped !== choicesOf && choices.includes(turn.text)
}

/** What channels say of a tap: the message its button stood under. */
const tapShape = z.object({ messageId: z.string() })

/** Id of the message whose button was tapped, where the channel says so. */
export function tappedIn({ activity }: Turn): string | undefined {
  return tapShape.safeParse(activity.value).data?.messageId
}

/** Keeps what stands below the newest message; a turn that says nothing leaves it as it is. */
function rememberChoices(turn: Turn, memory: ConversationMemory): void {
  const last = turn.replies.findLast(isMessage)
  if (!last) return
  memory.repliedAt = turn.services.now()
  // Two lists that both begin with 1 cannot be told apart by a number.
  if (showsNumbers(turn.conversation.channel)) gatherChoices(turn.replies, last)
  const values = (last.activity.suggestedActions?.actions ?? []).map(({ value }) => String(value))
  if (values.length > 0)
    Object.assign(memory, { choices: values, choicesOf: last.id, choicesAt: turn.services.now() })
  else delete memory.choices
}

/**
 * Keeps which message asked for a rating, and that something else was said after it. What is said to thanks, a greeting
 * or a click on "helpful" leaves it as open as it was.
 * @param before as it was when the turn began
 */
function followRating(turn: Turn, memory: ConversationMemory, before: OpenRating | undefined): void {
  const { rating } = memory
  if (rating === undefined) return
  if (rating.id !== before?.id) memory.rating = { ...rating, askedIn: memory.choicesOf }
  else if (rating !== before || !turn.replies.some(isMessage) || isSmallTalk(turn)) return
  else if (turn.services.now() > rating.until) delete memory.rating
  else {
    const { commentUntil: _over, ...rest } = rating
    memory.rating = { ...rest, strayed: true }
  }
}

function isSmallTalk({ decisions }: Turn): boolean {
  const isSmall = ({ decision, entry }: Turn['decisions'][number]): boolean =>
    decision === 'feedback' || entry?.startsWith('talk.') === true
  return decisions.length > 0 && decisions.every(isSmall)
}

function isMessage({ activity }: Reply): boolean {
  return activity.type === 'message'
}

/** Moves the choices of all messages of a turn below the last one. */
function gatherChoices(replies: readonly Reply[], last: Reply): void {
  const actions = new Map<unknown, ActivityAction>()
  for (const { activity } of replies) {
    for (const action of activity.suggestedActions?.actions ?? []) actions.set(action.value, action)
    delete activity.suggestedActions
  }
  if (actions.size > 0) last.activity.suggestedActions = { to: [], actions: [...actions.values()] }
}

/** A proof of identity holds from the last message on, not from the code. Written when it has moved by a minute. */
function prolongProof(turn: Turn): void {
  const customerId = turn.verifiedCustomerId
  if (customerId === null) return
  const verifiedUntil = turn.services.now() + turn.services.company.verifiedMs
  if (verifiedUntil - (turn.conversation.verified_until ?? 0) > 60_000)
    turn.identity = { customerId, verifiedUntil }
}

/** The language the conversation has so far, if anything says so. */
function knownLanguage(turn: Turn): Turn['language'] | null {
  const { language, locale } = turn.conversation
  const tag = language ?? locale ?? localeOf(turn.activity)
  if (tag === null) return null
  return /^en\b/i.test(tag) ? 'en' : /^zh\b/i.test(tag) ? 'zh' : null
}

function localeOf(activity: StoredActivity): string | null {
  return typeof activity.locale === 'string' ? activity.locale : null
}

/** The event that has a customer written to first; its value is `{ contact: id }`. */
export const CONTACT_EVENT = 'liuke.contact'
/** The event that has a customer told what became of an order; its value is `{ order: id }`. */
export const ORDER_NEWS_EVENT = 'liuke.orderNews'
const EVENT_DIALOGS: ReadonlyMap<string, string> = new Map([
  ['feedback', FEEDBACK_DIALOG],
  ['liuke.queueTimeout', QUEUE_TIMEOUT_DIALOG],
  ['liuke.queueNews', QUEUE_NEWS_DIALOG],
  [CONTACT_EVENT, CONTACT_DIALOG],
  [ORDER_NEWS_EVENT, ORDER_NEWS_DIALOG],
  [IDLE_EVENT, IDLE_DIALOG],
  [RATE_EVENT, RATE_DIALOG],
])
