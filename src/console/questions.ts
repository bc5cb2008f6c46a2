/** The console's API of figures about customers' questions. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { checked, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import type { Corpus } from '../corpus/types.ts'
import { addDays, dayIn, daysBetween } from '../customers/calendar.ts'
import { topicOf, topicTitle } from '../jobs/insight/context.ts'
import { newestComputed } from '../jobs/insight/stored.ts'
import {
  countsBy,
  countsByEntry,
  filtered,
  hoursOf,
  noOutcomes,
  type OutcomeCounts,
  type QuestionFilter,
  totalsOf,
} from '../jobs/questions/question-figures.ts'
import { type QuestionRecords, readQuestions } from '../jobs/questions/read-questions.ts'
import type { Gate } from './gate.ts'
import type { Asked, QuestionsAnswer } from './questions-types.ts'

const MOST_DAYS = 366
/** From so many answers on, it is said of an entry that it seldom helps. */
const ANSWERS_LEAST = 5

const day = z
  .string()
  .regex(/^2[01]\d\d-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is no day')
const filters = {
  channel: z.string().max(60).optional(),
  language: z.enum(['', 'zh', 'en']).optional(),
}
const daysShape = z.strictObject({ days: z.coerce.number().int().min(1).max(MOST_DAYS), ...filters })
const periodShape = z
  .strictObject({ from: day, to: day, ...filters })
  .refine(({ from, to }) => from <= to, 'from is after to')
  .refine(({ from, to }) => daysBetween(from, to) < MOST_DAYS, `is longer than ${MOST_DAYS} days`)

/** Adds the routes to a server. */
export function mountQuestions(
  server: Server,
  { gate, curation }: { readonly gate: Gate; readonly curation: Curation },
): void {
  server.get(
    '/api/console/questions',
    gate.route('insight.read', async (request, response) => {
      sendJson(response, 200, await answerOf(curation, wantedIn(request, curation)))
    }),
  )
}

interface Wanted extends QuestionFilter {
  readonly from: string
  readonly to: string
}

/** @throws HttpError 400 */
function wantedIn(request: Request, { store, corpus }: Curation): Wanted {
  const given = Object.fromEntries(new URLSearchParams(request.getQuery()))
  const wanted = 'days' in given ? checked(daysShape, given) : checked(periodShape, given)
  const today = dayIn(store.now(), corpus().company.timeZone)
  const period =
    'days' in wanted
      ? { from: addDays(today, 1 - wanted.days), to: today }
      : { from: wanted.from, to: wanted.to }
  return { ...period, channel: wanted.channel || undefined, language: wanted.language || undefined }
}

async function answerOf(curation: Curation, { from, to, ...filter }: Wanted): Promise<QuestionsAnswer> {
  const { store } = curation
  const corpus = curation.corpus()
  const { timeZone } = corpus.company
  const length = daysBetween(from, to) + 1
  const earlier = { from: addDays(from, -length), to: addDays(from, -1) }
  const all = await readQuestions(store, { from, to, timeZone })
  const allBefore = await readQuestions(store, { ...earlier, timeZone })
  const now = filtered(all, filter)
  const before = filtered(allBefore, filter)
  const byDay = countsBy(now, 'day')
  return {
    ...{ from, to },
    before: { ...earlier, totals: totalsOf(before) },
    totals: totalsOf(now),
    days: Array.from({ length }, (_, at) => addDays(from, at)).map((one) => ({
      day: one,
      ...(byDay.get(one) ?? noOutcomes()),
    })),
    topics: topicsOf(now, before),
    entries: entriesOf(now, before, corpus),
    languages: [...countsBy(now, 'language')]
      .map(([language, counts]) => ({ language, ...counts }))
      .sort(mostAsked),
    channels: [...countsBy(now, 'channel')]
      .map(([channel, counts]) => ({ channel, ...counts }))
      .sort(mostAsked),
    allChannels: [
      ...new Set([...all.questions, ...allBefore.questions].map(({ channel }) => channel)),
    ].sort(),
    hours: hoursOf(now),
    ...(await risingOf(curation)),
    ...unusedOf(now, corpus),
  }
}

function mostAsked(a: { readonly questions: number }, b: { readonly questions: number }): number {
  return b.questions - a.questions
}

/** Without how visits ended, which is said of no entry. */
function askedOf({ confirmed: _, episodes: __, ...asked }: OutcomeCounts): Asked {
  return asked
}

function topicsOf(now: QuestionRecords, before: QuestionRecords): QuestionsAnswer['topics'] {
  const then = countsByEntry(before, topicOf)
  const counts = countsByEntry(now, topicOf)
  return [...new Set([...counts.keys(), ...then.keys()])]
    .map((topic) => ({
      ...{ topic, title: topicTitle(topic) },
      ...askedOf(counts.get(topic) ?? noOutcomes()),
      questionsBefore: then.get(topic)?.questions ?? 0,
    }))
    .sort(mostAsked)
}

function entriesOf(
  now: QuestionRecords,
  before: QuestionRecords,
  { entries }: Corpus,
): QuestionsAnswer['entries'] {
  const then = countsByEntry(before)
  return [...countsByEntry(now)]
    .map(([entry, counts]) => ({
      ...{ entry, title: entries.get(entry)?.title ?? null },
      ...askedOf(counts),
      questionsBefore: then.get(entry)?.questions ?? 0,
    }))
    .sort(mostAsked)
}

/** Reading and opening every message takes too long for a page; the night has done it. */
async function risingOf({
  store,
  corpus,
}: Curation): Promise<Pick<QuestionsAnswer, 'rising' | 'risingPeriod'>> {
  const computed = await newestComputed(store, 'words')
  if (!computed?.result) return { rising: [], risingPeriod: null }
  const { rising, period } = computed.result
  const { timeZone } = corpus().company
  return {
    rising: rising.flatMap(({ text, people, peopleBefore }) =>
      people === null ? [] : { term: text, count: people, before: peopleBefore },
    ),
    risingPeriod: { from: dayIn(period.from, timeZone), to: dayIn(period.to, timeZone) },
  }
}

function unusedOf(
  now: QuestionRecords,
  { entries }: Corpus,
): Pick<QuestionsAnswer, 'neverUsed' | 'seldomHelpful'> {
  const counts = countsByEntry(now)
  const own = [...entries.values()].filter(({ kind }) => kind !== 'small-talk')
  return {
    neverUsed: own
      .filter(({ id }) => (counts.get(id)?.questions ?? 0) === 0)
      .map(({ id, title }) => ({ entry: id, title })),
    seldomHelpful: own
      .flatMap(({ id, title }) => {
        const { answered, dialogs, helpful, notHelpful } = counts.get(id) ?? noOutcomes()
        const used = answered + dialogs
        if (used < ANSWERS_LEAST || helpful >= notHelpful) return []
        return { entry: id, title, answered: used, helpful, notHelpful }
      })
      .sort((a, b) => b.notHelpful - b.helpful - (a.notHelpful - a.helpful)),
  }
}
