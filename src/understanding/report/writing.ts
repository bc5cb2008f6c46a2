/** What sections write with: words and numbers of one language, and how things are named. */
import type { Language } from '../types.ts'
import type { Inline, Line } from './blocks.ts'
import { shown } from './escape.ts'
import { type Format, formatOf } from './format.ts'
import type { EntryTitle, EvaluationReport, ReportQuestion } from './shape.ts'
import { english, type Strings } from './strings-en.ts'
import { chinese } from './strings-zh.ts'

/** Everything sections need to write in one language. */
export interface Writing {
  readonly language: Language
  readonly strings: Strings
  readonly format: Format
  /** A name from outside, such as that of a file. */
  label(name: string): Inline
  /** An entry by its title, where it has one, and its name. */
  entry(intent: string): Line
  /** What a customer wrote. */
  question(question: ReportQuestion): Inline
  /** Sentences one after the other. */
  join(sentences: readonly string[]): string
}

/** How to write about a report. */
export function writingOf(report: EvaluationReport, language: Language): Writing {
  const strings = language === 'zh' ? chinese : english
  const titles = new Map<string, EntryTitle>(report.entries.map(({ intent, title }) => [intent, title]))
  const label = (name: string): Inline => ({ kind: 'name', name })
  return {
    language,
    strings,
    format: formatOf(language),
    label,
    entry: (intent) => {
      if (intent === '') return [strings.nothing]
      const title = titles.get(intent)
      return title ? [shown(title[language]), ' ', label(intent)] : [label(intent)]
    },
    question: ({ text, language: written }) => ({ kind: 'question', text, language: written }),
    join: (sentences) => sentences.join(language === 'zh' ? '' : ' '),
  }
}
