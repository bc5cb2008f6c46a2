/** Keeps the index of words up with what is written, beside the turns and never in their way. */

import { setTimeout as pause } from 'node:timers/promises'
import {
  indexNext,
  lookForUnindexed,
  type Place,
  type Unindexed,
  unindexedOf,
  type WordsOf,
} from '../conversations/search-index.ts'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { cutText, indexWords } from '../understanding/search-words.ts'
import { startRepeating } from './repeating.ts'

/** What was written is found after about this long, in milliseconds. */
const EVERY_MS = 1_000
/** Changed conversations remembered; of more, all are looked through. */
const REMEMBERED = 5_000
/** Conversations asked about at once, and those indexed side by side, which share one commit on SQLite. */
const ASKED = 50
const SIDE_BY_SIDE = 4
/** Conversations looked through at once; each look takes a few milliseconds. */
const LOOKED_THROUGH = 500
/** After a step it rests this many times as long as the step took, at least and at most so many milliseconds. */
const REST = { times: 3, least: 5, most: 1_000 } as const
/** A timer this late means that turns are being computed: the sweep rests longer, in milliseconds. */
const BUSY_MS = 25
/** After word of changes that do not say where, all are looked through, but not more often than this. */
const LOOK_AGAIN_MS = 60_000

/** Customers and people of ours are found by their words, the bot by references and numbers. */
export const searchedWords: WordsOf = (text, role) =>
  indexWords(cutText(text, role === 'bot' ? 'bot' : 'person'))

/** Something to rest with between steps; tells how late it woke. */
type Rest = (milliseconds: number) => Promise<number>

/** Indexes everything there is, newest conversations first. @returns how many messages */
export async function indexEverything(
  store: Store,
  isStopped: () => boolean = () => false,
  rest: Rest = async () => 0,
): Promise<number> {
  let messages = 0
  const pacer = new Pacer(rest)
  for (let before: Place | null = null; !isStopped(); ) {
    const { found, next } = await lookForUnindexed(store, before, LOOKED_THROUGH)
    await pacer.rest()
    messages += await indexAll(store, found, pacer, isStopped)
    if (next === null) return messages
    before = next
  }
  return messages
}

/** Indexes what is new in some conversations. @returns how many messages */
async function indexAll(
  store: Store,
  conversations: readonly Unindexed[],
  pacer: Pacer,
  isStopped: () => boolean,
): Promise<number> {
  let messages = 0
  let open = [...conversations]
  while (open.length > 0 && !isStopped()) {
    const some = open.splice(0, SIDE_BY_SIDE)
    const steps = await Promise.all(
      some.map(async (conversation) => ({
        id: conversation.id,
        ...(await indexNext(store, conversation, searchedWords)),
      })),
    )
    for (const step of steps) messages += step.messages
    const unfinished = steps.filter(({ done }) => !done).map(({ id }) => id)
    // As they stand now: their next messages, before those of others.
    open = [...(await unindexedOf(store, unfinished)), ...open]
    await pacer.rest()
  }
  return messages
}

/** Leaves most of the time, and all of a busy time, to others. */
class Pacer {
  readonly #rest: Rest
  #since = performance.now()
  #longer = 1

  constructor(rest: Rest) {
    this.#rest = rest
  }

  async rest(): Promise<void> {
    const took = performance.now() - this.#since
    const planned = Math.min(REST.most, Math.max(REST.least, took * REST.times) * this.#longer)
    const late = await this.#rest(planned)
    this.#longer = late > BUSY_MS ? Math.min(this.#longer * 2, 64) : Math.max(1, this.#longer / 2)
    this.#since = performance.now()
  }
}

/**
 * Starts the sweep: at once with everything that is not indexed, then with what changes. Several servers may sweep the
 * same database.
 * @returns stops it and waits for the step that is under way
 */
export function startSearchIndex(store: Store, log: Logger): () => Promise<void> {
  const stopping = new AbortController()
  const changed = new Set<string>()
  /** Whether all are to be looked through, and since when not again. */
  let lookThrough = true
  let lookedAt = Number.NEGATIVE_INFINITY
  const stopWatching = store.live.watchAll((id) => {
    if (id === null || changed.size >= REMEMBERED) lookThrough = true
    else changed.add(id)
  })
  const isStopped = (): boolean => stopping.signal.aborted
  const rest: Rest = async (milliseconds) => {
    const began = performance.now()
    await pause(milliseconds, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
    return performance.now() - began - milliseconds
  }
  const round = async (): Promise<void> => {
    const pacer = new Pacer(rest)
    while (changed.size > 0 && !isStopped()) {
      const ids = [...changed].slice(-ASKED)
      for (const id of ids) changed.delete(id)
      await indexAll(store, await unindexedOf(store, ids), pacer, isStopped)
    }
    if (!lookThrough || performance.now() - lookedAt < LOOK_AGAIN_MS) return
    lookThrough = false
    const messages = await indexEverything(store, isStopped, rest).catch((error: unknown) => {
      lookThrough = true
      throw error
    })
    lookedAt = performance.now()
    if (messages > 0) log.info({ messages }, 'words of earlier messages can be searched for now')
  }
  const stop = startRepeating({
    round,
    failed: (error) => {
      // What was under way is found again by looking through all.
      lookThrough = true
      log.warn({ reason: messageOf(error) }, 'words could not be indexed; it is tried again')
    },
    everyMs: EVERY_MS,
  })
  return async () => {
    stopping.abort()
    stopWatching()
    await stop()
  }
}
