/** Composes a report, in either language, from its sections. */
import type { Language } from '../types.ts'
import type { ReportDocument } from './blocks.ts'
import { comparisonOf } from './section-comparison.ts'
import { confidence } from './section-confidence.ts'
import { mistakes } from './section-mistakes.ts'
import { overview } from './section-overview.ts'
import type { EvaluationReport } from './shape.ts'
import { writingOf } from './writing.ts'

/** The whole report. */
export function documentOf(report: EvaluationReport, language: Language): ReportDocument {
  const writing = writingOf(report, language)
  const { strings, format } = writing
  return {
    language,
    title: strings.title,
    subtitle: format.instant(report.setting.at),
    blocks: [
      ...overview(report, writing),
      ...comparisonOf(report, writing),
      ...mistakes(report, writing),
      ...confidence(report, writing),
      { kind: 'text', note: true, line: [strings.footer] },
    ],
    numbersTitle: strings.numbers,
    contentsTitle: strings.contents,
  }
}
