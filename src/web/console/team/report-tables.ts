/** Tables of the report, for reading and for files. Pure. */

import type {
  AgentFigures,
  DayFigures,
  QueueFigures,
  RuleFigures,
  ServiceFigures,
} from '../../../console/team-types.ts'
import { durationWords } from '../../staff/times.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { dayText, exact, number } from '../figures.ts'
import type { Strings } from '../strings.ts'
import type { Cell, TableData } from '../table-data.ts'

const numeric = (title: string) => ({ title, numeric: true })

/** In a file, whole seconds. */
function duration(value: number | null, words: Strings): Cell {
  return value === null
    ? { value: null }
    : { value: Math.round(value / 1_000), text: durationWords(value, words) }
}

function serviceColumns(words: Strings): TableData['columns'] {
  return [
    numeric(words.handoffsOf),
    numeric(words.claimedCount),
    numeric(words.inTime),
    numeric(words.late),
    numeric(words.medianAnswer),
    numeric(words.p90Answer),
  ]
}

function serviceCells(service: ServiceFigures, words: Strings): Cell[] {
  const { handoffs, claimed, inTime, late, medianAnswerMs, p90AnswerMs } = service
  return [
    ...[handoffs, claimed, inTime, late].map((value) => ({ value })),
    duration(medianAnswerMs, words),
    duration(p90AnswerMs, words),
  ]
}

function average(value: number | null, language: Language): Cell {
  return value === null ? { value: null } : { value: exact(value), text: number(value, language, 2) }
}

export function queuesTable(queues: readonly QueueFigures[], words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.queueName },
      ...serviceColumns(words),
      numeric(words.leftQueue),
      numeric(words.timedOutQueue),
    ],
    rows: queues.map(({ name, service }) => [
      { value: name[language] },
      ...serviceCells(service, words),
      { value: service.left },
      { value: service.timedOut },
    ]),
  }
}

export function agentsTable(agents: readonly AgentFigures[], words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.agentName },
      ...serviceColumns(words),
      numeric(words.answeredCount),
      numeric(words.averageScore),
    ],
    rows: agents.map(({ displayName, service, ratings }) => [
      { value: displayName },
      ...serviceCells(service, words),
      { value: ratings.answered },
      average(ratings.average, language),
    ]),
  }
}

export function rulesTable(rules: readonly RuleFigures[], words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.ruleName },
      { title: words.ruleId },
      numeric(words.handoffsOf),
      numeric(words.verdictRight),
      numeric(words.verdictBotCould),
      numeric(words.verdictTooLate),
      numeric(words.verdictWrongQueue),
      numeric(words.verdictNone),
    ],
    rows: rules.map(({ rule, about, handoffs, right, botCould, tooLate, wrongQueue }) => [
      { value: about[language] },
      { value: rule },
      ...[handoffs, right, botCould, tooLate, wrongQueue].map((value) => ({ value })),
      { value: handoffs - right - botCould - tooLate - wrongQueue },
    ]),
  }
}

/** Hand-overs day by day, newest first. */
export function serviceDays(days: readonly DayFigures[], words: Strings, language: Language): TableData {
  return {
    columns: [{ title: words.dayColumn }, ...serviceColumns(words)],
    rows: days
      .toReversed()
      .map(({ day, service }) => [
        { value: day, text: dayText(day, language) },
        ...serviceCells(service, words),
      ]),
  }
}

export const RESOLUTIONS = ['confirmed', 'assumed', 'abandoned', 'escalated'] as const

/** How conversations ended day by day, newest first. */
export function resolutionDays(days: readonly DayFigures[], words: Strings, language: Language): TableData {
  return {
    columns: [{ title: words.dayColumn }, ...RESOLUTIONS.map((one) => numeric(words[one]))],
    rows: days
      .toReversed()
      .map(({ day, resolutions }) => [
        { value: day, text: dayText(day, language) },
        ...RESOLUTIONS.map((one) => ({ value: resolutions[one] })),
      ]),
  }
}

/** How often each score was given. */
export function scoresTable(scores: readonly number[], before: readonly number[], words: Strings): TableData {
  return {
    columns: [{ title: words.ratingAverage }, numeric(words.thisPeriod), numeric(words.beforePeriod)],
    rows: scores.map((count, at) => [
      { value: at + 1, text: fill(words.stars, { score: at + 1 }) },
      { value: count },
      { value: before[at] ?? 0 },
    ]),
  }
}
