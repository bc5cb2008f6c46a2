/** Trains the churn model of an installation: when somebody asks for it, and by itself where there is none yet. */

import type { ChurnModel } from '../churn/model.ts'
import { trainInProcess } from '../churn/trainer.ts'
import { LEARN_FROM } from '../churn/training-rows.ts'
import type { Store } from '../conversations/store.ts'
import type { CutoffQuestion } from '../customers/churn-outcomes.ts'
import type { Mapping } from '../customers/mapping.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { putIntoForce } from './churn-models.ts'

/** Customers whose outcome is counted in one go beside turns, some milliseconds of work. */
const COUNTED_AT_ONCE = 500
/** A changed record may be what a refused training lacked; with every one it would train all day. */
const AGAIN_MS = 10 * 60_000
/** What the customers are not the cause of. */
const UNEXPECTED = 'churn_training_failed'

/** What training works on. */
export interface ChurnOptions {
  readonly store: Store
  /** The same database, for the process that reads the customers. */
  readonly databaseUrl: string
  readonly mapping: Mapping
  /** Folder of the model files. */
  readonly folder: string
}

/** How to train. */
export interface TrainOptions extends ChurnOptions {
  /** Who is on record for it. */
  readonly actor: string
  /** Learn from customers as they were on a day, and from who left soon after. */
  readonly cutoff?: CutoffQuestion | undefined
  readonly signal?: AbortSignal | undefined
}

/** What came of training. */
export interface Trained {
  readonly model: ChurnModel
  /** Reading the customers is part of it. */
  readonly milliseconds: number
}

/**
 * Trains on the customers whose outcome is known and makes the model the one in force. With a cut-off, and nobody
 * of whom the day of leaving is known, it trains without one and says so in the model's notes.
 * @throws LiukeError those of `trainInProcess`
 */
export async function trainChurnModel(options: TrainOptions): Promise<Trained> {
  const { store, databaseUrl, mapping, folder, actor, cutoff, signal } = options
  const began = performance.now()
  const model = await trainInProcess({ databaseUrl, mapping, cutoff, now: store.now() }, signal)
  const milliseconds = performance.now() - began
  await putIntoForce(store, folder, model, actor)
  return { model, milliseconds }
}

/** A training that was refused, and what there was to learn from then. */
interface Refusal {
  readonly code: string
  readonly at: number
  readonly outcomes: Outcomes
}

/**
 * Trains the first model as soon as enough outcomes are known. What was refused is not tried again before an
 * outcome is another, or some minutes after a record has changed, and is told once.
 * @returns asks for the model, null while there is none; not to be asked again before it has answered
 */
export function firstTraining(
  options: ChurnOptions & { readonly log: Logger },
): (signal: AbortSignal) => Promise<{ readonly model: ChurnModel | null; readonly countedMs: number }> {
  const { store, log } = options
  let refusal: Refusal | undefined
  return async (signal) => {
    const began = performance.now()
    const outcomes = await knownOutcomes(store, signal)
    const countedMs = performance.now() - began
    const { left, stayed } = outcomes
    const isHopeless = left + stayed < LEARN_FROM || signal.aborted
    if (isHopeless || !mayTryAgain(refusal, outcomes, store.now())) return { model: null, countedMs }
    try {
      const { model, milliseconds } = await trainChurnModel({ ...options, actor: 'system', signal })
      const { rows, version } = model
      log.info({ rows, version, milliseconds: Math.round(milliseconds) }, 'the churn model is trained')
      return { model, countedMs }
    } catch (error) {
      if (signal.aborted) throw error
      const code = error instanceof LiukeError ? error.code : UNEXPECTED
      const advice = error instanceof LiukeError ? error.advice : undefined
      // That too few have the columns of the mapping is no fault: their table may be on its way.
      if (code !== refusal?.code && code !== 'churn_too_few')
        log.warn({ code, reason: messageOf(error), advice }, 'no churn model could be trained')
      refusal = { code, at: store.now(), outcomes }
      return { model: null, countedMs }
    }
  }
}

function mayTryAgain(refusal: Refusal | undefined, { left, stayed, newest }: Outcomes, now: number): boolean {
  if (!refusal) return true
  const { code, at, outcomes } = refusal
  if (left !== outcomes.left || stayed !== outcomes.stayed) return true
  // Memory or room on the disk may have lacked, which no record tells.
  return now >= at + AGAIN_MS && (newest !== outcomes.newest || code === UNEXPECTED)
}

/** How many are known to have left and to have stayed, and when any record last changed. */
interface Outcomes {
  readonly left: number
  readonly stayed: number
  readonly newest: number
}

/** Counts a few hundred at a time, and lets whoever waits for a turn go first. */
async function knownOutcomes({ db }: Pick<Store, 'db'>, signal: AbortSignal): Promise<Outcomes> {
  let [left, stayed, newest, after] = [0, 0, 0, '']
  while (!signal.aborted) {
    const rows = await db
      .selectFrom('customers')
      .select(['id', 'churned', 'updated_at'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(COUNTED_AT_ONCE)
      .execute()
    for (const { churned, updated_at: at } of rows) {
      if (churned === 1) left++
      else if (churned === 0) stayed++
      if (at > newest) newest = at
    }
    if (rows.length < COUNTED_AT_ONCE) break
    after = rows.at(-1)!.id
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { left, stayed, newest }
}
