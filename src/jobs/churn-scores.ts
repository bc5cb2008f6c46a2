/** Trains the churn model of an installation, and keeps every customer's score up to date while a server runs. */

import type { ChurnModel, TrainingNote } from '../churn/model.ts'
import { parseModel } from '../churn/model.ts'
import { trainInProcess } from '../churn/trainer.ts'
import type { Store } from '../conversations/store.ts'
import { type CutoffQuestion, customersAt } from '../customers/churn-outcomes.ts'
import { churnRows } from '../customers/churn-rows.ts'
import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { currentModelText, putIntoForce } from './churn-models.ts'
import { type Outdated, outdatedCustomers, scoreCustomers } from './churn-scoring.ts'
import { scoreInProcess } from './churn-scoring-process.ts'

/** With fewer customers of known outcome a model says nothing. */
const LEARN_FROM = 200
/** Customers scored in one go beside turns, some milliseconds of work. */
const INLINE_AT_ONCE = 50
/** From so many on a process of its own scores them. */
const MANY = 500
const RESCORE_EVERY_MS = 5_000
/** Looking for who has changed takes at most this share of the time, however many customers there are. */
const LOOKING_SHARE = 0.1

/** What training works on. */
export interface ChurnOptions {
  readonly store: Store
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
  readonly milliseconds: number
}

/**
 * Trains on the customers whose outcome is known and makes the model the one in force. With a cut-off, and nobody
 * of whom the day of leaving is known, it trains without one and says so in the model's notes.
 * @throws LiukeError `churn_too_few`, those of `customersAt`, and those of training
 */
export async function trainChurnModel(options: TrainOptions): Promise<Trained> {
  const { store, mapping, folder, actor, signal } = options
  const { rows, notes, cutoff } = await learntFrom(options)
  if (rows.length < LEARN_FROM) {
    throw new LiukeError(
      'churn_too_few',
      `${rows.length} customers have a known outcome; a model needs at least ${LEARN_FROM}.`,
      cutoff === undefined
        ? 'Import customers with the column that says who left.'
        : 'Take another day, or train without --cutoff.',
    )
  }
  const began = performance.now()
  const model = await trainInProcess(rows, mapping, { notes, cutoff, signal })
  const milliseconds = performance.now() - began
  await putIntoForce(store, folder, model, actor)
  return { model, milliseconds }
}

interface LearntFrom {
  readonly rows: readonly Row[]
  readonly notes: readonly TrainingNote[]
  readonly cutoff: CutoffQuestion | undefined
}

async function learntFrom({ store, mapping, cutoff }: TrainOptions): Promise<LearntFrom> {
  const notes: TrainingNote[] = []
  if (cutoff !== undefined) {
    const { rows, left, undated, changedSince } = await customersAt(store, mapping, cutoff)
    if (left > 0) {
      if (undated > 0) {
        const message = `${undated} customers left on a day nobody wrote down; they were left out.`
        notes.push({ code: 'undated_left', message })
      }
      if (changedSince > 0) {
        const message = `${changedSince} records have changed since ${cutoff.day}: their plan, contract, payment and fee may be newer.`
        notes.push({ code: 'undated_fields', message })
      }
      return { rows: rows.map(({ row }) => row), notes, cutoff }
    }
    const message = `Of nobody who left a day within ${cutoff.horizon} days after ${cutoff.day} is known: trained without a cut-off, on everybody as of today.`
    notes.push({ code: 'cutoff_unused', message })
  }
  const known = (await churnRows(store, store.now()))
    .map(({ row }) => row)
    .filter((row) => row[mapping.label.column] != null)
  return { rows: known, notes, cutoff: undefined }
}

/** How many customers there are and when one last changed: while that stays, training again would fail again. */
async function stateOf(store: Store): Promise<string> {
  const row = await store.db
    .selectFrom('customers')
    .select((e) => [e.fn.countAll<number>().as('n'), e.fn.max('updated_at').as('newest')])
    .executeTakeFirstOrThrow()
  return `${row.n} ${row.newest}`
}

/** What a running server keeps scores with. */
export interface ScoreKeeperOptions extends ChurnOptions {
  /** For the process that scores many; left out, everything is scored here. */
  readonly databaseUrl?: string | undefined
  /** Milliseconds between two looks for who has changed. */
  readonly everyMs?: number | undefined
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
  let tooFew: string | undefined
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
    const state = await stateOf(store)
    if (state === tooFew) return null
    const first = await trainFirst(options, stopping.signal)
    tooFew = first === null ? state : undefined
    return first
  }
  const scoreHere = async (model: ChurnModel, outdated: readonly Outdated[]): Promise<void> => {
    for (let at = 0; at < outdated.length && !stopping.signal.aborted; at += INLINE_AT_ONCE) {
      const { skipped } = await scoreCustomers(store, model, outdated.slice(at, at + INLINE_AT_ONCE))
      remember(skipped)
      // Whoever waits for a turn gets it before the next few.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  let lookedMs = 0
  const round = async (): Promise<void> => {
    const model = await newestModel()
    if (!model || stopping.signal.aborted) return
    const looking = performance.now()
    const outdated = await outdatedCustomers(store, model, inVain, MANY)
    lookedMs = performance.now() - looking
    if (outdated.length < MANY || databaseUrl === undefined) return scoreHere(model, outdated)
    const began = performance.now()
    const task = { databaseUrl, model, now: store.now() }
    const { scored, skipped } = await scoreInProcess(task, remember, stopping.signal)
    log.info({ scored, skipped, ms: Math.round(performance.now() - began) }, 'customers were scored')
  }
  let running: Promise<void> = Promise.resolve()
  const again = (): void => {
    running = round()
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

/** The first model; null while too few outcomes are known. */
async function trainFirst(options: ScoreKeeperOptions, signal: AbortSignal): Promise<ChurnModel | null> {
  try {
    const { model, milliseconds } = await trainChurnModel({ ...options, actor: 'system', signal })
    options.log.info(
      { rows: model.rows, version: model.version, milliseconds: Math.round(milliseconds) },
      'the churn model is trained',
    )
    return model
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'churn_too_few') return null
    throw error
  }
}
