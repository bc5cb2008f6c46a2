/** Keeps the churn model and every customer's score: trained when there is none, scored at start and on change. */

import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ChurnModel, parseModel, serialiseModel } from '../churn/model.ts'
import { type Score, scorerOf } from '../churn/score.ts'
import { trainInProcess } from '../churn/trainer.ts'
import type { Store } from '../conversations/store.ts'
import { churnRows } from '../customers/churn-rows.ts'
import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'

/** With fewer customers of known outcome a model says nothing. */
const LEARN_FROM = 200
/** Customers scored in one go, some milliseconds of work; turns come between two of them. */
const BATCH = 100
/** Time itself changes what a score is made from: contracts end, tickets are forgotten. In milliseconds. */
const STALE_MS = 24 * 3_600_000
const RESCORE_EVERY_MS = 5_000
const SETTING = 'churn_model'

/** What scoring works on. */
export interface ChurnOptions {
  readonly store: Store
  readonly mapping: Mapping
  /** Folder of the model files. */
  readonly folder: string
}

/** What came of training. */
export interface Trained {
  readonly model: ChurnModel
  readonly milliseconds: number
}

/**
 * Trains on the customers whose outcome is known and makes the model the one in force.
 * @throws LiukeError `churn_too_few`, and those of training
 */
export async function trainChurnModel({ store, mapping, folder }: ChurnOptions): Promise<Trained> {
  const rows = (await churnRows(store, store.now()))
    .map(({ row }) => row)
    .filter((row) => row[mapping.label.column] != null)
  if (rows.length < LEARN_FROM) {
    throw new LiukeError(
      'churn_too_few',
      `${rows.length} customers have a known outcome; a model needs at least ${LEARN_FROM}.`,
      'Import customers with the column that says who left.',
    )
  }
  const began = performance.now()
  const model = await trainInProcess(rows, mapping)
  const milliseconds = performance.now() - began
  await keep(folder, model)
  await store.db
    .insertInto('settings')
    .values({ key: SETTING, value: serialiseModel(model) })
    .onConflict((c) => c.column('key').doUpdateSet({ value: serialiseModel(model) }))
    .execute()
  return { model, milliseconds }
}

/** A copy on disk, for people who look. The one in the database is in force in every process. */
async function keep(folder: string, model: ChurnModel): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${model.version}.json`)
  await writeFile(`${file}.part`, `${serialiseModel(model)}\n`)
  await rename(`${file}.part`, file)
}

/** The model in force; null before the first. @throws LiukeError `churn_model_damaged` */
export async function currentModel(store: Store): Promise<ChurnModel | null> {
  const text = await currentText(store)
  return text === null ? null : parseModel(text)
}

async function currentText(store: Store): Promise<string | null> {
  const row = await store.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SETTING)
    .executeTakeFirst()
  return row?.value ?? null
}

/**
 * Scores customers and stores the scores. Rows that cannot be scored are skipped and counted.
 * @param ids whom; everybody when left out
 * @returns who was scored, and how many were not
 */
export async function scoreCustomers(
  store: Store,
  model: ChurnModel,
  ids?: readonly string[],
): Promise<{ scored: ReadonlySet<string>; skipped: number }> {
  const now = store.now()
  const score = scorerOf(model)
  const rows = await churnRows(store, now, ids)
  const scores = rows.flatMap(({ customerId, row }) => {
    const result = scored(score, row)
    return result ? [rowOf(model, customerId, result, now)] : []
  })
  for (let at = 0; at < scores.length; at += BATCH) {
    await store.db
      .insertInto('scores')
      .values(scores.slice(at, at + BATCH))
      .onConflict((c) =>
        c.column('customer_id').doUpdateSet((e) => ({
          logit: e.ref('excluded.logit'),
          probability: e.ref('excluded.probability'),
          reasons: e.ref('excluded.reasons'),
          model: e.ref('excluded.model'),
          scored_at: e.ref('excluded.scored_at'),
        })),
      )
      .execute()
  }
  const scoredIds = new Set(scores.map(({ customer_id }) => customer_id))
  return { scored: scoredIds, skipped: rows.length - scores.length }
}

/** A customer of another source may lack what the model needs: no score is better than a guess. */
function scored(score: (row: Row) => Score, row: Row): Score | null {
  try {
    return score(row)
  } catch (error) {
    if (error instanceof LiukeError) return null
    throw error
  }
}

function rowOf(model: ChurnModel, id: string, score: Score, now: number) {
  const titles = model.mapping.churn.groups
  const reasons = score.reasons.map(({ group, contribution }) => ({
    group,
    title: titles[group] ?? { zh: group, en: group },
    contribution,
  }))
  return {
    customer_id: id,
    logit: score.logit,
    probability: score.probability,
    reasons: JSON.stringify(reasons),
    model: model.version,
    scored_at: now,
  }
}

/** A customer and when their record last changed. */
interface Changed {
  readonly id: string
  readonly updated_at: number
}

/**
 * Customers whose record changed after their score, whose score is a day old, or who have none of this model.
 * @param inVain when the record had last changed of those who could not be scored
 */
async function changedCustomers(
  store: Store,
  model: ChurnModel,
  inVain: ReadonlyMap<string, number>,
): Promise<Changed[]> {
  const rows = await store.db
    .selectFrom('customers as c')
    .leftJoin('scores as s', 's.customer_id', 'c.id')
    .select(['c.id', 'c.updated_at'])
    .where((e) =>
      e.or([
        e('s.customer_id', 'is', null),
        e('s.scored_at', '<', e.ref('c.updated_at')),
        e('s.model', '!=', model.version),
        e('s.scored_at', '<', store.now() - STALE_MS),
      ]),
    )
    .limit(BATCH + inVain.size)
    .execute()
  return rows.filter(({ id, updated_at }) => inVain.get(id) !== updated_at).slice(0, BATCH)
}

/** How many customers there are and when one last changed: while that stays, training again would fail again. */
async function stateOf(store: Store): Promise<string> {
  const row = await store.db
    .selectFrom('customers')
    .select((e) => [e.fn.countAll<number>().as('n'), e.fn.max('updated_at').as('newest')])
    .executeTakeFirstOrThrow()
  return `${row.n} ${row.newest}`
}

/**
 * Trains a model in a thread when there is none, scores everybody, and goes on scoring whoever changes, a few
 * at a time. @returns stops
 */
export function startChurnScores(options: ChurnOptions & { readonly log: Logger }): () => Promise<void> {
  const { store, log } = options
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let known: { readonly text: string; readonly model: ChurnModel } | undefined
  let tooFew: string | undefined
  /** Those without what the model needs; asking again before they change would change nothing. */
  const inVain = new Map<string, number>()

  const newestModel = async (): Promise<ChurnModel | null> => {
    const text = await currentText(store)
    if (text !== null && text !== known?.text) {
      known = { text, model: parseModel(text) }
      inVain.clear()
    }
    if (text !== null) return known?.model ?? null
    const state = await stateOf(store)
    if (state === tooFew) return null
    const first = await trainFirst(options)
    tooFew = first === null ? state : undefined
    return first
  }
  const round = async (): Promise<void> => {
    const model = await newestModel()
    while (model && !stopped) {
      const changed = await changedCustomers(store, model, inVain)
      if (changed.length === 0) return
      const ids = changed.map(({ id }) => id)
      const { scored } = await scoreCustomers(store, model, ids)
      for (const { id, updated_at } of changed) if (!scored.has(id)) inVain.set(id, updated_at)
      // Whoever waits for a turn gets it before the next few.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  let running: Promise<void> = Promise.resolve()
  const again = (): void => {
    running = round()
      .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'customers could not be scored'))
      .then(() => {
        if (!stopped) timer = setTimeout(again, RESCORE_EVERY_MS).unref()
      })
  }
  again()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}

/** The first model; null while too few outcomes are known. */
async function trainFirst(options: ChurnOptions & { readonly log: Logger }): Promise<ChurnModel | null> {
  try {
    const { model, milliseconds } = await trainChurnModel(options)
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
