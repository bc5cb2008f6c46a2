/** Closes conversations in which nothing is written any more, and has customers asked how it went after an agent closed. */

import {
  closeSilently,
  hasAsked,
  idleWithBot,
  idleWithPeople,
  isContacted,
  wasInDanger,
} from '../conversations/idle.ts'
import type { Inbound } from '../conversations/record.ts'
import type { Store } from '../conversations/store.ts'
import type { DeskSettings } from '../corpus/desk-settings.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { blockOf } from '../services/blocks.ts'
import { closedByAgents, mayWriteMore } from '../services/rating-due.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { startRepeating } from './repeating.ts'

/** What the job needs. */
export interface IdleJob {
  readonly store: Store
  readonly desk: () => DeskSettings
  /** Runs a turn. */
  readonly receive: (inbound: Inbound) => Promise<unknown>
  readonly log: Logger
}

/** The event after which a conversation is closed that nobody has written in; its value says what was newest. */
export const IDLE_EVENT = 'liuke.idle'
/** The event that has a customer asked how a conversation went that an agent has closed. */
export const RATE_EVENT = 'liuke.rate'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** What lies longer than this is closed in silence, in milliseconds. */
const STALE_MS = 24 * HOUR_MS
const IDLE_EVERY_MS = 20_000
const RATE_EVERY_MS = 2_000
const BATCH = 200

/**
 * One pass over what is idle.
 * @returns how many conversations were closed, or were told to close by a turn
 */
export async function closeIdle(job: IdleJob, isStopped: () => boolean = () => false): Promise<number> {
  const { store, desk } = job
  const { botMinutes, agentHours } = desk().idle
  let closed = 0
  if (botMinutes > 0) {
    const since = store.now() - botMinutes * MINUTE_MS
    for (let found = BATCH; found === BATCH && !isStopped(); ) {
      const idle = await idleWithBot(store, since, BATCH)
      found = idle.length
      const before = closed
      for (const conversation of idle) if (!isStopped() && (await closeOne(job, conversation))) closed++
      // What cannot be closed now is met again at the next pass.
      if (closed === before) break
    }
  }
  if (agentHours > 0)
    for (const conversation of await idleWithPeople(store, store.now() - agentHours * HOUR_MS))
      if (!isStopped() && (await closeOne(job, conversation))) closed++
  return closed
}

/** With a word by a turn, else without. */
async function closeOne(job: IdleJob, conversation: ConversationsTable): Promise<boolean> {
  const { store, receive, log } = job
  const { id, owner, last_seq } = conversation
  const aloud = await isToldOf(store, conversation)
  if (owner === 'bot' && !aloud) {
    const closed = await closeSilently(store, conversation)
    // Whoever looks at it sees so; nobody looks at what lies for long.
    if (closed && conversation.updated_at > store.now() - STALE_MS) store.live.changed(id)
    return closed
  }
  try {
    await receive({
      conversationId: id,
      // Several processes may see it; it is closed once.
      dedupe: `idle ${last_seq}`,
      role: 'system',
      visible: false,
      activity: {
        type: 'event',
        name: IDLE_EVENT,
        value: { seq: last_seq, owner, aloud },
        from: { id: 'system' },
      },
    })
    return true
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'an idle conversation could not be closed with a word')
    return owner === 'bot' && closeSilently(store, conversation)
  }
}

/** Whether the customer hears that a conversation is closed. */
async function isToldOf(store: Store, conversation: ConversationsTable): Promise<boolean> {
  const { id, shared, subject_id, updated_at, owner } = conversation
  if (shared === 1 || !(await mayWriteMore(store, id)) || (await blockOf(store, subject_id))) return false
  // Whoever wrote of danger is not told that they did not answer, or asked for stars.
  if (await wasInDanger(store, id)) return false
  if (owner === 'human') return true
  if (updated_at < store.now() - STALE_MS || (await isContacted(store, id))) return false
  return hasAsked(store, id)
}

/**
 * Has those asked to rate whose conversations agents have closed lately for a reason that is rated.
 * @param handled ids of episodes that were seen to; grows, and forgets what is old
 * @returns how many were asked, or seen not to be
 */
export async function askForRatings(
  { store, desk, receive, log }: IdleJob,
  handled: Set<string> = new Set(),
): Promise<number> {
  const { rating, reasons } = desk()
  if (!rating.ask) return 0
  const rated = new Set(reasons.filter(({ rate }) => rate).map(({ id }) => id))
  const found = await closedByAgents(store)
  const ids = new Set(found.map(({ episode }) => episode))
  for (const id of handled) if (!ids.has(id)) handled.delete(id)
  let asked = 0
  for (const { episode, conversationId, seq, reason } of found) {
    if (handled.has(episode)) continue
    if (reason === null || !rated.has(reason)) {
      handled.add(episode)
      continue
    }
    try {
      await receive({
        conversationId,
        // Several processes may see it; it is asked once.
        dedupe: `rate ${episode}`,
        role: 'system',
        visible: false,
        activity: { type: 'event', name: RATE_EVENT, value: { seq }, from: { id: 'system' } },
      })
      handled.add(episode)
      asked++
    } catch (error) {
      // What could not be recorded is tried again; a turn that has failed would end in an apology nobody knows the reason of.
      if (error instanceof LiukeError && error.code === 'turn_failed') handled.add(episode)
      log.warn({ reason: messageOf(error) }, 'a rating could not be asked for')
    }
  }
  return asked
}

/** Starts both. @returns stops them and waits for what is under way */
export function startIdle(job: IdleJob): () => Promise<void> {
  const handled = new Set<string>()
  const failed = (error: unknown): void =>
    job.log.warn(
      { reason: messageOf(error) },
      'idle conversations could not be looked for; it is tried again',
    )
  const stops = [
    startRepeating({
      round: async (isStopped) => void (await closeIdle(job, isStopped)),
      failed,
      everyMs: IDLE_EVERY_MS,
    }),
    startRepeating({
      round: async () => void (await askForRatings(job, handled)),
      failed,
      everyMs: RATE_EVERY_MS,
    }),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
