/** What the bot remembers of a conversation and of a person between turns. */

import { BotState, type StatePropertyAccessor, type TurnContext } from 'botbuilder'
import type { DialogState } from 'botbuilder-dialogs'
import type { ConversationSignals } from '../churn/live.ts'
import type { Choices } from '../customers/choices.ts'
import type { Language } from '../understanding/types.ts'
import { turnOf } from './turn.ts'
import { TurnStorage } from './turn-storage.ts'
import type { SaidLast } from './variety.ts'

/** What follow-ups and repeated failures are read from. */
export interface ConversationMemory extends SaidLast {
  /** Whether the customer has been told that this is a bot. */
  disclosed?: boolean
  /** The question that was answered or the task that was begun last, and when (milliseconds since 1970). */
  lastText?: string
  lastEntry?: string
  lastAt?: number
  /** Questions in a row that were not understood. */
  declines?: number
  /** Messages of the customer, angry ones among them, and answers that did not help; since the last hand-over. */
  turns?: number
  angry?: number
  failed?: number
  /** What the conversation has said about the customer's leaving. */
  signals?: Omit<ConversationSignals, 'failedAnswers'>
  /** What the choices under the bot's newest message stand for, for those who write their number. */
  choices?: string[]
  /** When the bot last said something, in milliseconds since 1970. */
  repliedAt?: number
  /** Whether something else was said since the question with choices that is open was first asked. */
  strayed?: boolean
  /** Whether a person has spoken since that question, before what the bot said last. */
  overheard?: boolean
  /** How the customer was asked to rate the conversation, until it expires. */
  rating?: OpenRating
  /** The customer's newest message, for telling a double tap; its first characters. */
  heard?: string
  /** Id of that message. */
  choicesOf?: string
  /** When they were offered, in milliseconds since 1970. */
  choicesAt?: number
  /** What is begun, in turn, when the task that is active ends; the customer asked for all at once. At most three. */
  waiting?: WaitingTask[]
  /** How far the task has come that is kept for other channels, as `dialog` and its slots in JSON. */
  kept?: string
  /** Whether the customer was asked about what they left unfinished elsewhere. */
  askedToResume?: boolean
  /** A task that was left because a person was called; "go on" takes it up again. */
  interrupted?: InterruptedTask
  /** Whether the customer has asked for a person: no draw leaves them without an offer. */
  askedForPerson?: boolean
  /** What the bot asked of its own accord in its last message: only the very next message answers it. */
  justAsked?: 'consent' | 'contact'
  /** When we last wrote first here, in milliseconds since 1970. */
  contactedAt?: number
  /** What the customer decided last about contact or scores, for taking it back. */
  chosen?: ChosenLately
  /** The rule that last offered a person, and when. */
  offeredRule?: string | undefined
  offeredAt?: number
}

/** A rating that was asked for; times are milliseconds since 1970. */
export interface OpenRating {
  /** Its id on record. */
  readonly id: string
  /** Until when an answer counts. */
  readonly until: number
  /** What was given so far. */
  readonly score?: number
  /** Until when the next message is a comment, where one was asked for. */
  readonly commentUntil?: number
  /** Id of the message that asked. */
  readonly askedIn?: string | undefined
  /** Whether something else was said since: only a button of the question answers it now. */
  readonly strayed?: boolean
}

/** A task the customer asked for together with another, which comes first. */
export interface WaitingTask {
  readonly entry: string
  readonly dialog: string
  readonly text: string
  readonly confidence: number
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number
}

/** A task that a hand-over has interrupted. */
export interface InterruptedTask {
  readonly dialog: string
  readonly slots: object
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What a customer decided about us, and what held before. */
export interface ChosenLately {
  readonly about: 'contact' | 'automated'
  readonly customerId: string
  readonly before: Choices
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What holds for a person in all conversations. */
export interface PersonMemory {
  /** The language the customer asked for. */
  chosenLanguage?: Language
  /** When an offer was last made to keep the customer, in milliseconds since 1970. */
  offeredAt?: number
}

/** Bot Framework state of conversation and person, stored with the turn. */
export class Memory {
  readonly #conversation: BotState
  readonly #person: BotState
  readonly dialogs: StatePropertyAccessor<DialogState>
  readonly #conversationMemory: StatePropertyAccessor<ConversationMemory>
  readonly #personMemory: StatePropertyAccessor<PersonMemory>

  constructor() {
    const storage = new TurnStorage()
    this.#conversation = new BotState(storage, async (context) => turnOf(context).stateKeys.conversation)
    this.#person = new BotState(storage, async (context) => turnOf(context).stateKeys.user)
    this.dialogs = this.#conversation.createProperty<DialogState>('dialogs')
    this.#conversationMemory = this.#conversation.createProperty<ConversationMemory>('memory')
    this.#personMemory = this.#person.createProperty<PersonMemory>('person')
  }

  /** The conversation's memory; changes to the object are kept. */
  async ofConversation(context: TurnContext): Promise<ConversationMemory> {
    const memory = await this.#conversationMemory.get(context, {})
    turnOf(context).variety.remember(memory)
    return memory
  }

  /** The person's memory; changes to the object are kept. */
  ofPerson(context: TurnContext): Promise<PersonMemory> {
    return this.#personMemory.get(context, {})
  }

  /** Writes what changed into the turn. */
  async save(context: TurnContext): Promise<void> {
    await this.#conversation.saveChanges(context)
    await this.#person.saveChanges(context)
  }
}
