/** One turn: what the bot works on and what it wants to happen, until the runner commits it. */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { TurnContext } from 'botbuilder'
import type { OfferBook } from '../churn/offers.ts'
import type { StoredActivity } from '../conversations/activity.ts'
import type { Closing } from '../conversations/episodes.ts'
import type { LongestWaits, Rank } from '../conversations/routing.ts'
import { newId } from '../conversations/store.ts'
import type { Decision, Identity, Queueing, Reply, TurnInput, Write } from '../conversations/turn.ts'
import type { DeskSettings } from '../corpus/desk-settings.ts'
import type { Corpus } from '../corpus/types.ts'
import { dayIn } from '../customers/calendar.ts'
import type { HandoffDecision } from '../handoff/decide.ts'
import type { Rules } from '../handoff/rules.ts'
import type { PrivacyRequests } from '../jobs/erase/requests.ts'
import type { RetentionForTurns } from '../jobs/retention/for-turns.ts'
import type { CompanyServices } from '../services/company-services.ts'
import type { Orders } from '../services/orders.ts'
import type { Ratings } from '../services/ratings.ts'
import type { Snapshot } from '../services/snapshot.ts'
import type { CompanySystems } from '../services/systems.ts'
import type { UnfinishedTasks } from '../services/unfinished-tasks.ts'
import type { ConversationsTable, Owner } from '../storage/schema.ts'
import type { Script } from '../understanding/script.ts'
import type { Language, Understanding } from '../understanding/types.ts'
import { type Reading, readMessage } from './reading.ts'
import type { TurnFacts } from './turn-facts.ts'
import { Variety } from './variety.ts'

/** What the bot knows and understands with; replaced as a whole between turns. */
export interface Brain {
  readonly corpus: Corpus
  /** The handoff rules in force. */
  readonly rules: Rules
  /** The company's figures for keeping customers, and what those who cancel may be offered. */
  readonly offers: OfferBook
  /** What leads have set for the desk. */
  readonly desk: DeskSettings
  /** Reads one message, in-process and without I/O. */
  understand(text: string): Promise<Understanding>
  /** Names corpus and model; stored with every decision. */
  readonly model: string
  /** Revision of the corpus it was made of; null: the corpus folder. */
  readonly revision: number | null
  /** Questions of the log the model learned meanings from; 0 where none, or none that helped. */
  readonly learnedFromLog: number
  /** Whether an English word is a name or product of the company, and so tells nothing about the language. */
  isName(word: string): boolean
}

/** What a turn may ask the world, besides its own conversation. */
export interface TurnServices {
  readonly now: () => number
  /** How many conversations wait for a person. */
  queueLength(): Promise<number>
  /** How many wait ahead of one of this rank, the conversation itself not counted. */
  waitingBefore(rank: Rank, waits: LongestWaits, closed: readonly string[]): Promise<number>
  /** Whether somebody of ours, a person or a system, wrote to a conversation since a moment. */
  spokenSince(conversationId: string, at: number): Promise<boolean>
  /** What is known of a customer at one glance; null for an unknown id. */
  snapshot(customerId: string): Promise<Snapshot | null>
  /** Who the customer is, and what our own people are to do. */
  readonly company: CompanyServices
  /** What the company's systems know. */
  readonly systems: CompanySystems
  /** What customers have done by them. */
  readonly orders: Orders
  /** What customers began and did not end. */
  readonly unfinished: UnfinishedTasks
  /** How customers rate conversations. */
  readonly ratings: Ratings
  /** Writing to customers first, and what they have decided about it. */
  readonly retention: RetentionForTurns
  /** Copies of their data, and its end, for those who ask. */
  readonly privacy: PrivacyRequests
  /** Minutes of waiting announced for each place in the queue. */
  readonly minutesPerPlace: number
  readonly queueTimeoutMs: number
  /** Entries that visitors who asked about one also ask about, the surest first. */
  related(entry: string): readonly string[]
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
  /** Which of several wordings are said. */
  readonly variety = new Variety()
  owner: Owner
  language: Language
  script: Script
  feedback: { messageId: string; helpful: boolean } | undefined
  /** Where the conversation is queued, when this turn queues it. */
  queueing: Queueing | undefined
  /** Whether it goes back to the bot because nobody came in time. */
  timedOut = false
  /** How the conversation is closed, when this turn closes it; by the customer when left out. */
  closing: Closing | undefined
  /** Whom the customer has proved to be, when this turn proves it or makes the proof last longer. */
  identity: Identity | undefined
  readonly writes: Write[] = []
  /** What the handoff rules decided, and on what; goes into every decision's trace. */
  handoff: { readonly decision: HandoffDecision; readonly facts: TurnFacts } | undefined
  /** Says again what a slot prompt asks, set when the message did not fill the slot. */
  unread: (() => Promise<void>) | undefined
  /**
   * Which yes answers the question that is open. `explicit`: something else was said since it was asked, so that a bare
   * 好 or "ok" may be about that. `none`: somebody else has spoken since, and may have asked something.
   */
  yesCounts: 'any' | 'explicit' | 'none' = 'any'
  /** Whether its writer may not have seen the answer to the message before: a double tap has not. */
  overtaken = false
  /** A dialog that cannot go on without a person sets this. */
  wantsPerson: { readonly rule: string } | undefined
  /** What threw, kept because CloudAdapter only passes its text on. */
  error: unknown
  readonly #states: ReadonlyMap<string, string>
  #understanding: Promise<Understanding> | undefined
  #reading: Promise<Reading> | undefined
  #chosen: string | undefined

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

  /** What the customer wrote, or chose by its number; empty for what is not a text message. */
  get text(): string {
    return this.activity.type === 'message' ? (this.#chosen ?? this.activity.text ?? '') : ''
  }

  /** The customer wrote the number of a choice: what it stands for is read instead. */
  choose(text: string): void {
    this.#chosen = text
  }

  /** Whether others read along: nobody's data is shown there. */
  get isShared(): boolean {
    return this.conversation.shared === 1
  }

  /** The day it is where the company is, `YYYY-MM-DD`. */
  get today(): string {
    return dayIn(this.services.now(), this.brain.corpus.company.timeZone)
  }

  /** What the model makes of it; computed once. */
  understood(): Promise<Understanding> {
    this.#understanding ??= this.brain.understand(this.text)
    return this.#understanding
  }

  /** What it comes down to: without what it says is not to be done, and question by question; computed once. */
  read(): Promise<Reading> {
    this.#reading ??= this.understood().then((whole) =>
      readMessage(this.text, whole, (text) => this.brain.understand(text)),
    )
    return this.#reading
  }

  /** The language tag stored with the conversation; null while nothing has told it. */
  get languageTag(): string | null {
    const { language, locale } = this.conversation
    if (language === null && locale === null && this.activity.type !== 'message') return null
    return this.language === 'zh' && this.script === 'hant' ? 'zh-Hant' : this.language
  }

  /** The account the conversation speaks for, proved at some time; for our own side only. */
  get customerId(): string | null {
    return this.identity?.customerId ?? this.conversation.customer_id
  }

  /** The account whose data may be given now; null when nothing is proved, or no longer. */
  get verifiedCustomerId(): string | null {
    if (this.isShared) return null
    const until = this.identity?.verifiedUntil ?? this.conversation.verified_until ?? 0
    return until > this.services.now() ? this.customerId : null
  }

  /** Changes the company's records when, and only when, the turn is committed. */
  write(write: Write): void {
    this.writes.push(write)
  }

  /** Reads a Bot Framework state as it is before this turn, or as this turn changed it. */
  readState(key: string): string | undefined {
    const changed = this.changedStates.get(key)
    return changed === null ? undefined : (changed ?? this.#states.get(key))
  }

  /** Records why the bot does what it does. */
  decide(decision: Omit<Decision, 'language' | 'model'>): void {
    const trace = this.handoff
      ? { understanding: decision.trace, handoff: traceOf(this.handoff) }
      : { understanding: decision.trace }
    this.decisions.push({ ...decision, trace, language: this.language, model: this.brain.model })
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

/** What is stored of a handoff decision: enough to replay and to explain it. */
function traceOf({ decision, facts }: NonNullable<Turn['handoff']>): unknown {
  const { action, rule, queue, priority, version, trace } = decision
  return {
    action,
    rule,
    queue,
    priority,
    version,
    facts: facts.facts,
    signals: facts.signals,
    matched: trace.filter(({ matched }) => matched).map((entry) => entry.rule),
    failed: trace.filter(({ matched }) => !matched).map((entry) => [entry.rule, entry.failed[0]]),
  }
}

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
