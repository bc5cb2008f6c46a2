/** One turn: what the bot works on and what it wants to happen, until the runner commits it. */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { TurnContext } from 'botbuilder'
import type { StoredActivity } from '../conversations/activity.ts'
import { newId } from '../conversations/store.ts'
import type { Decision, Reply, TurnInput } from '../conversations/turn.ts'
import type { Corpus } from '../corpus/types.ts'
import type { ConversationsTable, Owner } from '../storage/schema.ts'
import type { Script } from '../understanding/script.ts'
import type { Language, Understanding } from '../understanding/types.ts'

/** What the bot knows and understands with; replaced as a whole between turns. */
export interface Brain {
  readonly corpus: Corpus
  /** Reads one message, in-process and without I/O. */
  understand(text: string): Promise<Understanding>
  /** Names corpus and model; stored with every decision. */
  readonly model: string
  /** Whether an English word is a name or product of the company, and so tells nothing about the language. */
  isName(word: string): boolean
}

/** What a turn may ask the world, besides its own conversation. */
export interface TurnServices {
  readonly now: () => number
  /** How many conversations wait for a person. */
  queueLength(): Promise<number>
  /** How many wait ahead of one that was queued at this time. */
  waitingBefore(queuedAt: number): Promise<number>
  /** Minutes of waiting announced for each place in the queue. */
  readonly minutesPerPlace: number
  readonly queueTimeoutMs: number
  readonly privacyUrl: string
  /** Whether messages carry `channelData.liuke`. */
  readonly trace: boolean
}

/** Storage keys of the two Bot Framework states of a turn. */
export interface StateKeys {
  readonly conversation: string
  readonly user: string
}

/** The state keys of a conversation; the user's goes by subject, so it follows the person. */
export function stateKeysOf(conversation: Pick<ConversationsTable, 'id' | 'subject_id'>): StateKeys {
  return {
    conversation: `conversation/${conversation.id}`,
    user: `subject/${conversation.subject_id}`,
  }
}

/** Collects what a turn wants. Nothing of it happens before the commit. */
export class Turn {
  readonly conversation: ConversationsTable
  readonly brain: Brain
  readonly services: TurnServices
  readonly stateKeys: StateKeys
  /** The activity the turn is about; the texts of a message in several parts are joined. */
  readonly activity: StoredActivity
  readonly replies: Reply[] = []
  readonly decisions: Decision[] = []
  readonly changedStates = new Map<string, string | null>()
  owner: Owner
  language: Language
  script: Script
  feedback: { messageId: string; helpful: boolean } | undefined
  /** What threw, kept because CloudAdapter only passes its text on. */
  error: unknown
  readonly #states: ReadonlyMap<string, string>
  #understanding: Promise<Understanding> | undefined

  constructor(input: TurnInput, activity: StoredActivity, brain: Brain, services: TurnServices) {
    this.conversation = input.conversation
    this.activity = activity
    this.brain = brain
    this.services = services
    this.stateKeys = stateKeysOf(input.conversation)
    this.owner = input.conversation.owner
    this.language = languageBefore(input.conversation)
    this.script = TRADITIONAL.test(tagOf(input.conversation)) ? 'hant' : 'hans'
    this.#states = input.states
  }

  /** What the customer wrote; empty for what is not a text message. */
  get text(): string {
    return this.activity.type === 'message' ? (this.activity.text ?? '') : ''
  }

  /** What the model makes of it; computed once. */
  understood(): Promise<Understanding> {
    this.#understanding ??= this.brain.understand(this.text)
    return this.#understanding
  }

  /** The language tag stored with the conversation; null while nothing has told it. */
  get languageTag(): string | null {
    const { language, locale } = this.conversation
    if (language === null && locale === null && this.activity.type !== 'message') return null
    return this.language === 'zh' && this.script === 'hant' ? 'zh-Hant' : this.language
  }

  /** Reads a Bot Framework state as it is before this turn, or as this turn changed it. */
  readState(key: string): string | undefined {
    const changed = this.changedStates.get(key)
    return changed === null ? undefined : (changed ?? this.#states.get(key))
  }

  /** Records why the bot does what it does. */
  decide(decision: Omit<Decision, 'language' | 'model'>): void {
    this.decisions.push({ ...decision, language: this.language, model: this.brain.model })
  }

  /** Keeps a message for the commit. @returns its id */
  capture(activity: StoredActivity): string {
    const id = newId()
    this.replies.push({ id, activity, visible: isForCustomers(activity) })
    return id
  }
}

/** The language of a conversation before its message is read: its own, else what the client's locale says. */
function languageBefore(conversation: ConversationsTable): Language {
  return /^en\b/i.test(tagOf(conversation)) ? 'en' : 'zh'
}

function tagOf({ language, locale }: ConversationsTable): string {
  return language ?? locale ?? 'zh'
}

/** Tags of those who read traditional characters. */
const TRADITIONAL = /^zh-(hant|tw|hk|mo)\b/i

/** Hand-over events of the Bot Framework are for our own staff and bridges. */
function isForCustomers(activity: StoredActivity): boolean {
  return !(activity.type === 'event' && /^handoff\./.test(activity.name ?? ''))
}

/** The turn that is running, for the Bot Framework storage, which is handed no context. */
export const runningTurn = new AsyncLocalStorage<Turn>()

const TURN = Symbol('turn')

/** Puts the turn where dialogs find it. */
export function attachTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn)
}

/** The turn a Bot Framework context belongs to. */
export function turnOf(context: TurnContext): Turn {
  const turn: unknown = context.turnState.get(TURN)
  if (turn instanceof Turn) return turn
  throw new Error('This code runs outside a turn; bot logic is only run by the turn runner.')
}
