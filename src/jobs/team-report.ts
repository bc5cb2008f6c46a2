/** Adds up what the team and the bot have done in a period: hand-overs, how conversations ended, ratings. */

import type { Selectable } from 'kysely'
import { firstAnswerMs, firstAnswerOf } from '../conversations/service-levels.ts'
import type { Store } from '../conversations/store.ts'
import { dayIn } from '../customers/calendar.ts'
import type { EpisodesTable, HandoffsTable, RatingsTable } from '../storage/schema.ts'

export type Handoff = Pick<
  Selectable<HandoffsTable>,
  | 'id'
  | 'queue'
  | 'rule'
  | 'started_at'
  | 'due_at'
  | 'claimed_at'
  | 'claimed_by'
  | 'first_reply_at'
  | 'ended_at'
  | 'outcome'
  | 'verdict'
>
export type Episode = Pick<Selectable<EpisodesTable>, 'id' | 'ended_at' | 'resolution'>
export type Rating = Pick<Selectable<RatingsTable>, 'id' | 'asked_at' | 'agent' | 'score'>

/** What is on record of a period. */
export interface Records {
  readonly handoffs: readonly Handoff[]
  readonly episodes: readonly Episode[]
  readonly ratings: readonly Rating[]
}

/** Adds up one group of hand-overs. */
export interface Service {
  readonly handoffs: number
  readonly claimed: number
  readonly inTime: number
  readonly late: number
  readonly medianAnswerMs: number | null
  readonly p90AnswerMs: number | null
  readonly left: number
  readonly timedOut: number
}

/** Rows read at a time: between two reads turns go on. */
const PAGE = 2_000

/**
 * Reads a period, page by page.
 * @param from milliseconds since 1970
 * @param to not included
 */
export async function readRecords(store: Store, from: number, to: number): Promise<Records> {
  const { db } = store
  const handoffs = await pages<Handoff>((after) => {
    let query = db
      .selectFrom('handoffs')
      .select(['id', 'queue', 'rule', 'started_at', 'due_at', 'claimed_at', 'claimed_by', 'first_reply_at'])
      .select(['ended_at', 'outcome', 'verdict'])
      .where('started_at', '>=', after?.started_at ?? from)
      .where('started_at', '<', to)
      .orderBy('started_at')
      .orderBy('id')
      .limit(PAGE)
    if (after)
      query = query.where((e) => e.or([e('started_at', '>', after.started_at), e('id', '>', after.id)]))
    return query.execute()
  })
  const episodes = await pages<Episode>((after) => {
    let query = db
      .selectFrom('episodes')
      .select(['id', 'ended_at', 'resolution'])
      .where('ended_at', '>=', after?.ended_at ?? from)
      .where('ended_at', '<', to)
      .orderBy('ended_at')
      .orderBy('id')
      .limit(PAGE)
    if (after) query = query.where((e) => e.or([e('ended_at', '>', after.ended_at), e('id', '>', after.id)]))
    return query.execute()
  })
  const ratings = await pages<Rating>((after) => {
    let query = db
      .selectFrom('ratings')
      .select(['id', 'asked_at', 'agent', 'score'])
      .where('asked_at', '>=', after?.asked_at ?? from)
      .where('asked_at', '<', to)
      .orderBy('asked_at')
      .orderBy('id')
      .limit(PAGE)
    if (after) query = query.where((e) => e.or([e('asked_at', '>', after.asked_at), e('id', '>', after.id)]))
    return query.execute()
  })
  return { handoffs, episodes, ratings }
}

async function pages<Row>(read: (after: Row | null) => Promise<Row[]>): Promise<Row[]> {
  const all: Row[] = []
  for (;;) {
    const page = await read(all.at(-1) ?? null)
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

/** Adds up hand-overs. */
export function serviceOf(handoffs: readonly Handoff[], now: number): Service {
  const waits = handoffs.flatMap((one) => firstAnswerMs(one) ?? []).sort((a, b) => a - b)
  const answers = handoffs.map((one) => firstAnswerOf(one, now))
  return {
    handoffs: handoffs.length,
    claimed: handoffs.filter(({ claimed_at }) => claimed_at !== null).length,
    inTime: answers.filter((answer) => answer === 'hit').length,
    late: answers.filter((answer) => answer === 'missed').length,
    medianAnswerMs: quantile(waits, 0.5),
    p90AnswerMs: quantile(waits, 0.9),
    left: handoffs.filter(({ outcome }) => outcome === 'left').length,
    timedOut: handoffs.filter(({ outcome }) => outcome === 'timed-out').length,
  }
}

/** The smallest value that so much of all do not exceed (nearest rank). @param sorted upwards */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

/** Adds up how conversations ended. */
export function resolutionsOf(episodes: readonly Episode[]): Record<Episode['resolution'], number> {
  const counts = { confirmed: 0, assumed: 0, abandoned: 0, escalated: 0 }
  for (const { resolution } of episodes) counts[resolution] += 1
  return counts
}

/** What customers said. */
export interface Rated {
  readonly asked: number
  readonly answered: number
  readonly average: number | null
  readonly scores: readonly [number, number, number, number, number]
}

/** Adds up ratings. */
export function ratedOf(ratings: readonly Rating[]): Rated {
  const given = ratings.flatMap(({ score }) => score ?? [])
  const of = (score: number): number => given.filter((one) => one === score).length
  const sum = given.reduce((total, score) => total + score, 0)
  return {
    asked: ratings.length,
    answered: given.length,
    average: given.length === 0 ? null : sum / given.length,
    scores: [of(1), of(2), of(3), of(4), of(5)],
  }
}

/** The figures of a period. */
export interface Period {
  readonly service: Service
  readonly resolutions: Readonly<Record<Episode['resolution'], number>>
  readonly ratings: Rated
}

/** Adds up everything. */
export function periodOf({ handoffs, episodes, ratings }: Records, now: number): Period {
  return {
    service: serviceOf(handoffs, now),
    resolutions: resolutionsOf(episodes),
    ratings: ratedOf(ratings),
  }
}

/** The same day by day. @param days `YYYY-MM-DD`, in order; those without anything count nothing */
export function daysOf(
  records: Records,
  days: readonly string[],
  timeZone: string,
  now: number,
): (Period & { readonly day: string })[] {
  const handoffs = Map.groupBy(records.handoffs, ({ started_at }) => dayIn(started_at, timeZone))
  const episodes = Map.groupBy(records.episodes, ({ ended_at }) => dayIn(ended_at, timeZone))
  const ratings = Map.groupBy(records.ratings, ({ asked_at }) => dayIn(asked_at, timeZone))
  return days.map((day) => ({
    day,
    ...periodOf(
      {
        handoffs: handoffs.get(day) ?? [],
        episodes: episodes.get(day) ?? [],
        ratings: ratings.get(day) ?? [],
      },
      now,
    ),
  }))
}
