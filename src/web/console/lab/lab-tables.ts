/** Tables of the test lab, for reading and for files, and its confusion matrix. Pure. */

import type { TestLabAnswer } from '../../../console/test-lab-types.ts'
import type { Language } from '../../widget/strings.ts'
import { dateOf, exact, number, share } from '../figures.ts'
import type { Strings } from '../strings.ts'
import type { Cell, TableData } from '../table-data.ts'

const numeric = (title: string) => ({ title, numeric: true })

/** What an entry is called; what is none has a name too. */
export type TitleOf = (entry: string) => string

export function titlesOf(entries: TestLabAnswer['entries'], language: Language): TitleOf {
  const titles = new Map(entries.map(({ entry, title }) => [entry, title[language]]))
  return (entry) => titles.get(entry) ?? entry
}

function shareCell(value: number | null, language: Language): Cell {
  return value === null ? { value: null } : { value: exact(value), text: share(value, language) }
}

export function confusionsTable(
  confusions: TestLabAnswer['confusions'],
  titleOf: TitleOf,
  words: Strings,
): TableData {
  return {
    columns: [
      { title: words.tlExpected },
      { title: words.tlPredicted },
      numeric(words.tlTimes),
      { title: words.tlExamples },
    ],
    rows: confusions.map(({ expected, predicted, count, examples }) => [
      { value: expected === '' ? words.tlOutOfScope : titleOf(expected) },
      { value: predicted === '' ? words.tlSilence : titleOf(predicted) },
      { value: count },
      { value: examples.join(' / ') },
    ]),
  }
}

/** What an entry has no test question in. */
function missingOf(zh: number, en: number, words: Strings): string {
  if (zh > 0 && en > 0) return words.tlComplete
  if (zh > 0) return words.tlMissingEn
  return en > 0 ? words.tlMissingZh : words.tlMissingBoth
}

/** The worst first, after those nobody can measure. */
export function entriesTable(
  entries: TestLabAnswer['entries'],
  words: Strings,
  language: Language,
): TableData {
  const rightShare = (one: TestLabAnswer['entries'][number]): number =>
    one.questions === 0 ? -1 : one.right / one.questions
  return {
    columns: [
      { title: words.tlEntry },
      { title: words.tlEntryId },
      numeric(words.tlAsked),
      numeric(words.tlRight),
      numeric(words.tlRightShare),
      numeric(words.tlZh),
      numeric(words.tlEn),
      numeric(words.tlMixed),
      { title: words.tlMissing },
      numeric(words.tlPhrases),
    ],
    rows: entries
      .toSorted((a, b) => rightShare(a) - rightShare(b))
      .map(({ entry, title, questions, right, zh, en, mixed, phrases }) => [
        { value: title[language] },
        { value: entry },
        { value: questions },
        { value: right },
        shareCell(questions === 0 ? null : right / questions, language),
        { value: zh },
        { value: en },
        { value: mixed },
        { value: missingOf(zh, en, words) },
        { value: phrases },
      ]),
  }
}

export function pairsTable(
  pairs: TestLabAnswer['pairs'],
  titleOf: TitleOf,
  words: Strings,
  language: Language,
): TableData {
  return {
    columns: [
      { title: words.tlEntryA },
      { title: words.tlEntryB },
      numeric(words.tlSimilarity),
      { title: words.tlPhraseA },
      { title: words.tlPhraseB },
    ],
    rows: pairs.map(({ a, b, similarity, phraseA, phraseB }) => [
      { value: titleOf(a) },
      { value: titleOf(b) },
      { value: exact(similarity), text: number(similarity, language, 2) },
      { value: phraseA },
      { value: phraseB },
    ]),
  }
}

/** Newest first. */
export function historyTable(
  { history, timeZone }: Pick<TestLabAnswer, 'history' | 'timeZone'>,
  words: Strings,
  language: Language,
): TableData {
  return {
    columns: [
      numeric(words.tlRevisionColumn),
      { title: words.tlPublishedAt },
      numeric(words.tlAccuracy),
      numeric(words.tlAccuracyZh),
      numeric(words.tlAccuracyEn),
      numeric(words.tlAsked),
      numeric(words.tlCoverageLine),
    ],
    rows: history
      .toReversed()
      .map(({ revision, at, accuracy, zh, en, questions, coverage }) => [
        { value: revision },
        { value: new Date(at).toISOString(), text: dateOf(at, language, timeZone), order: at },
        shareCell(accuracy, language),
        shareCell(zh, language),
        shareCell(en, language),
        { value: questions },
        shareCell(coverage, language),
      ]),
  }
}

/** Entries in their order, and how often the one of the row was taken for that of the column. */
export interface Matrix {
  readonly entries: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** The pairs that are confused most often, as many as fit into so many entries. */
export function matrixOf(
  { confusions, entries }: Pick<TestLabAnswer, 'confusions' | 'entries'>,
  limit: number,
): Matrix {
  const between = confusions.filter(({ expected, predicted }) => expected !== '' && predicted !== '')
  const chosen = new Set<string>()
  for (const { expected, predicted } of between) {
    const more = [expected, predicted].filter((entry) => !chosen.has(entry))
    if (chosen.size + more.length <= limit) for (const entry of more) chosen.add(entry)
  }
  const order = [...chosen].sort()
  const right = new Map(entries.map((one) => [one.entry, one.right]))
  const count = (expected: string, predicted: string): number =>
    expected === predicted
      ? (right.get(expected) ?? 0)
      : (between.find((one) => one.expected === expected && one.predicted === predicted)?.count ?? 0)
  return { entries: order, counts: order.map((row) => order.map((column) => count(row, column))) }
}
