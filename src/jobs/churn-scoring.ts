/** Scores customers in small portions, so that whoever else writes to the database waits a few milliseconds at most. */

import type { ChurnModel } from '../churn/model.ts'
import { type Score, scorerOf } from '../churn/score.ts'
import type { Store } from '../conversations/store.ts'
import { churnRows } from '../customers/churn-rows.ts'
import type { Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'

/** Customers whose rows are held in memory at once when many are scored. */
const PORTION = 1_000
/** Scores written in one statement: about a millisecond of the one writer SQLite has. */
const WRITTEN_AT_ONCE = 50
/** Between two statements others write; in milliseconds. */
const PAUSE_MS = 3
/** Customers looked at in one go by whoever looks for stale scores. */
const LOOKED_AT = 500
/** Time itself changes what a score is made from: contracts end, tickets are forgotten. In milliseconds. */
const STALE_MS = 24 * 3_600_000

/** What scoring needs of a store. */
export type ScoringStore = Pick<Store, 'db' | 'now'>

/** A customer, and when their record last changed. */
export interface Outdated {
  readonly id: string
  readonly updatedAt: number
}

/** What came of scoring. */
export interface Scored {
  readonly scored: number
  /** Those without what the model needs; no score is better than a guess. */
  readonly skipped: readonly Outdated[]
}

/** How to score many. */
export interface ScoreAllOptions {
  /** Whom; everybody when left out. */
  readonly only?: 'outdated' | undefined
  /** Called after each portion. @returns ends the work when false */
  readonly onPortion?: ((portion: Scored) => boolean | undefined) | undefined
}

/**
 * Scores everybody, or whoever has no score of this model and record, a portion at a time; who refused scores, or
 * lacks what the model needs, loses theirs.
 * @returns how many were scored; the others are told portion by portion
 */
export async function scoreAll(
  store: ScoringStore,
  model: ChurnModel,
  { only, onPortion }: ScoreAllOptions = {},
): Promise<{ scored: number; skipped: number }> {
  let [scored, skipped] = [0, 0]
  for await (const looked of portionsOf(store, PORTION)) {
    const wanted =
      only === 'outdated' ? looked.filter((customer) => isOutdated(customer, model, store)) : looked
    const portion = await scorePortion(store, model, wanted)
    scored += portion.scored
    skipped += portion.skipped.length
    if (onPortion?.(portion) === false) break
  }
  return { scored, skipped }
}

/**
 * Customers whose score is missing, older than their record, older than a day, or of another model; and those who
 * refused scores and have one. Looks at a few hundred at a time, and lets whoever waits in between.
 * @param except whom not to name again while their record stays as it was
 * @param most ends when so many are found
 */
export async function outdatedCustomers(
  store: ScoringStore,
  model: ChurnModel,
  except: ReadonlyMap<string, number>,
  most: number,
): Promise<Outdated[]> {
  const found: Outdated[] = []
  for await (const looked of portionsOf(store, LOOKED_AT)) {
    for (const customer of looked) {
      // Refusing scores changes no record.
      const isInVain = !customer.refused && except.get(customer.id) === customer.updatedAt
      if (isOutdated(customer, model, store) && !isInVain) found.push(customer)
    }
    if (found.length >= most) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return found
}

/** Scores some customers and stores the scores; who refused scores, or lacks what the model needs, loses theirs. */
export async function scoreCustomers(
  store: ScoringStore,
  model: ChurnModel,
  customers: readonly Outdated[],
): Promise<Scored> {
  const refused = await refusedAmong(store, customers)
  return scorePortion(
    store,
    model,
    customers.map((customer) => ({ ...customer, refused: refused.has(customer.id) })),
  )
}

interface Looked extends Outdated {
  readonly refused: boolean
}

interface LookedWithScore extends Looked {
  readonly scoredAt: number | null
  readonly model: string | null
}

async function scorePortion(
  store: ScoringStore,
  model: ChurnModel,
  customers: readonly Looked[],
): Promise<Scored> {
  const refused = customers.filter((customer) => customer.refused)
  await forget(store, refused)
  const wanted = new Map(customers.filter((customer) => !customer.refused).map((one) => [one.id, one]))
  if (wanted.size === 0) return { scored: 0, skipped: [] }
  const now = store.now()
  const score = scorerOf(model)
  const rows = await churnRows(store, now, [...wanted.keys()])
  const skipped: Outdated[] = []
  const scores = rows.flatMap(({ customerId, row }) => {
    const result = scored(score, row)
    if (result) return [rowOf(model, customerId, result, now)]
    skipped.push(wanted.get(customerId)!)
    return []
  })
  // What another model or an older record says of them is no better.
  await forget(store, skipped)
  for (let at = 0; at < scores.length; at += WRITTEN_AT_ONCE) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    await write(store, scores.slice(at, at + WRITTEN_AT_ONCE))
  }
  return { scored: scores.length, skipped }
}

/** All customers in the order of their ids, with the score they have. */
async function* portionsOf({ db }: ScoringStore, size: number): AsyncGenerator<LookedWithScore[]> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('customers as c')
      .leftJoin('scores as s', 's.customer_id', 'c.id')
      .leftJoin('customer_choices as w', 'w.customer_id', 'c.id')
      .select(['c.id', 'c.updated_at', 's.scored_at', 's.model', 'w.automated'])
      .where('c.id', '>', after)
      .orderBy('c.id')
      .limit(size)
      .execute()
    if (rows.length === 0) return
    yield rows.map((row) => ({
      id: row.id,
      updatedAt: row.updated_at,
      scoredAt: row.scored_at,
      model: row.model,
      refused: row.automated === 0,
    }))
    after = rows.at(-1)!.id
  }
}

function isOutdated(
  { updatedAt, scoredAt, model: by, refused }: LookedWithScore,
  model: ChurnModel,
  store: ScoringStore,
): boolean {
  if (refused) return scoredAt !== null
  return (
    scoredAt === null || scoredAt < updatedAt || by !== model.version || scoredAt < store.now() - STALE_MS
  )
}

async function refusedAmong({ db }: ScoringStore, customers: readonly Outdated[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('customer_choices')
    .select('customer_id')
    .where('automated', '=', 0)
    .where(
      'customer_id',
      'in',
      customers.map(({ id }) => id),
    )
    .execute()
  return new Set(rows.map(({ customer_id }) => customer_id))
}

async function forget({ db }: ScoringStore, customers: readonly Outdated[]): Promise<void> {
  if (customers.length === 0) return
  const ids = customers.map(({ id }) => id)
  // Most have none, and a look takes no turn of those who write.
  const found = await db.selectFrom('scores').select('customer_id').where('customer_id', 'in', ids).execute()
  for (let at = 0; at < found.length; at += WRITTEN_AT_ONCE) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    const some = found.slice(at, at + WRITTEN_AT_ONCE).map(({ customer_id }) => customer_id)
    await db.deleteFrom('scores').where('customer_id', 'in', some).execute()
  }
}

async function write({ db }: ScoringStore, rows: readonly ReturnType<typeof rowOf>[]): Promise<void> {
  await db
    .insertInto('scores')
    .values(rows)
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
