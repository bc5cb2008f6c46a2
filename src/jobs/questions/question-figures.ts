/** Adds up what became of customers' questions: in all, by day, topic, entry, language, channel and hour. Pure. */

import type { Kind, QuestionRecords } from './read-questions.ts'

/** What the bot did about questions, and what customers said of it. */
export type AskedCounts = { [Name in Kind | 'questions' | 'helpful' | 'notHelpful']: number }

/** The same, and how visits ended. */
export interface OutcomeCounts extends AskedCounts {
  confirmed: number
  episodes: number
}

/** What is to be counted; what is left out, all of it. */
export interface QuestionFilter {
  readonly channel?: string | undefined
  readonly language?: string | undefined
}

/** Nothing counted yet. */
export function noOutcomes(): OutcomeCounts {
  return {
    ...{ questions: 0, answered: 0, asked: 0, declined: 0, handedOver: 0, dialogs: 0 },
    ...{ helpful: 0, notHelpful: 0, confirmed: 0, episodes: 0 },
  }
}

/** What passes a filter. */
export function filtered(records: QuestionRecords, { channel, language }: QuestionFilter): QuestionRecords {
  const passes = (one: { readonly channel: string; readonly language: string }): boolean =>
    (channel === undefined || one.channel === channel) &&
    (language === undefined || one.language === language)
  return {
    questions: records.questions.filter(passes),
    verdicts: records.verdicts.filter(passes),
    endings: records.endings.filter(passes),
  }
}

/** One value of a grouping; null: it belongs to none. */
type Name = string | null

/** How to group each kind of record; endings are left out where they have nothing to go by. */
interface Grouping {
  readonly question: (one: QuestionRecords['questions'][number]) => Name
  readonly verdict: (one: QuestionRecords['verdicts'][number]) => Name
  readonly ending?: (one: QuestionRecords['endings'][number]) => Name
}

function groupsOf(records: QuestionRecords, grouping: Grouping): Map<string, OutcomeCounts> {
  const groups = new Map<string, OutcomeCounts>()
  const add = (name: Name, to: (counts: OutcomeCounts) => void): void => {
    if (name === null) return
    const counts = groups.get(name) ?? noOutcomes()
    groups.set(name, counts)
    to(counts)
  }
  for (const one of records.questions)
    add(grouping.question(one), (counts) => {
      counts.questions += one.count
      counts[one.kind] += one.count
    })
  for (const one of records.verdicts)
    add(grouping.verdict(one), (counts) => {
      counts[one.isHelpful ? 'helpful' : 'notHelpful'] += one.count
    })
  for (const one of records.endings)
    add(grouping.ending?.(one) ?? null, (counts) => {
      counts.episodes += one.count
      if (one.isConfirmed) counts.confirmed += one.count
    })
  return groups
}

/** Everything together. */
export function totalsOf(records: QuestionRecords): OutcomeCounts {
  const all = (): string => ''
  return groupsOf(records, { question: all, verdict: all, ending: all }).get('') ?? noOutcomes()
}

/** By something all records have. */
export function countsBy(
  records: QuestionRecords,
  by: 'day' | 'language' | 'channel',
): Map<string, OutcomeCounts> {
  return groupsOf(records, {
    question: (one) => one[by],
    verdict: (one) => one[by],
    ending: (one) => one[by],
  })
}

/** By entry, or by what `nameOf` makes of its id. How visits ended says nothing about one entry. */
export function countsByEntry(
  records: QuestionRecords,
  nameOf: (entry: string) => string = (entry) => entry,
): Map<string, OutcomeCounts> {
  const name = ({ entry }: { readonly entry: string | null }): Name => (entry === null ? null : nameOf(entry))
  return groupsOf(records, { question: name, verdict: name })
}

/** Questions by hour of the day, 24 of them. */
export function hoursOf(records: QuestionRecords): number[] {
  const hours = Array.from({ length: 24 }, () => 0)
  for (const { hour, count } of records.questions) hours[hour] = (hours[hour] ?? 0) + count
  return hours
}
