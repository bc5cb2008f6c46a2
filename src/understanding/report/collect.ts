/** Puts a report together from what became of every question. */
import { createHash } from 'node:crypto'
import type { Answers, Outcome } from '../evaluation.ts'
import { writtenIn } from '../evaluation.ts'
import { accuracy, answeredWrongShare, binOf, declinedShare, isRight, reliabilityBins } from '../metrics.ts'
import { WRITTEN_LANGUAGES } from '../written-language.ts'
import { confusionsOf } from './confusions.ts'
import { type EntryFacts, entriesOf } from './entries.ts'
import { fallbackTable } from './fallback.ts'
import {
  type EvaluationReport,
  type HistogramBin,
  type LanguageFigures,
  REPORT_FORMAT,
  REPORT_VERSION,
  type ReportFigures,
  type ReportQuestion,
  type ReportSetting,
} from './shape.ts'

/** A report before it is compared with another. */
export type Measured = Omit<EvaluationReport, 'comparison'>

/** What a report is made from. */
export interface Collected {
  readonly setting: ReportSetting
  readonly figures: ReportFigures
  readonly answers: Answers
  /** Every intent the engine knows. */
  readonly entries: ReadonlyMap<string, EntryFacts>
}

const HISTOGRAM_BINS = 20

/** The report of one evaluation. */
export function collectReport({ setting, figures, answers, entries }: Collected): Measured {
  const { inScope, outOfScope } = answers
  const questions = [...inScope, ...outOfScope].map(questionOf)
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    setting,
    figures,
    languages: languagesOf(inScope),
    confusions: confusionsOf(questions),
    entries: entriesOf(questions, entries),
    reliability: reliabilityBins(inScope),
    histogram: histogramOf(questions),
    fallback: fallbackTable(inScope, outOfScope, setting.thresholds),
    questions,
  }
}

/** Names a text, so that the same question is found in another report. */
export function hashOfQuestion(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function questionOf(outcome: Outcome): ReportQuestion {
  const { text, language, expected, predicted, confidence, band } = outcome
  return { hash: hashOfQuestion(text), text, language, expected: [...expected], predicted, confidence, band }
}

function languagesOf(inScope: readonly Outcome[]): LanguageFigures[] {
  return WRITTEN_LANGUAGES.map((language) => {
    const rows = writtenIn(language, inScope)
    return {
      language,
      rows: rows.length,
      accuracy: accuracy(rows),
      declined: declinedShare(rows),
      answered: rows.filter((row) => row.band === 'answer').length,
      answeredWrong: answeredWrongShare(rows),
    }
  })
}

function histogramOf(questions: readonly ReportQuestion[]): HistogramBin[] {
  const bins = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => {
    const [from, to] = [bin / HISTOGRAM_BINS, (bin + 1) / HISTOGRAM_BINS]
    return { from, to, right: 0, wrong: 0, outOfScope: 0 }
  })
  for (const question of questions) {
    const bin = bins[binOf(question.confidence, HISTOGRAM_BINS)]!
    if (question.expected.length === 0) bin.outOfScope++
    else if (isRight(question)) bin.right++
    else bin.wrong++
  }
  return bins
}
