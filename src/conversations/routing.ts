/** The order in which those who wait for a person are taken: one rule, as a comparison and as a query. */

import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Schema } from '../storage/schema.ts'
import type { Store } from './store.ts'

/** What those who wait are ranked by. Moments in milliseconds since 1970. */
export interface Rank {
  /** Of the conversation; orders what is otherwise equal. */
  readonly id: string
  readonly queue: string | null
  /** Since when the hand-over waits, over all transfers. */
  readonly since: number
  /** When an answer is due; null ranks as `since`. */
  readonly answerDueAt: number | null
  /** Yuan; null ranks as 0. */
  readonly value: number | null
  /** 0..100 */
  readonly priority: number | null
}

/** After how many milliseconds of waiting nobody who came later goes first, by queue. */
export interface LongestWaits {
  readonly byQueue: ReadonlyMap<string, number>
  readonly otherwise: number
}

/** Where no rules are at hand. */
export const usualLongestWaits: LongestWaits = { byQueue: new Map(), otherwise: 15 * 60_000 }

/** Priority from which nobody else's due time comes first: danger to people. */
export const URGENT = 100

/** Whether it is about danger to people. */
export function isUrgent({ priority }: Pick<Rank, 'priority'>): boolean {
  return (priority ?? 0) >= URGENT
}

/** Whether somebody has waited so long that nobody who came later goes first. */
export function hasWaitedLongest({ queue, since }: Rank, waits: LongestWaits, now: number): boolean {
  return now - since > ((queue === null ? undefined : waits.byQueue.get(queue)) ?? waits.otherwise)
}

/**
 * Compares two who wait: danger first; then whoever has waited longest of those who waited longer than their queue
 * lets anybody; then whoever's answer is due first. Ties go to the higher value, the higher priority, the longer wait.
 * @returns below 0 when the first one goes first
 */
export function inLine(a: Rank, b: Rank, waits: LongestWaits, now: number): number {
  const urgent = Number(isUrgent(b)) - Number(isUrgent(a))
  if (urgent !== 0) return urgent
  const long = hasWaitedLongest(a, waits, now)
  const starved = Number(hasWaitedLongest(b, waits, now)) - Number(long)
  if (starved !== 0) return starved
  const since = a.since - b.since
  const due = (a.answerDueAt ?? a.since) - (b.answerDueAt ?? b.since)
  const worth = (b.value ?? 0) - (a.value ?? 0) || (b.priority ?? 0) - (a.priority ?? 0)
  return (long && since) || due || worth || since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/**
 * How many of those who wait come before this one, as {@link inLine} has it.
 * @param closed queues nobody answers in now: who waits there is before nobody, except in danger
 */
export async function waitingBefore(
  store: Store,
  rank: Rank,
  waits: LongestWaits = usualLongestWaits,
  closed: readonly string[] = [],
): Promise<number> {
  const now = store.now()
  const { n } = await store.db
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('owner', '=', 'queued')
    .where('id', '!=', rank.id)
    .where((e) => before(e, rank, { waits, now, engine: store.engine }))
    .$if(closed.length > 0, (query) =>
      query.where((e) =>
        e.or([e('queue', 'is', null), e('queue', 'not in', closed), e('priority', '>=', URGENT)]),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(n)
}

type Builder = ExpressionBuilder<Schema, 'conversations'>

interface At {
  readonly waits: LongestWaits
  readonly now: number
  readonly engine: Store['engine']
}

function before(e: Builder, rank: Rank, { waits, now, engine }: At): Expression<SqlBool> {
  const no = sql<SqlBool>`1 = 0`
  const since = e.fn.coalesce('waiting_since', 'queued_at', 'updated_at')
  const priority = e.fn.coalesce('priority', e.val(0))
  const urgent = e(priority, '>=', URGENT)
  const isDanger = isUrgent(rank)
  const long = longest(e, since, waits, now)
  const isLong = hasWaitedLongest(rank, waits, now)
  const byTime: Step = [since, rank.since, '<']
  // As JavaScript compares texts, whatever the database is set to.
  const id = engine === 'postgres' ? sql<string>`id collate "C"` : sql<string>`id`
  const steps: Step[] = [
    ...(isLong ? [byTime] : []),
    [e.fn.coalesce('answer_due_at', since), rank.answerDueAt ?? rank.since, '<'],
    [e.fn.coalesce('value_yuan', e.val(0)), rank.value ?? 0, '>'],
    [priority, rank.priority ?? 0, '>'],
    byTime,
    [id, rank.id, '<'],
  ]
  return e.or([
    isDanger ? no : urgent,
    e.and([
      isDanger ? urgent : e.not(urgent),
      e.or([isLong ? no : long, e.and([isLong ? long : e.not(long), stepwise(e, steps)])]),
    ]),
  ])
}

function longest(
  e: Builder,
  since: Expression<number | null>,
  { byQueue, otherwise }: LongestWaits,
  now: number,
): Expression<SqlBool> {
  // No queue is none of them: an unknown would make neither of a condition and its opposite true.
  const queue = e.fn.coalesce('queue', e.val(''))
  const ids = [...byQueue.keys()]
  const isElsewhere = e(since, '<', now - otherwise)
  return e.or([
    ...[...byQueue].map(([id, wait]) => e.and([e(queue, '=', id), e(since, '<', now - wait)])),
    ids.length === 0 ? isElsewhere : e.and([e(queue, 'not in', ids), isElsewhere]),
  ])
}

type Step = readonly [column: Expression<unknown>, value: number | string, order: '<' | '>']

/** Whether a row comes first by the first of the steps in which it differs. */
function stepwise(e: Builder, [step, ...others]: readonly Step[]): Expression<SqlBool> {
  if (step === undefined) return sql<SqlBool>`1 = 0`
  const [column, value, order] = step
  const first = e(column, order, value)
  return others.length === 0 ? first : e.or([first, e.and([e(column, '=', value), stepwise(e, others)])])
}
