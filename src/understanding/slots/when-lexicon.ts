/** The lexicon days and times are read with: the words of every company, and the names of its holidays. */

import { calendarWords } from './calendar-words.ts'
import { holidayWords } from './holiday-words.ts'
import { type Lexicon, lexiconOf } from './lexer.ts'
import { timeWords, type WhenWord } from './when-words.ts'
import type { Holidays } from './which-days.ts'

const always = [...timeWords(), ...calendarWords()]
const withoutHolidays = withWordsOf(null)
/** By the company's holidays, which are the same list for as long as its tables are. */
const known = new WeakMap<NonNullable<Holidays>, Lexicon<WhenWord>>()

/** The lexicon for a company's holidays, built once for each list of them. */
export function whenLexicon(holidays: Holidays): Lexicon<WhenWord> {
  if (holidays === null) return withoutHolidays
  const lexicon = known.get(holidays) ?? withWordsOf(holidays)
  known.set(holidays, lexicon)
  return lexicon
}

function withWordsOf(holidays: Holidays): Lexicon<WhenWord> {
  return lexiconOf([...always, ...holidayWords(holidays)])
}
