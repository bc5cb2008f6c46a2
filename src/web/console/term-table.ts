/** What is told of words in a table and in a file. */

import type { Term } from '../../console/insight-types.ts'
import type { Language } from '../widget/strings.ts'
import { exact, number, share } from './figures.ts'
import type { Strings } from './strings.ts'
import type { Cell, TableData } from './table-data.ts'

/** How many wrote a word; of one or two it is not told how many. */
export function peopleWords(people: number | null, words: Strings, language: Language): string {
  return people === null ? words.fewPeople : number(people, language)
}

/** How many a count that is not told stands for: the length of its bar, and its place in an order. */
export const FEW = 1.5

/** A file says of one or two people that they are fewer than three; empty would read as nobody. */
const FEW_IN_FILE = '<3'

/** Figures of terms, as they are shown and as they stand in a file. */
export function termTable(terms: readonly Term[], words: Strings, language: Language): TableData {
  const count = (people: number | null): Cell => ({
    text: peopleWords(people, words, language),
    ...(people === null ? { value: FEW_IN_FILE, order: FEW } : { value: people }),
  })
  return {
    columns: [
      { title: words.term },
      { title: words.wordsLanguage },
      { title: words.termKind },
      { title: words.people, numeric: true },
      { title: words.peopleBefore, numeric: true },
      { title: words.peopleShare, numeric: true },
      { title: words.trendZ, numeric: true },
    ],
    rows: terms.map((term) => [
      { value: term.text },
      { value: term.language === 'zh' ? words.languageZh : words.languageEn },
      { value: term.kind === 'word' ? words.kindWord : words.kindPhrase },
      count(term.people),
      count(term.peopleBefore),
      term.share === null ? { value: null } : { value: exact(term.share), text: share(term.share, language) },
      { value: exact(term.z), text: `${term.z > 0 ? '+' : ''}${number(term.z, language, 1)}` },
    ]),
  }
}
