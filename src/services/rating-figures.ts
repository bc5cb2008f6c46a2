/** Counts ratings and episodes by day, agent, channel and language, for those who run the desk. */

import { sql } from 'kysely'
import type { Language } from '../company/types.ts'
import type { Store } from '../conversations/store.ts'
import { dayIn } from '../customers/calendar.ts'
import type { Resolution } from '../storage/schema.ts'

/** What figures are grouped by. */
export interface FigureGroup {
  /** `YYYY-MM-DD` where the company is. */
  readonly day: string
  /** Name of the account that closed the conversation; null where nobody of ours had it. */
  readonly agent: string | null
  readonly channel: string
  readonly language: Language
}

/** Ratings that were asked for in a group. */
export interface RatingFigures extends FigureGroup {
  readonly asked: number
  readonly answered: number
  /** How often 1, 2, 3, 4 and 5 were given. */
  readonly scores: readonly [number, number, number, number, number]
}

/** Episodes that ended in a group. */
export interface EpisodeFigures extends FigureGroup {
  readonly resolutions: Readonly<Record<Resolution, number>>
  /** Messages read as questions, and of them those that were declined. */
  readonly questions: number
  readonly failed: number
}

/** Every time zone is a multiple of this from every other, in milliseconds. */
const SLOT_MS = 900_000

/**
 * Ratings asked for in a span of time.
 * @param from milliseconds since 1970, inclusive
 * @param to exclusive
 */
export async function ratingsIn(
  store: Store,
  from: number,
  to: number,
  timeZone: string,
): Promise<RatingFigures[]> {
  const slot = sql<number>`asked_at / ${sql.lit(SLOT_MS)}`
  const rows = await store.db
    .selectFrom('ratings')
    .select((e) => ['agent', 'channel', 'language', 'score', slot.as('slot'), e.fn.countAll().as('n')])
    .where('asked_at', '>=', from)
    .where('asked_at', '<', to)
    .groupBy(['agent', 'channel', 'language', 'score', slot])
    .execute()
  const groups = new Map<string, ReturnType<typeof noRatings>>()
  for (const { slot: at, score, n, ...about } of rows) {
    const of = { day: dayIn(Number(at) * SLOT_MS, timeZone), ...about }
    const group = groupOf(groups, of, () => noRatings(of))
    group.asked += Number(n)
    if (score === null) continue
    group.answered += Number(n)
    group.scores[score - 1] = (group.scores[score - 1] ?? 0) + Number(n)
  }
  return [...groups.values()].sort(inOrder)
}

/**
 * Episodes that ended in a span of time.
 * @param from milliseconds since 1970, inclusive
 * @param to exclusive
 */
export async function episodesIn(
  store: Store,
  from: number,
  to: number,
  timeZone: string,
): Promise<EpisodeFigures[]> {
  const slot = sql<number>`ended_at / ${sql.lit(SLOT_MS)}`
  const rows = await store.db
    .selectFrom('episodes')
    .select((e) => [
      'agent',
      'channel',
      'language',
      'resolution',
      slot.as('slot'),
      e.fn.countAll().as('n'),
      e.fn.sum('questions').as('questions'),
      e.fn.sum('failed').as('failed'),
    ])
    .where('ended_at', '>=', from)
    .where('ended_at', '<', to)
    .groupBy(['agent', 'channel', 'language', 'resolution', slot])
    .execute()
  const groups = new Map<string, ReturnType<typeof noEpisodes>>()
  for (const { slot: at, resolution, n, questions, failed, ...about } of rows) {
    const of = { day: dayIn(Number(at) * SLOT_MS, timeZone), ...about }
    const group = groupOf(groups, of, () => noEpisodes(of))
    group.resolutions[resolution] += Number(n)
    group.questions += Number(questions)
    group.failed += Number(failed)
  }
  return [...groups.values()].sort(inOrder)
}

function noRatings(of: FigureGroup) {
  const scores: [number, number, number, number, number] = [0, 0, 0, 0, 0]
  return { ...of, asked: 0, answered: 0, scores }
}

function noEpisodes(of: FigureGroup) {
  const resolutions = { confirmed: 0, assumed: 0, abandoned: 0, escalated: 0 }
  return { ...of, resolutions, questions: 0, failed: 0 }
}

/** The group of this name; a new one is made where there is none. */
function groupOf<Group>(groups: Map<string, Group>, about: FigureGroup, begin: () => Group): Group {
  const name = JSON.stringify([about.day, about.agent, about.channel, about.language])
  const group = groups.get(name) ?? begin()
  groups.set(name, group)
  return group
}

function inOrder(a: FigureGroup, b: FigureGroup): number {
  const key = ({ day, agent, channel, language }: FigureGroup) =>
    `${day} ${agent ?? ''} ${channel} ${language}`
  return key(a) < key(b) ? -1 : 1
}
