/** Who could be put on the worklist: everybody with a score that may be used, and what an attempt is worth. */

import { bestOffer, type Offer, type OfferBook, type OfferService } from '../../churn/offers.ts'
import { attemptValue } from '../../churn/value.ts'
import type { Store } from '../../conversations/store.ts'
import { dayIn, daysBetween, monthsBetween } from '../../customers/calendar.ts'
import { serviceYuan } from '../../customers/service-fee.ts'

/** Somebody worth an attempt. */
export interface Candidate {
  readonly customerId: string
  readonly subjectId: string
  readonly probability: number
  /** Yuan, more than 0. */
  readonly ev: number
  readonly offer: string | null
  /** As stored with the score. */
  readonly reasons: string
  readonly model: string
}

/** What candidates are looked for with. */
export interface CandidateSearch {
  readonly store: Store
  readonly book: OfferBook
  readonly timeZone: string
  /** At most so many, those of the highest value. */
  readonly most: number
  /** @param share 0..1 */
  readonly onProgress?: (share: number) => void
}

/** Told once: telling the day by the clock of a time zone takes longer than all the rest of a customer. */
type DatedSearch = CandidateSearch & { readonly today: string }

const BATCH = 200
const DAY_MS = 86_400_000

/** Those worth most, the best first, and how many were looked at. Turns come between two batches. */
export async function bestCandidates(
  search: CandidateSearch,
): Promise<{ readonly best: readonly Candidate[]; readonly looked: number }> {
  const { store, most, onProgress } = search
  const dated: DatedSearch = { ...search, today: dayIn(store.now(), search.timeZone) }
  const total = await scored(store)
  let best: Candidate[] = []
  let looked = 0
  let last = ''
  for (;;) {
    const rows = await batchAfter(search, last)
    const end = rows.at(-1)
    if (!end) break
    last = end.id
    looked += rows.length
    best.push(
      ...(await worthwhile(
        dated,
        rows.filter(({ eligible }) => Number(eligible) === 1),
      )),
    )
    if (best.length > 2 * most + BATCH) best = ranked(best, most)
    onProgress?.(Math.min(1, looked / Math.max(1, total)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { best: ranked(best, most), looked }
}

/** Highest value first; of equals, always the same one. */
function ranked(candidates: readonly Candidate[], most: number): Candidate[] {
  return candidates
    .toSorted((a, b) => b.ev - a.ev || (a.customerId < b.customerId ? -1 : 1))
    .slice(0, Math.max(0, most))
}

async function scored(store: Store): Promise<number> {
  const { n } = await store.db
    .selectFrom('scores')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

type Row = Awaited<ReturnType<typeof batchAfter>>[number]

/**
 * Customers with a score, in order of their ids; `eligible` is 1 for whoever may be put on the list: an active
 * customer who lets a score be used, is not on the list, and was not looked after or written to lately.
 */
function batchAfter({ store, book }: CandidateSearch, last: string) {
  const since = store.now() - book.contact.at_most.days * DAY_MS
  return store.db
    .selectFrom('scores as s')
    .innerJoin('customers as c', 'c.id', 's.customer_id')
    .select([
      's.customer_id as id',
      's.probability',
      's.reasons',
      's.model',
      'c.subject_id',
      'c.plan',
      'c.home',
      'c.contract',
      'c.contract_end',
      'c.district',
      'c.joined',
      'c.monthly_fen',
      'c.attributes',
    ])
    .select((e) =>
      e
        .case()
        .when(
          e.and([
            e('c.status', '=', 'active'),
            e('c.monthly_fen', 'is not', null),
            e.or([e('c.churned', 'is', null), e('c.churned', '=', 0)]),
            e.not(
              e.exists(
                e
                  .selectFrom('customer_choices as k')
                  .select('k.customer_id')
                  .whereRef('k.customer_id', '=', 's.customer_id')
                  .where('k.automated', '=', 0),
              ),
            ),
            e.not(
              e.exists(
                e
                  .selectFrom('retention_items as i')
                  .select('i.id')
                  .whereRef('i.customer_id', '=', 's.customer_id')
                  .where((w) => w.or([w('i.closed_at', 'is', null), w('i.closed_at', '>', since)])),
              ),
            ),
            e.not(
              e.exists(
                e
                  .selectFrom('contacts as m')
                  .select('m.id')
                  .whereRef('m.customer_id', '=', 's.customer_id')
                  .where('m.state', 'in', ['sent', 'answered'])
                  .where('m.created_at', '>', since),
              ),
            ),
          ]),
        )
        .then(1)
        .else(0)
        .end()
        .as('eligible'),
    )
    .where('s.customer_id', '>', last)
    .orderBy('s.customer_id')
    .limit(BATCH)
    .execute()
}

async function worthwhile(search: DatedSearch, rows: readonly Row[]): Promise<Candidate[]> {
  const ids = rows.map(({ id }) => id)
  const having = await servicesOf(search.store, rows)
  const offered = await lastOffers(search.store, ids)
  return rows.flatMap((row) => {
    const judged = judge(search, row, having.get(row.id) ?? [], offered.get(row.id) ?? null)
    if (judged === null || judged.ev <= 0) return []
    const { id: customerId, subject_id: subjectId, probability, reasons, model } = row
    const { ev, offer } = judged
    return [{ customerId, subjectId, probability, ev, offer: offer?.id ?? null, reasons, model }]
  })
}

/** What an attempt is worth with the offer the customer may have; the offer does not depend on the risk. */
function judge(
  { store, book, today }: DatedSearch,
  row: Row,
  services: readonly OfferService[],
  offeredAt: number | null,
): { readonly ev: number; readonly offer: Offer | null } | null {
  // Whoever has given everything up already has decided.
  if (services.length === 0) return null
  const left = row.contract_end === null ? -1 : daysBetween(today, row.contract_end)
  const monthlyYuan = serviceYuan(row)
  const offer = bestOffer(book, {
    services,
    tenureMonths: row.joined === null ? null : monthsBetween(row.joined, today),
    plan: row.plan,
    contract: row.contract,
    district: row.district,
    contractDaysLeft: left < 0 ? null : left,
    monthlyYuan,
    daysSinceOffer: offeredAt === null ? null : Math.floor((store.now() - offeredAt) / DAY_MS),
  })
  const value = attemptValue({ monthlyYuan }, offer, row.probability, book.terms)
  return value === null ? null : { ev: value.ev, offer }
}

/** What customers have and have not cancelled. */
async function servicesOf(
  store: Store,
  rows: readonly Pick<Row, 'id' | 'plan' | 'home'>[],
): Promise<ReadonlyMap<string, OfferService[]>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const television = await store.db
    .selectFrom('products')
    .select(['customer_id', 'product'])
    .where('customer_id', 'in', ids)
    .where('until', 'is', null)
    .where('product', 'like', 'tv%')
    .execute()
  const cancelled = await store.db
    .selectFrom('cancellations')
    .select(['customer_id', 'service'])
    .where('customer_id', 'in', ids)
    .execute()
  const withTv = new Set(
    television
      .filter(({ product }) => product === 'tv' || product.startsWith('tv_'))
      .map(({ customer_id }) => customer_id),
  )
  const over = new Set(cancelled.map(({ customer_id, service }) => `${customer_id} ${service}`))
  return new Map(
    rows.map(({ id, plan, home }) => {
      const has: OfferService[] = []
      if (plan !== null) has.push('mobile')
      if (home !== null) has.push('home')
      if (withTv.has(id)) has.push('tv')
      return [id, has.filter((service) => !over.has(`${id} ${service}`))]
    }),
  )
}

/** When customers last heard or took an offer, in milliseconds since 1970. */
async function lastOffers(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const refused = store.db
    .selectFrom('cancellations')
    .select(['customer_id', 'created_at as at'])
    .where('customer_id', 'in', ids)
    .where('offer', 'is not', null)
  const taken = store.db
    .selectFrom('tasks')
    .select(['customer_id', 'created_at as at'])
    .where('customer_id', 'in', ids)
    .where('kind', '=', 'offer')
  const made = store.db
    .selectFrom('treatments')
    .select(['customer_id', 'at'])
    .where('customer_id', 'in', ids)
    .where('kind', '=', 'offer')
    .where('arm', '=', 'treated')
  const written = store.db
    .selectFrom('contacts')
    .select(['customer_id', 'created_at as at'])
    .where('customer_id', 'in', ids)
    .where('state', 'in', ['sent', 'answered'])
    .where('offer', 'is not', null)
  const last = new Map<string, number>()
  for (const { customer_id, at } of [
    ...(await refused.execute()),
    ...(await taken.execute()),
    ...(await made.execute()),
    ...(await written.execute()),
  ])
    if (customer_id !== null) last.set(customer_id, Math.max(last.get(customer_id) ?? 0, at))
  return last
}
