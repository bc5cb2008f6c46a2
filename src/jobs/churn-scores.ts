/** Keeps every customer's score up to date while a server runs. */

import { type ChurnModel, parseModel } from '../churn/model.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { currentModelText } from './churn-models.ts'
import { type Outdated, outdatedCustomers, scoreCustomers } from './churn-scoring.ts'
import { scoreInProcess } from './churn-scoring-process.ts'
import { type ChurnOptions, firstTraining } from './churn-training.ts'

/** Customers scored in one go beside turns, some milliseconds of work. */
const INLINE_AT_ONCE = 50
/** From so many on a process of its own scores them. */
const MANY = 500
const RESCORE_EVERY_MS = 5_000
/** Looking for who has changed takes at most this share of the time, however many customers there are. */
const LOOKING_SHARE = 0.1

/** What a running server keeps scores with. */
export interface ScoreKeeperOptions extends ChurnOptions {
  /** Milliseconds between two looks for who has changed. */
  readonly everyMs?: number | undefined
  /** Hears after each look that left nobody to score. */
  readonly onScored?: (() => void) | undefined
  readonly log: Logger
}

/**
 * Trains a model in a process when there is none, scores everybody, and goes on scoring whoever changes: a few here,
 * many in a process. @returns stops
 */
export function startChurnScores(options: ScoreKeeperOptions): () => Promise<void> {
  const { store, log, databaseUrl, everyMs = RESCORE_EVERY_MS } = options
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let known: { readonly text: string; readonly model: ChurnModel } | undefined
  const first = firstTraining(options)
  let lookedMs = 0
  /** Those without what the model needs; asking again before they change would change nothing. */
  const inVain = new Map<string, number>()
  const remember = (skipped: readonly Outdated[]): void => {
    for (const { id, updatedAt } of skipped) inVain.set(id, updatedAt)
  }

  const newestModel = async (): Promise<ChurnModel | null> => {
    const text = await currentModelText(store)
    if (text !== null && text !== known?.text) {
      known = { text, model: parseModel(text) }
      inVain.clear()
    }
    if (text !== null) return known?.model ?? null
    const { model, countedMs } = await first(stopping.signal)
    lookedMs = countedMs
    return model
  }
  const scoreHere = async (model: ChurnModel, outdated: readonly Outdated[]): Promise<void> => {
    for (let at = 0; at < outdated.length && !stopping.signal.aborted; at += INLINE_AT_ONCE) {
      const { skipped } = await scoreCustomers(store, model, outdated.slice(at, at + INLINE_AT_ONCE))
      remember(skipped)
      // Whoever waits for a turn gets it before the next few.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  /** @returns whether nobody is left to score */
  const round = async (): Promise<boolean> => {
    const model = await newestModel()
    if (!model || stopping.signal.aborted) return false
    const looking = performance.now()
    const outdated = await outdatedCustomers(store, model, inVain, MANY)
    lookedMs = performance.now() - looking
    if (outdated.length < MANY) {
      await scoreHere(model, outdated)
      return !stopping.signal.aborted
    }
    const began = performance.now()
    const task = { databaseUrl, model, now: store.now() }
    const { scored, skipped } = await scoreInProcess(task, remember, stopping.signal)
    log.info({ scored, skipped, ms: Math.round(performance.now() - began) }, 'customers were scored')
    return true
  }
  let running: Promise<void> = Promise.resolve()
  const again = (): void => {
    running = round()
      .then((done) => {
        if (done) options.onScored?.()
      })
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ reason: messageOf(error) }, 'customers could not be scored')
      })
      .then(() => {
        if (stopping.signal.aborted) return
        timer = setTimeout(again, Math.max(everyMs, lookedMs / LOOKING_SHARE)).unref()
      })
  }
  again()
  return async () => {
    stopping.abort()
    clearTimeout(timer)
    await running
  }
}
