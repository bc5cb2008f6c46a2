/** Reads what became of customers' questions in a period, day by day, already counted by the database. */

import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { momentOf, shownAt } from '../../company/clock.ts'
import type { Store } from '../../conversations/store.ts'
import { addDays } from '../../customers/calendar.ts'
import { constant } from '../../storage/constant.ts'

/** What the bot did about a question. */
export const kinds = ['answered', 'asked', 'declined', 'handedOver', 'dialogs'] as const
export type Kind = (typeof kinds)[number]

/** So many questions of one kind. */
export interface QuestionCount {
  /** `YYYY-MM-DD` where the company is. */
  readonly day: string
  /** 0..23, where the company is. */
  readonly hour: number
  readonly kind: Kind
  readonly entry: string | null
  readonly language: string
  readonly channel: string
  readonly count: number
}

/** So many customers said whether an answer helped; `entry` is what was answered. */
export interface VerdictCount {
  readonly day: string
  readonly entry: string | null
  readonly language: string
  readonly channel: string
  readonly isHelpful: boolean
  readonly count: number
}

/** So many visits ended. */
export interface EndingCount {
  readonly day: string
  readonly language: string
  readonly channel: string
  readonly isConfirmed: boolean
  readonly count: number
}

/** Everything on record of some days. */
export interface QuestionRecords {
  readonly questions: readonly QuestionCount[]
  readonly verdicts: readonly VerdictCount[]
  readonly endings: readonly EndingCount[]
}

/** Days, both included, and the company's time zone. */
export interface QuestionDays {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

const HOUR_MS = 3_600_000
/** What a decision counts as; what is not here (a word on an answer) is about no question. */
const KINDS: Readonly<Record<string, Kind>> = {
  answer: 'answered',
  ask: 'asked',
  decline: 'declined',
  handoff: 'handedOver',
  dialog: 'dialogs',
}

/**
 * Reads a period. Every day is asked for by itself, and turns go on between two of them.
 * @param period days where the company is
 */
export async function readQuestions(store: Store, period: QuestionDays): Promise<QuestionRecords> {
  const records = {
    questions: [] as QuestionCount[],
    verdicts: [] as VerdictCount[],
    endings: [] as EndingCount[],
  }
  const { timeZone } = period
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    const [from, to] = [momentOf(day, 0, timeZone), momentOf(addDays(day, 1), 0, timeZone)]
    if (from > store.now()) break
    records.questions.push(...(await questionsOf(store, day, from, to, timeZone)))
    records.verdicts.push(...(await verdictsOf(store, day, from, to)))
    records.endings.push(...(await endingsOf(store, day, from, to)))
    await setImmediate()
  }
  return records
}

/**
 * A task counts where it is begun: its later steps, and answers about nothing that was asked, have no confidence and
 * no entry.
 */
async function questionsOf(
  store: Store,
  day: string,
  from: number,
  to: number,
  timeZone: string,
): Promise<QuestionCount[]> {
  const rows = await store.db
    .selectFrom('decisions as d')
    .innerJoin('conversations as c', 'c.id', 'd.conversation_id')
    .select((e) => [
      'd.decision',
      'd.entry',
      'd.language',
      'c.channel',
      // Hours since midnight; the numbers stand in the text so that both mentions are the same to PostgreSQL.
      sql<number>`(d.created_at - ${sql.lit(from)}) / ${sql.lit(HOUR_MS)}`.as('bucket'),
      e.fn.countAll<number>().as('count'),
    ])
    .where('d.created_at', '>=', from)
    .where('d.created_at', '<', to)
    .where((e) =>
      e.or([
        e('d.decision', 'in', [constant('ask'), constant('decline'), constant('handoff')]),
        e.and([e('d.decision', '=', constant('answer')), e('d.entry', 'is not', null)]),
        e.and([
          e('d.decision', '=', constant('dialog')),
          e('d.entry', 'is not', null),
          e('d.confidence', 'is not', null),
        ]),
      ]),
    )
    .groupBy(['d.decision', 'd.entry', 'd.language', 'c.channel', 'bucket'])
    .execute()
  return rows.flatMap(({ decision, entry, language, channel, bucket, count }) => {
    const kind = KINDS[decision]
    if (kind === undefined || entry?.startsWith('talk.')) return []
    const hour = new Date(shownAt(from + Number(bucket) * HOUR_MS, timeZone)).getUTCHours()
    return { day, hour, kind, entry, language, channel, count: Number(count) }
  })
}

async function verdictsOf(store: Store, day: string, from: number, to: number): Promise<VerdictCount[]> {
  const rows = await store.db
    .selectFrom('feedback as f')
    .innerJoin('conversations as c', 'c.id', 'f.conversation_id')
    .innerJoin('messages as m', 'm.id', 'f.message_id')
    .leftJoin('decisions as d', (join) =>
      join
        .onRef('d.conversation_id', '=', 'f.conversation_id')
        .onRef('d.message_id', '=', 'm.reply_to')
        .on('d.decision', 'in', [constant('answer'), constant('dialog')]),
    )
    .select((e) => [
      'f.message_id',
      'f.helpful',
      'c.channel',
      'c.language as spoken',
      e.fn.min('d.entry').as('entry'),
      e.fn.min('d.language').as('language'),
    ])
    .where('f.created_at', '>=', from)
    .where('f.created_at', '<', to)
    .groupBy(['f.message_id', 'f.helpful', 'c.channel', 'c.language'])
    .execute()
  return rows.map(({ helpful, channel, spoken, entry, language }) => ({
    day,
    entry,
    language: language ?? spoken ?? 'zh',
    channel,
    isHelpful: helpful === 1,
    count: 1,
  }))
}

async function endingsOf(store: Store, day: string, from: number, to: number): Promise<EndingCount[]> {
  const rows = await store.db
    .selectFrom('episodes')
    .select((e) => ['channel', 'language', 'resolution', e.fn.countAll<number>().as('count')])
    .where('ended_at', '>=', from)
    .where('ended_at', '<', to)
    .groupBy(['channel', 'language', 'resolution'])
    .execute()
  return rows.map(({ channel, language, resolution, count }) => ({
    ...{ day, channel, language, count: Number(count) },
    isConfirmed: resolution === 'confirmed',
  }))
}
