/** Builds the worklist every morning, and when somebody asks for it; one run at a time in a process. */

import type { OfferBook } from '../../churn/offers.ts'
import type { Store } from '../../conversations/store.ts'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { nextNightlyRun } from '../nightly-time.ts'
import { type BuildResult, buildWorklist, newestBuild } from './build.ts'

/** What the job needs. */
export interface RetentionJobOptions {
  readonly store: Store
  /** What holds at the moment. */
  readonly book: () => OfferBook
  readonly timeZone: () => string
  /** Whether everybody has been scored since the start; afterwards, those who change are, all the time. */
  readonly isScored: () => boolean
  readonly log: Logger
  /** Milliseconds between two looks whether the list is due. */
  readonly everyMs?: number | undefined
}

/** How far the list is. */
export type BuildStatus =
  | { readonly state: 'running'; readonly share: number; readonly at: number }
  | ({ readonly state: 'done' } & BuildResult)
  | { readonly state: 'failed'; readonly at: number }

/** Hour of the day, where the company is: before people come to work, after the night's scores. */
const HOUR = 6
const DAY_MS = 86_400_000
const LOOK_EVERY_MS = 20_000
/** After a start, customers are scored first: the list waits for that, at most so long, in milliseconds. */
const WAIT_MS = 3_600_000

/** Keeps the worklist; see {@link RetentionJob.start}. */
export class RetentionJob {
  readonly #options: RetentionJobOptions
  #running: { share: number; readonly at: number; readonly done: Promise<unknown> } | undefined
  #failedAt: number | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  readonly #startedAt: number

  constructor(options: RetentionJobOptions) {
    this.#options = options
    this.#startedAt = options.store.now()
  }

  /** Looks now and then whether this morning's list is still to be built. Keeps no process alive. */
  start(): void {
    const { log, everyMs = LOOK_EVERY_MS } = this.#options
    const look = async (): Promise<void> => {
      try {
        if (await this.#isDue()) await this.build('system').done
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'the worklist could not be built')
      }
      if (!this.#stopped) this.#timer = setTimeout(look, everyMs).unref()
    }
    this.#timer = setTimeout(look, everyMs).unref()
  }

  /** Begins a run, or joins the one that is under way. */
  build(actor: string): { readonly done: Promise<unknown> } {
    if (this.#running) return this.#running
    const { store, book, timeZone, log } = this.#options
    const running = { share: 0, at: store.now() }
    const done = buildWorklist({
      store,
      book: book(),
      timeZone: timeZone(),
      actor,
      onProgress: (share) => {
        running.share = share
      },
    })
      .then(
        (result) => {
          this.#failedAt = undefined
          log.info({ ...result }, 'the worklist of retention is built')
        },
        (error: unknown) => {
          this.#failedAt = store.now()
          log.warn({ reason: messageOf(error) }, 'the worklist could not be built')
        },
      )
      .finally(() => {
        this.#running = undefined
      })
    this.#running = Object.assign(running, { done })
    return this.#running
  }

  /** How far it is; null before the first run. */
  async status(): Promise<BuildStatus | null> {
    if (this.#running) return { state: 'running', share: this.#running.share, at: this.#running.at }
    if (this.#failedAt !== undefined) return { state: 'failed', at: this.#failedAt }
    const newest = await newestBuild(this.#options.store)
    return newest && { state: 'done', ...newest }
  }

  /** Looks no more, and waits for a run that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running?.done
  }

  /** Whether nobody has built the list since this morning, and everybody has been scored, or long enough was waited. */
  async #isDue(): Promise<boolean> {
    const { store, timeZone, isScored } = this.#options
    const now = store.now()
    if (!isScored() && now < this.#startedAt + WAIT_MS) return false
    const newest = await newestBuild(store)
    if (newest !== null && newest.at >= lastMorning(now, timeZone())) return false
    const scored = await store.db.selectFrom('scores').select('customer_id').limit(1).executeTakeFirst()
    return scored !== undefined
  }
}

/** The last time the clock showed the hour. */
export function lastMorning(now: number, timeZone: string): number {
  const next = nextNightlyRun(now - DAY_MS, HOUR, timeZone)
  // Where clocks were changed in between, a day is not 24 hours.
  return next <= now ? next : nextNightlyRun(now - DAY_MS - DAY_MS / 8, HOUR, timeZone)
}
