/** Runs turns: one at a time in a conversation, committed whole or run again, failures kept to themselves. */

import type { StoredActivity } from '../conversations/activity.ts'
import { commitTurn } from '../conversations/commit-turn.ts'
import { ANSWERED_IN_PLACE, IN_PLACE_MS, needsDelivery } from '../conversations/delivery.ts'
import { type Inbound, markFailed, recordInbound } from '../conversations/record.ts'
import { newId, type Store } from '../conversations/store.ts'
import {
  type Reply,
  readTurn,
  type StandingBlock,
  type TurnInput,
  type TurnResult,
} from '../conversations/turn.ts'
import type { WaitingMessage } from '../conversations/waiting.ts'
import { LiukeError, messageOf } from '../errors.ts'
import { IDLE_EVENT, RATE_EVENT } from '../jobs/idle.ts'
import type { Logger } from '../log.ts'
import { markTold } from '../services/blocks.ts'
import { wake } from '../services/snooze.ts'
import { apologise } from './apology.ts'
import { blockNotice, isHeldBack } from './block-notice.ts'
import { isPlainText, isUnclear, joinParts } from './continuation.ts'
import { Lane, type LaneItem, type WaitingTurn } from './lane.ts'
import { ownerEvent } from './owner-event.ts'
import { type Brain, stateKeysOf, Turn, type TurnServices } from './turn.ts'

/** What became of an inbound activity. */
export interface Receipt {
  readonly id: string
  /** Whether it had been received before. */
  readonly repeat: boolean
}

/** What the runner is told about, for metrics. */
export interface TurnObserver {
  committed(turn: Turn, milliseconds: number): void
  failed(): void
  rerun(): void
}

/** What a runner needs. */
export interface TurnsOptions {
  readonly store: Store
  /** Runs the bot on a turn. */
  readonly think: (turn: Turn) => Promise<void>
  /** The brain of this moment; a turn keeps the one it began with. */
  readonly brain: () => Brain
  readonly services: TurnServices
  /** How long an unclear message waits for its second half, in milliseconds. */
  readonly continuationMs: number
  readonly log: Logger
  readonly observer: TurnObserver
}

/** A turn that takes longer than this, in milliseconds, shows the customer that somebody is at it. */
const SLOW_MS = 500
/** A turn is run again at most this often when the conversation moves under it. */
const MAX_RERUNS = 30
/** A message whose turns never ended, because each took the process with it, is given up after this many. */
const MAX_CRASHES = 3

/** See {@link Turns.receive}. */
export class Turns {
  readonly #options: TurnsOptions
  readonly #lanes = new Map<string, Lane>()
  readonly #inFlight = new Map<string, Promise<readonly Reply[]>>()
  readonly #running = new Set<Promise<void>>()

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /**
   * Records an activity and runs its turn. Resolves when the answer is committed; a repeat of a
   * message that is being answered waits for that turn.
   * @throws LiukeError `turn_failed` when the bot threw; only a repeat runs the turn again
   * @throws LiukeError `conversation_unknown`, `subject_erased`
   */
  async receive(inbound: Inbound): Promise<Receipt> {
    const { answered, ...receipt } = await this.accept(inbound)
    await answered
    return receipt
  }

  /**
   * Records an activity and begins its turn. Resolves as soon as the activity is durable, so that a
   * channel can acknowledge it; `answered` settles as {@link receive} does, and may be left alone. It
   * gives what the turn said, as committed; null when that was before this process looked.
   * @throws LiukeError `conversation_unknown`, `subject_erased`
   */
  async accept(inbound: Inbound): Promise<Receipt & { readonly answered: Promise<readonly Reply[] | null> }> {
    const recorded = await recordInbound(this.#options.store, inbound)
    const { id, fresh, conversationId, activity } = recorded
    const receipt = { id, repeat: !fresh }
    if (recorded.status !== 'recorded') return { ...receipt, answered: Promise.resolve(null) }
    const answered = this.#await({ id, conversationId, activity, orphan: false, fresh, attempts: 0 })
    // Whoever does not wait leaves a failure to the log and to the next try.
    answered.catch(() => undefined)
    return { ...receipt, answered }
  }

  /** Runs the turns of messages a dead process left behind. Resolves when all are answered or given up. */
  async recover(waiting: readonly WaitingMessage[]): Promise<void> {
    const turns = waiting.map((message) => this.#await({ ...message, orphan: true, fresh: false }))
    await Promise.allSettled(turns)
  }

  /** Whether this process is working on a message. */
  isRunning(messageId: string): boolean {
    return this.#inFlight.has(messageId)
  }

  /** Resolves when no turn is running; for shutdown. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }

  #await(item: WaitingTurn): Promise<readonly Reply[]> {
    const running = this.#inFlight.get(item.id)
    if (running !== undefined) return running
    const lane = this.#lanes.get(item.conversationId) ?? new Lane()
    this.#lanes.set(item.conversationId, lane)
    const done = lane.add(item).finally(() => this.#inFlight.delete(item.id))
    this.#inFlight.set(item.id, done)
    if (!lane.busy) {
      const drained = this.#drain(item.conversationId, lane)
      this.#running.add(drained)
      void drained.finally(() => this.#running.delete(drained))
    }
    return done
  }

  async #drain(conversationId: string, lane: Lane): Promise<void> {
    lane.busy = true
    for (let batch = lane.take(); batch; batch = lane.take()) {
      const parts = [batch]
      try {
        const replies = await this.#answer(lane, parts)
        // They answer the last part; those before it have nothing of their own.
        for (const part of parts) part.resolve(part === parts.at(-1) ? replies : [])
      } catch (error) {
        for (const part of parts) part.reject(error)
      }
    }
    lane.busy = false
    this.#lanes.delete(conversationId)
  }

  /** Answers the first part, and takes further parts from the lane when they belong to it. */
  async #answer(lane: Lane, parts: LaneItem[]): Promise<readonly Reply[]> {
    const started = performance.now()
    let waitUntil: number | null = null
    let begunAt: number | null = null
    for (let run = 0; run < MAX_RERUNS; run++) {
      if (run > 0) this.#options.observer.rerun()
      const input = await this.#read(parts, run === 0)
      const open = parts.filter((part) => input.waiting.has(part.id))
      if (open.length === 0) return []
      if (input.conversation.owner === 'human' && !open.some(isForTheBot)) {
        if (await this.#leaveToAgent(input, open)) return []
        continue
      }
      if (
        input.block !== null &&
        isHeldBack(
          input.conversation,
          open.map(({ activity }) => activity),
        )
      ) {
        const told = await this.#holdBack(input, open, input.block)
        if (told) return told
        continue
      }
      // What another device arranged meanwhile runs the turn again too, and moves nothing here.
      const { version } = input.conversation
      begunAt ??= version
      const turn = await this.#think(input, open, version !== begunAt)
      if (isUnclear(turn) && this.#options.continuationMs > 0 && open.every(isPlainText)) {
        waitUntil ??= this.#options.services.now() + this.#options.continuationMs
        const next = await this.#nextPart(lane, turn, waitUntil)
        if (next && (await this.#belongsTogether(input, open, next))) {
          lane.take()
          parts.push(next)
          continue
        }
      }
      const replies = await this.#commit(input, turn, open)
      if (replies) {
        this.#options.observer.committed(turn, performance.now() - started)
        return replies
      }
    }
    throw new LiukeError(
      'turn_never_settled',
      'The conversation kept changing while the bot was answering.',
      'Send the message again.',
    )
  }

  #read(parts: readonly LaneItem[], firstRun: boolean): Promise<TurnInput> {
    // A batch has at least one part, all of one conversation.
    const { conversationId } = parts[0]!
    return readTurn(
      this.#options.store,
      conversationId,
      parts.map((part) => part.id),
      (conversation) => Object.values(stateKeysOf(conversation)),
      firstRun && parts.every((part) => part.fresh),
    )
  }

  /** @param again whether the conversation has moved since the message came */
  async #think(input: TurnInput, parts: readonly LaneItem[], again: boolean): Promise<Turn> {
    const { brain, services, log, observer } = this.#options
    const activity = joinParts(parts.map((part) => part.activity))
    const turn = new Turn(input, activity, brain(), services)
    turn.overtaken = again || parts.some(({ behind }) => behind === true)
    if (turn.owner === 'closed' && !parts.every(isAboutEnding)) turn.owner = 'bot'
    const crashes = Math.max(...parts.map((part) => part.attempts))
    if (crashes > MAX_CRASHES) return apologise(turn)
    // Whoever waits sees that an answer is being written.
    const typing = setTimeout(() => this.#options.store.live.typing(turn.conversation.id, 'bot'), SLOW_MS)
    try {
      await this.#options.think(turn)
      return turn
    } catch (error) {
      observer.failed()
      log.error({ conversation: input.conversation.id, err: describe(error) }, 'the bot failed on a message')
      // Nobody waits for an orphan's 502, and a repeat that fails too shall not end in a loop.
      const lastTry = input.attempts > 0 || parts.some((part) => part.orphan)
      if (lastTry) return apologise(new Turn(input, activity, brain(), services))
      await markFailed(
        this.#options.store,
        parts.map((part) => part.id),
      )
      throw new LiukeError('turn_failed', 'The bot could not answer this message.', 'Send it again.', {
        cause: error,
      })
    } finally {
      clearTimeout(typing)
    }
  }

  /** The next message, if it arrives in time; the customer sees that the bot is about to answer. */
  async #nextPart(lane: Lane, turn: Turn, waitUntil: number): Promise<LaneItem | null> {
    const remaining = waitUntil - this.#options.services.now()
    if (remaining > 0 && !lane.peek()) this.#options.store.live.typing(turn.conversation.id, 'bot')
    const next = await lane.peekWithin(remaining)
    return next && isPlainText(next) ? next : null
  }

  /** Whether a message is the second half of an unclear one: only together, or not at all, are they understood. */
  async #belongsTogether(input: TurnInput, open: readonly LaneItem[], next: LaneItem): Promise<boolean> {
    const together = await this.#preview(input, [...open, next])
    if (!together) return false
    if (!isUnclear(together)) return true
    const alone = await this.#preview(input, [next])
    return alone !== null && isUnclear(alone)
  }

  /** Thinks without consequences; null when the bot throws. */
  async #preview(input: TurnInput, parts: readonly LaneItem[]): Promise<Turn | null> {
    const { brain, services } = this.#options
    const turn = new Turn(input, joinParts(parts.map((part) => part.activity)), brain(), services)
    try {
      await this.#options.think(turn)
      return turn
    } catch {
      // The real turn will meet the same error and report it.
      return null
    }
  }

  /** @returns what was said; null when the conversation has moved, and nothing was */
  async #commit(input: TurnInput, turn: Turn, parts: readonly LaneItem[]): Promise<readonly Reply[] | null> {
    const { conversation } = input
    const event =
      turn.owner === conversation.owner
        ? []
        : [{ id: newId(), activity: ownerEvent(turn.owner), visible: true }]
    const last = parts.at(-1)?.id
    const replies = [...turn.replies, ...event].map((reply) => ({
      ...reply,
      activity: last === undefined ? reply.activity : { ...reply.activity, replyToId: last },
    }))
    const committed = await commitTurn(this.#options.store, input, {
      answered: parts.map((part) => part.id),
      replies,
      states: turn.changedStates,
      decisions: turn.decisions,
      owner: turn.owner,
      language: turn.languageTag,
      deliver: needsDelivery(conversation.channel),
      deliverAfterMs: parts.some(isAnsweredInPlace) ? IN_PLACE_MS : 0,
      queueing: turn.queueing,
      timedOut: turn.timedOut,
      closing: turn.closing,
      identity: turn.identity,
      writes: turn.writes,
      feedback: turn.feedback,
    })
    return committed ? replies : null
  }

  /** A person has the conversation: the message is theirs, and the bot stays silent. */
  async #leaveToAgent(input: TurnInput, parts: readonly LaneItem[]): Promise<boolean> {
    const { store } = this.#options
    const { id, snoozed_until } = input.conversation
    const isAsleep = snoozed_until !== null && parts.some(({ activity }) => activity.type === 'message')
    const done = await commitTurn(store, input, {
      ...silence(input, parts),
      ...(isAsleep ? { writes: [(trx) => wake(trx, id)] } : {}),
    })
    if (done && isAsleep) store.live.changed(id)
    return done
  }

  /** Nobody answers somebody who is blocked; that they are is said once. @returns what was said; null to try again */
  async #holdBack(
    input: TurnInput,
    parts: readonly LaneItem[],
    { id, until, isTold }: StandingBlock,
  ): Promise<readonly Reply[] | null> {
    const { store, brain, services } = this.#options
    const last = parts.at(-1)?.id
    const notice = blockNotice(brain(), input.conversation, until, services.now())
    const replies: Reply[] = isTold
      ? []
      : [{ id: newId(), activity: { ...notice, ...(last ? { replyToId: last } : {}) }, visible: true }]
    const done = await commitTurn(store, input, {
      ...silence(input, parts),
      replies,
      deliver: needsDelivery(input.conversation.channel),
      deliverAfterMs: parts.some(isAnsweredInPlace) ? IN_PLACE_MS : 0,
      writes: isTold ? [] : [(trx) => markTold(trx, id, store.now())],
    })
    return done ? replies : null
  }
}

/** Messages are taken note of, and nothing else happens. */
function silence({ conversation }: TurnInput, parts: readonly LaneItem[]): TurnResult {
  return {
    answered: parts.map((part) => part.id),
    replies: [],
    states: new Map(),
    decisions: [],
    owner: conversation.owner,
    language: conversation.language,
    deliver: false,
  }
}

/** Whether the request that brought a message waits to answer it. */
function isAnsweredInPlace({ activity }: LaneItem): boolean {
  return activity.channelData?.[ANSWERED_IN_PLACE] === true
}

/** What the bot handles even while a person has the conversation; it says nothing, or a word when all is over. */
function isForTheBot(item: LaneItem): boolean {
  const activity: StoredActivity = item.activity
  if (activity.type === 'endOfConversation') return true
  return activity.type === 'event' && (activity.name === 'feedback' || activity.name === IDLE_EVENT)
}

/** Events about a conversation that is over, or an answer in it. */
const ABOUT_ENDING: ReadonlySet<string | undefined> = new Set([IDLE_EVENT, RATE_EVENT, 'feedback'])

/** What does not open a conversation again that is over: a page that is loaded once more, a click on "helpful". */
function isAboutEnding({ activity: { type, name } }: LaneItem): boolean {
  return type === 'conversationUpdate' || (type === 'event' && ABOUT_ENDING.has(name))
}

/** Name, code and stack of an error; its message only where it is ours and so holds no customer's text. */
function describe(error: unknown): { name: string; code?: string; message?: string; stack?: string } {
  if (error instanceof LiukeError) return { name: error.name, code: error.code, message: messageOf(error) }
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n')
  return { name: error.name, ...(frames ? { stack: frames } : {}) }
}
