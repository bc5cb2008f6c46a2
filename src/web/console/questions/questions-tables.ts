/** Tables of what became of customers' questions, for reading and for files. Pure. */

import type { Asked, Outcomes, QuestionsAnswer } from '../../../console/questions-types.ts'
import { fill, type Language } from '../../widget/strings.ts'
import { dayText, share } from '../figures.ts'
import type { Strings } from '../strings.ts'
import type { Cell, TableData } from '../table-data.ts'
import { channelTitle } from './channel-title.ts'

const numeric = (title: string) => ({ title, numeric: true })

function askedColumns(words: Strings): TableData['columns'] {
  return [
    numeric(words.qsTotal),
    numeric(words.qsAnswered),
    numeric(words.qsTasks),
    numeric(words.qsAskedBack),
    numeric(words.qsDeclined),
    numeric(words.qsHandedOver),
    numeric(words.qsHelpful),
    numeric(words.qsNotHelpful),
  ]
}

function askedCells(counts: Asked): Cell[] {
  const { questions, answered, dialogs, asked, declined, handedOver, helpful, notHelpful } = counts
  return [questions, answered, dialogs, asked, declined, handedOver, helpful, notHelpful].map((value) => ({
    value,
  }))
}

function outcomeColumns(words: Strings): TableData['columns'] {
  return [...askedColumns(words), numeric(words.qsConfirmed), numeric(words.qsEpisodes)]
}

function outcomeCells(counts: Outcomes): Cell[] {
  return [...askedCells(counts), { value: counts.confirmed }, { value: counts.episodes }]
}

/** How much more or less than before; nothing to compare with is no change in per cent. */
function changeCell(now: number, before: number, language: Language): Cell {
  if (before === 0) return { value: null }
  const change = now / before - 1
  return {
    value: Math.round(change * 1000) / 1000,
    text: `${change > 0 ? '+' : ''}${share(change, language, 0)}`,
  }
}

/** Day by day, newest first. */
export function daysTable(days: QuestionsAnswer['days'], words: Strings, language: Language): TableData {
  return {
    columns: [{ title: words.dayColumn }, ...outcomeColumns(words)],
    rows: days
      .toReversed()
      .map((one) => [{ value: one.day, text: dayText(one.day, language) }, ...outcomeCells(one)]),
  }
}

/** What is asked for, under a name and an id, beside the period before. */
function askedTable<One extends Asked & { readonly questionsBefore: number }>(
  title: string,
  all: readonly One[],
  nameOf: (one: One) => { readonly name: string; readonly id: string },
  words: Strings,
  language: Language,
): TableData {
  return {
    columns: [
      { title },
      { title: words.qsEntryId },
      ...askedColumns(words),
      numeric(words.qsBefore),
      numeric(words.qsChange),
    ],
    rows: all.map((one) => {
      const { name, id } = nameOf(one)
      const change = changeCell(one.questions, one.questionsBefore, language)
      return [{ value: name }, { value: id }, ...askedCells(one), { value: one.questionsBefore }, change]
    }),
  }
}

export function topicsTable(
  topics: QuestionsAnswer['topics'],
  words: Strings,
  language: Language,
): TableData {
  const nameOf = (one: (typeof topics)[number]) => ({ name: one.title[language], id: one.topic })
  return askedTable(words.qsTopicColumn, topics, nameOf, words, language)
}

export function entriesTable(
  entries: QuestionsAnswer['entries'],
  words: Strings,
  language: Language,
): TableData {
  const nameOf = (one: (typeof entries)[number]) => ({
    name: one.title?.[language] ?? fill(words.qsGone, { entry: one.entry }),
    id: one.entry,
  })
  return askedTable(words.qsEntryColumn, entries, nameOf, words, language)
}

export function languagesTable(languages: QuestionsAnswer['languages'], words: Strings): TableData {
  return {
    columns: [{ title: words.qsLanguage }, ...outcomeColumns(words)],
    rows: languages.map((one) => [
      { value: one.language === 'zh' ? words.languageZh : words.languageEn },
      ...outcomeCells(one),
    ]),
  }
}

export function channelsTable(channels: QuestionsAnswer['channels'], words: Strings): TableData {
  return {
    columns: [{ title: words.qsChannel }, ...outcomeColumns(words)],
    rows: channels.map((one) => [{ value: channelTitle(one.channel, words) }, ...outcomeCells(one)]),
  }
}

export function hoursTable(hours: readonly number[], words: Strings): TableData {
  return {
    columns: [{ title: words.qsHourColumn }, numeric(words.qsTotal)],
    rows: hours.map((count, hour) => [{ value: hour, text: fill(words.qsHour, { hour }) }, { value: count }]),
  }
}

export function risingTable(rising: QuestionsAnswer['rising'], words: Strings): TableData {
  return {
    columns: [{ title: words.term }, numeric(words.qsRisingPeople), numeric(words.qsRisingBefore)],
    rows: rising.map(({ term, count, before }) => [
      { value: term },
      { value: count },
      before === null ? { value: '<3', text: words.fewPeople, order: 1 } : { value: before },
    ]),
  }
}

export function neverUsedTable(
  entries: QuestionsAnswer['neverUsed'],
  words: Strings,
  language: Language,
): TableData {
  return {
    columns: [{ title: words.qsEntryColumn }, { title: words.qsEntryId }],
    rows: entries.map(({ entry, title }) => [{ value: title[language] }, { value: entry }]),
  }
}

export function seldomHelpfulTable(
  entries: QuestionsAnswer['seldomHelpful'],
  words: Strings,
  language: Language,
): TableData {
  return {
    columns: [
      { title: words.qsEntryColumn },
      { title: words.qsEntryId },
      numeric(words.qsUsed),
      numeric(words.qsHelpful),
      numeric(words.qsNotHelpful),
    ],
    rows: entries.map(({ entry, title, answered, helpful, notHelpful }) => [
      { value: title[language] },
      { value: entry },
      ...[answered, helpful, notHelpful].map((value) => ({ value })),
    ]),
  }
}
