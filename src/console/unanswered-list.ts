/** Reads the clusters of unanswered questions as the list shows them. */

import { createHash } from 'node:crypto'
import type { Store } from '../conversations/store.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { addDays, dayIn } from '../customers/calendar.ts'
import { openQuestions } from '../jobs/unanswered/questions.ts'
import { typicalFirst } from '../jobs/unanswered/typical.ts'
import type { ClustersTable, UnansweredReason, UnansweredStatus } from '../storage/schema.ts'
import { likeliest } from './unanswered-candidates.ts'
import type { ClusterSummary, ClustersAnswer } from './unanswered-types.ts'

/** What the list is narrowed to. */
export interface ListQuery {
  readonly status: UnansweredStatus
  readonly reason?: UnansweredReason | undefined
  readonly language?: 'zh' | 'en' | 'mixed' | undefined
  /** Clusters with questions of so many days back. */
  readonly days?: number | undefined
  readonly cursor?: { readonly rank: number; readonly id: string } | undefined
}

const PAGE = 30
const DAY_MS = 86_400_000
const TREND_DAYS = 14
/** Questions of a cluster that are opened for its title and candidates, the newest. */
export const OPENED = 8
const NONE: Readonly<Record<UnansweredStatus, number>> = {
  ...{ new: 0, accepted: 0, applied: 0, dismissed: 0, 'out-of-scope': 0, labelled: 0 },
}

/** A page of clusters, those that weigh most first. */
export async function clustersAnswer(curation: Curation, query: ListQuery): Promise<ClustersAnswer> {
  const { store } = curation
  const { cursor } = query
  let page = narrowed(store, query).selectAll('clusters')
  if (cursor)
    page = page.where(({ eb, or, and }) =>
      or([
        eb('rank', '<', cursor.rank),
        and([eb('rank', '=', cursor.rank), eb('clusters.id', '>', cursor.id)]),
      ]),
    )
  const rows = await page
    .orderBy('rank', 'desc')
    .orderBy('clusters.id')
    .limit(PAGE + 1)
    .execute()
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  const clusters: ClusterSummary[] = []
  for (const row of shown) clusters.push(await summaryOf(curation, row))
  return {
    clusters,
    next: rows.length > PAGE && last ? `${last.rank}:${last.id}` : null,
    ...(await headOf(curation, query)),
  }
}

/**
 * Counts and progress, without clusters. Its `version` stays the same while nothing else does.
 * @returns null where it is still that version
 */
export async function changedSince(
  curation: Curation,
  query: ListQuery,
  version: string,
): Promise<ClustersAnswer | null> {
  const head = await headOf(curation, query)
  return head.version === version ? null : { ...head, clusters: [], next: null }
}

async function headOf(
  { store, corpus }: Curation,
  query: ListQuery,
): Promise<Omit<ClustersAnswer, 'clusters' | 'next'>> {
  const { total } = await narrowed(store, query)
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const counted = await store.db
    .selectFrom('clusters')
    .select(['status', (e) => e.fn.countAll<number>().as('n')])
    .groupBy('status')
    .execute()
  const { waiting } = await store.db
    .selectFrom('unanswered')
    .select((e) => e.fn.countAll<number>().as('waiting'))
    .where('status', '=', 'new')
    .where('cluster_id', 'is', null)
    .executeTakeFirstOrThrow()
  const feed = await store.db.selectFrom('unanswered_feed').selectAll().where('id', '=', 1).executeTakeFirst()
  const head = {
    total: Number(total),
    counts: { ...NONE, ...Object.fromEntries(counted.map(({ status, n }) => [status, Number(n)])) },
    waiting: Number(waiting),
    run: feed?.run == null ? null : { share: Number(feed.share ?? 0) },
    clusteredAt: feed?.clustered_at == null ? null : Number(feed.clustered_at),
    failure: feed?.failure ?? null,
    timeZone: corpus().company.timeZone,
  }
  return { ...head, version: versionOf(head), now: store.now() }
}

function versionOf(head: object): string {
  return createHash('sha256').update(JSON.stringify(head)).digest('base64url').slice(0, 22)
}

function narrowed({ db, now }: Store, { status, reason, language, days }: ListQuery) {
  let clusters = db.selectFrom('clusters').where('clusters.status', '=', status)
  if (days !== undefined) clusters = clusters.where('clusters.last_at', '>=', now() - days * DAY_MS)
  if (reason !== undefined || language !== undefined)
    clusters = clusters.where(({ exists, selectFrom }) => {
      let rows = selectFrom('unanswered').select('unanswered.id').whereRef('cluster_id', '=', 'clusters.id')
      if (reason !== undefined) rows = rows.where('reason', '=', reason)
      if (language !== undefined) rows = rows.where('language', '=', language)
      return exists(rows)
    })
  return clusters
}

/** One cluster at a glance. */
export async function summaryOf(curation: Curation, row: ClustersTable): Promise<ClusterSummary> {
  const { store } = curation
  const figures = await store.db
    .selectFrom('unanswered')
    .select(['customer_id', 'subject_id', 'language', 'risk_band', 'asked_at'])
    .where('cluster_id', '=', row.id)
    .execute()
  const opened = await openQuestions(
    store,
    await store.db
      .selectFrom('unanswered')
      .select(['id', 'subject_id', 'body'])
      .where('cluster_id', '=', row.id)
      .orderBy('asked_at', 'desc')
      .orderBy('id', 'desc')
      .limit(OPENED)
      .execute(),
  )
  const { timeZone } = curation.corpus().company
  const people = (band: 'high' | 'medium'): number =>
    new Set(figures.filter((one) => one.risk_band === band).map((one) => one.customer_id ?? one.subject_id))
      .size
  return {
    ...{ id: row.id, status: row.status, questions: row.questions, customers: row.customers },
    title: typicalFirst(opened)[0]?.text ?? '',
    zh: figures.filter(({ language }) => language !== 'en').length,
    en: figures.filter(({ language }) => language === 'en').length,
    ...{ highRisk: people('high'), mediumRisk: people('medium'), rank: Number(row.rank) },
    trend: trendOf(
      figures.map(({ asked_at }) => Number(asked_at)),
      store.now(),
      timeZone,
    ),
    lastAt: Number(row.last_at),
    candidates: likeliest(curation.corpus(), opened),
    entry: row.entry,
  }
}

/** Per day of the company, oldest first. Pure. */
export function trendOf(times: readonly number[], now: number, timeZone: string): number[] {
  const today = dayIn(now, timeZone)
  const days = new Map(
    Array.from({ length: TREND_DAYS }, (_, at) => [addDays(today, at - TREND_DAYS + 1), 0]),
  )
  for (const time of times) {
    if (now - time > (TREND_DAYS + 1) * DAY_MS) continue
    const day = dayIn(time, timeZone)
    const known = days.get(day)
    if (known !== undefined) days.set(day, known + 1)
  }
  return [...days.values()]
}
