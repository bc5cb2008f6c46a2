/** Reads what became of customers who were due for a treatment, and says what the treatment has brought. */

import type { OfferBook } from '../churn/offers.ts'
import { type Outcome, type UpliftFigures, upliftOf } from '../churn/uplift.ts'
import { marginOf } from '../churn/value.ts'
import { type Store, unlessErased } from '../conversations/store.ts'
import { serviceYuan } from '../customers/service-fee.ts'
import { taskBody } from '../services/open-tasks.ts'
import type { TreatmentKind } from '../storage/schema.ts'

const DAY_MS = 86_400_000
const PAGE = 1_000

/** Days the outcome is waited for. */
export const DEFAULT_DAYS = 90

/** What to look at. */
export interface UpliftOptions {
  readonly kind: TreatmentKind
  /** Days after the treatment in which leaving counts, 1..730. */
  readonly days: number
  /** The company's figures, and its offers. */
  readonly book: OfferBook
  /** Hears how far reading is, 0..1. */
  readonly onProgress?: (share: number) => void
}

/** What it has brought, and who was not counted. */
export interface Uplift extends UpliftFigures {
  readonly kind: TreatmentKind
  readonly days: number
  /** Treated or held less than these days ago: their outcome is not known yet. */
  readonly pending: number
  /** Their record is gone: erased, or taken back with its import. */
  readonly gone: number
  /** Treated while nobody was held: there is nothing to compare them with. */
  readonly notDrawn: number
  /** Counted, but without a known monthly fee: they are not in the value. */
  readonly withoutFee: number
  /** When the first and the last who are counted were due; null without any. */
  readonly from: number | null
  readonly to: number | null
}

/**
 * Compares those who were treated with those who were held, by the first draw of each customer. Left is whoever
 * cancelled anything within the days, or is known to have left without anybody knowing when.
 */
export async function uplift(store: Store, options: UpliftOptions): Promise<Uplift> {
  const { kind, days, book, onProgress } = options
  const due = store.now() - days * DAY_MS
  const counts = { pending: 0, gone: 0, notDrawn: 0, withoutFee: 0 }
  const outcomes: Outcome[] = []
  let [from, to]: [number | null, number | null] = [null, null]
  let counted: string | null = null
  const total = await countOf(store, kind)
  let read = 0
  const prices = new Map(book.offers.map(({ id, cost }) => [id, cost]))
  for await (const page of pagesOf(store, kind, days)) {
    const taken = await takenBy(store, page)
    for (const row of page) {
      if (row.share <= 0) {
        counts.notDrawn++
        continue
      }
      // Later draws come after an earlier treatment and are no clean comparison.
      if (row.customer_id === counted) continue
      counted = row.customer_id
      if (row.at > due) counts.pending++
      else if (row.status === null) counts.gone++
      else {
        const within = (taken.get(row.customer_id) ?? []).filter(
          ({ at }) => at >= row.at && at < row.at + days * DAY_MS,
        )
        const given = within.reduce((sum, { offer }) => sum + (prices.get(offer) ?? 0), 0)
        const outcome = outcomeOf(row, kind, book, given)
        if (outcome.value === null) counts.withoutFee++
        outcomes.push(outcome)
        from = Math.min(from ?? row.at, row.at)
        to = Math.max(to ?? row.at, row.at)
      }
    }
    read += page.length
    onProgress?.(Math.min(1, read / Math.max(1, total)))
  }
  return { kind, days, ...upliftOf(outcomes), ...counts, from, to }
}

interface DueRow {
  readonly customer_id: string
  readonly period: number
  readonly at: number
  readonly arm: 'treated' | 'held'
  readonly share: number
  readonly offer: string | null
  readonly status: string | null
  readonly churned: number | null
  readonly monthly_fen: number | null
  readonly attributes: string | null
  /** Cancellations after it, within the days and all there are. */
  readonly left_in_time: number | null
  readonly left: number | null
}

/** @param given what the offers cost that the customer took within the days, in yuan */
function outcomeOf(row: DueRow, kind: TreatmentKind, book: OfferBook, given: number): Outcome {
  // What they cancelled before it says nothing of the day on which they left.
  const undated = Number(row.left) === 0 && (row.status === 'cancelled' || row.churned === 1)
  const retained = Number(row.left_in_time) === 0 && !undated
  const treated = row.arm === 'treated'
  const offer = book.offers.find(({ id }) => id === row.offer) ?? null
  // Somebody who is left alone may still ask for a person, and take an offer there.
  const spent = (treated && kind === 'contact' ? book.terms.agent_cost : 0) + given
  const fee = serviceYuan({ ...row, attributes: row.attributes ?? '{}' })
  const worth = fee === null ? null : marginOf(fee, offer, book.terms)
  return { treated, retained, value: worth === null ? null : (retained ? worth : 0) - spent }
}

interface Taken {
  readonly offer: string
  readonly at: number
}

/** Offers that were taken, by customer; which ones is sealed in the tasks to book them. */
async function takenBy(store: Store, page: readonly DueRow[]): Promise<Map<string, Taken[]>> {
  const tasks = await store.db
    .selectFrom('tasks')
    .selectAll()
    .where('kind', '=', 'offer')
    .where(
      'customer_id',
      'in',
      page.map(({ customer_id }) => customer_id),
    )
    .execute()
  const taken = new Map<string, Taken[]>()
  for (const task of tasks) {
    const key = await unlessErased(store.vault.keyOf(task.subject_id))
    const { customer_id: id, created_at: at } = task
    const offer = key === null ? undefined : taskBody(task, key).offer
    if (id !== null && offer !== undefined) taken.set(id, [...(taken.get(id) ?? []), { offer, at }])
  }
  return taken
}

async function countOf(store: Store, kind: TreatmentKind): Promise<number> {
  const { n } = await store.db
    .selectFrom('treatments')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Everybody who was due, customer by customer and there in the order of time, with what became of them. */
async function* pagesOf(store: Store, kind: TreatmentKind, days: number): AsyncGenerator<readonly DueRow[]> {
  let after: Pick<DueRow, 'customer_id' | 'period'> | null = null
  for (;;) {
    const page: readonly DueRow[] = await pageAfter(store, kind, days, after)
    if (page.length > 0) yield page
    after = page.at(-1) ?? null
    if (page.length < PAGE || after === null) return
  }
}

async function pageAfter(
  store: Store,
  kind: TreatmentKind,
  days: number,
  after: Pick<DueRow, 'customer_id' | 'period'> | null,
): Promise<DueRow[]> {
  const within = days * DAY_MS
  let query = store.db
    .selectFrom('treatments as t')
    .leftJoin('customers as c', 'c.id', 't.customer_id')
    .select(['t.customer_id', 't.period', 't.at', 't.arm', 't.share', 't.offer'])
    .select(['c.status', 'c.churned', 'c.monthly_fen', 'c.attributes'])
    .select((e) => [
      e
        .selectFrom('cancellations as x')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('x.customer_id', '=', 't.customer_id')
        .whereRef('x.created_at', '>=', 't.at')
        .as('left'),
      e
        .selectFrom('cancellations as x')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('x.customer_id', '=', 't.customer_id')
        .whereRef('x.created_at', '>=', 't.at')
        .where((x) => x('x.created_at', '<', x('t.at', '+', within)))
        .as('left_in_time'),
    ])
    .where('t.kind', '=', kind)
    .orderBy('t.customer_id')
    .orderBy('t.period')
    .limit(PAGE)
  if (after !== null)
    query = query.where((e) =>
      e.or([
        e('t.customer_id', '>', after.customer_id),
        e.and([e('t.customer_id', '=', after.customer_id), e('t.period', '>', after.period)]),
      ]),
    )
  return query.execute()
}
