/** What happens by itself while the server runs: left-over turns, queue time-outs, deliveries. */

import { setTimeout as pause } from 'node:timers/promises'
import { reachOf } from '../conversations/addresses.ts'
import { tidyFiles } from '../conversations/files.ts'
import type { Outbox } from '../conversations/outbox.ts'
import { queuedSince } from '../conversations/ownership.ts'
import { isUrgent } from '../conversations/routing.ts'
import type { Store } from '../conversations/store.ts'
import { takeWaiting } from '../conversations/waiting.ts'
import type { Notices } from '../customers/notices.ts'
import { messageOf } from '../errors.ts'
import { isQueueOpen } from '../handoff/queue-hours.ts'
import { countsFrom, shortestTimeout, timesOutAt } from '../handoff/time-outs.ts'
import { makeOffers } from '../jobs/offers.ts'
import { markAnswered } from '../jobs/retention/contact-answers.ts'
import { dueContacts, giveUpContact } from '../jobs/retention/pending.ts'
import type { Logger } from '../log.ts'
import { CONTACT_EVENT } from './bot.ts'
import { queueLostHandoffs } from './lost-holders.ts'
import type { Brain } from './turn.ts'
import type { Turns } from './turns.ts'

/** What the sweeps work on. */
export interface SweepOptions {
  readonly store: Store
  readonly turns: Turns
  readonly outbox: Outbox
  readonly notices: Notices
  /** Fetches files customers sent on channels that keep them. @returns how many were tried */
  readonly fetchFiles: (signal: AbortSignal) => Promise<number>
  readonly brain: () => Brain
  /** For queues without a time-out of their own. */
  readonly queueTimeoutMs: number
  readonly log: Logger
}

const RECOVER_EVERY_MS = 5_000
/** A message without an answer for this long was left by a process that died, in milliseconds. */
const ORPHANED_AFTER_MS = 15_000
const QUEUE_EVERY_MS = 2_000
/** Whoever waits hears this often where they stand, in milliseconds. */
const QUEUE_NEWS_MS = 3 * 60_000
/** Messages of a limited channel that news of the queue never use up: all that one of the customer's allows. */
const KEPT_FOR_PEOPLE = 5
const OFFERS_EVERY_MS = 1_000
const LOST_HOLDERS_EVERY_MS = 60_000
const CONTACTS_EVERY_MS = 500
const ANSWERS_EVERY_MS = 60_000
const GATHER_MS = 15
const OUTBOX_EVERY_MS = 500
const NOTICES_EVERY_MS = 500
const FILES_EVERY_MS = 1_000
const TIDY_FILES_EVERY_MS = 60_000

/** Starts all sweeps, beginning with what a crash left behind. @returns stops them and waits for the running ones */
export function startSweeps(options: SweepOptions): () => Promise<void> {
  const { store, turns, outbox, notices, brain, queueTimeoutMs, log } = options
  const recover = async (before: number): Promise<void> => {
    const waiting = await takeWaiting(store, before, (id) => turns.isRunning(id))
    if (waiting.length > 0) log.info({ messages: waiting.length }, 'answering what was left unanswered')
    await turns.recover(waiting)
  }
  const timeOutQueue = async (): Promise<void> => {
    const { rules, corpus } = brain()
    const now = store.now()
    for (const waiting of await queuedSince(store, now - shortestTimeout(rules, queueTimeoutMs))) {
      const { id, queuedAt, chooseUntil } = waiting
      const at = chooseUntil ?? timesOutAt(rules, corpus.company, { ...waiting, otherwiseMs: queueTimeoutMs })
      if (at === null || now < at) continue
      await turns.receive({
        conversationId: id,
        // Several processes may see it; one wait times out once, and one choice. A turn that finds the end of the
        // wait put off, by other rules or another queue, leaves the later end its own event.
        dedupe: chooseUntil === null ? `queue time-out ${queuedAt} ${at}` : `queue choice ${chooseUntil}`,
        role: 'system',
        visible: false,
        activity: { type: 'event', name: 'liuke.queueTimeout', from: { id: 'system' } },
      })
    }
  }
  /** How often those who wait have been told where they stand; only saves asking the database again. */
  const told = new Map<string, number>()
  const tellQueue = async (): Promise<void> => {
    const waiting = await queuedSince(store, store.now() - QUEUE_NEWS_MS)
    const ids = new Set(waiting.map(({ id }) => id))
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id)
    const { rules, corpus } = brain()
    const now = store.now()
    for (const each of waiting) {
      const { id, queuedAt, queue, priority } = each
      // In danger nobody is told to wait.
      if (isUrgent(each)) continue
      // Whoever comes at night hears nothing before people are back.
      const from = countsFrom(rules, corpus.company, each)
      if (from === null || !isQueueOpen(rules.queues.get(queue ?? ''), corpus.company, now)) continue
      const times = Math.floor((now - from) / QUEUE_NEWS_MS)
      const over = timesOutAt(rules, corpus.company, {
        queue,
        priority,
        queuedAt,
        otherwiseMs: queueTimeoutMs,
      })
      if (times < 1 || now >= (over ?? Number.POSITIVE_INFINITY) || told.get(id) === times) continue
      told.set(id, times)
      // Where the channel counts our messages, the last ones are for the person who is to answer.
      const { messagesLeft } = (await reachOf(store, id)) ?? { messagesLeft: null }
      if (messagesLeft !== null && messagesLeft <= KEPT_FOR_PEOPLE) continue
      await turns.receive({
        conversationId: id,
        // Several processes may see it; everybody is told once.
        dedupe: `queue news ${queuedAt} ${times}`,
        role: 'system',
        visible: false,
        activity: { type: 'event', name: 'liuke.queueNews', from: { id: 'system' } },
      })
    }
  }
  const contact = async (): Promise<void> => {
    for (const due of await dueContacts(store)) {
      let failed = false
      try {
        await turns.receive({
          conversationId: due.conversationId,
          // Several processes may see it; it is written once. Put off until a later time, it is another event.
          dedupe: `contact ${due.id} ${due.sendAt}`,
          role: 'system',
          visible: false,
          activity: {
            type: 'event',
            name: CONTACT_EVENT,
            value: { contact: due.id },
            from: { id: 'system' },
          },
        })
      } catch (error) {
        // Tried again, it would end in an apology nobody knows the reason of.
        failed = true
        warn(log, error)
      }
      // After its turn it is sent, blocked or put off, unless a colleague has the conversation and the bot kept silent.
      await giveUpContact(store, due, failed ? 'failed' : 'with-person')
    }
    await markAnswered(store)
  }
  let delivering: Promise<void> | undefined
  let again = false
  let stopping = false
  const stopped = new AbortController()
  /** Sends what is due, also at once when something new is in a conversation; never twice at a time. */
  const deliver = async (): Promise<void> => {
    again = true
    delivering ??= (async () => {
      while (again && !stopping) {
        again = false
        // What comes in the same moment goes out together.
        await pause(GATHER_MS)
        while (!stopping && (await outbox.deliverDue()) > 0);
      }
    })().finally(() => {
      delivering = undefined
    })
    await delivering
  }
  const stopListening = outbox.isEmpty
    ? () => undefined
    : store.live.watchAll(() => void deliver().catch((error: unknown) => warn(log, error)))
  const stops = [
    // Beside a SQLite file there is no other server: the first look takes everything. On PostgreSQL another
    // process may be at it, and is given its time.
    every(
      RECOVER_EVERY_MS,
      (first) =>
        recover(first && store.engine === 'sqlite' ? store.now() + 1 : store.now() - ORPHANED_AFTER_MS),
      log,
    ),
    every(QUEUE_EVERY_MS, timeOutQueue, log),
    every(QUEUE_EVERY_MS, tellQueue, log),
    every(OFFERS_EVERY_MS, async () => void (await makeOffers(store, brain().rules)), log),
    every(LOST_HOLDERS_EVERY_MS, async () => void (await queueLostHandoffs(store)), log),
    every(CONTACTS_EVERY_MS, contact, log),
    every(ANSWERS_EVERY_MS, () => markAnswered(store), log),
    every(OUTBOX_EVERY_MS, deliver, log),
    every(NOTICES_EVERY_MS, async () => void (await notices.sendDue()), log),
    every(FILES_EVERY_MS, async () => void (await options.fetchFiles(stopped.signal)), log),
    every(TIDY_FILES_EVERY_MS, async () => void (await tidyFiles(store)), log),
  ]
  return async () => {
    stopping = true
    stopped.abort()
    stopListening()
    await Promise.all(stops.map((stop) => stop()))
    await delivering?.catch(() => undefined)
    await outbox.idle()
  }
}

function warn(log: Logger, error: unknown): void {
  log.warn({ reason: messageOf(error) }, 'a sweep failed')
}

/** Runs now and then again and again, never twice at once; a failure is logged and the next round tries again. */
function every(
  milliseconds: number,
  act: (first: boolean) => Promise<void>,
  log: Logger,
): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = (first: boolean): void => {
    running = act(first)
      .catch((error: unknown) => warn(log, error))
      .then(() => {
        if (!stopped) timer = setTimeout(round, milliseconds, false).unref()
      })
  }
  round(true)
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
