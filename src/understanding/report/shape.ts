/** The shape of report.json; its types follow from it. */
import { z } from 'zod'
import { comparison } from './shape-comparison.ts'
import { count, measured, place, question, setting, share, title, written } from './shape-parts.ts'

/** Marks our reports; a file without it is somebody else's. */
export const REPORT_FORMAT = 'liuke-evaluation'
/** Rises when something is renamed or changes its meaning; what is added does not raise it. */
export const REPORT_VERSION = 1

const figures = z.object({
  rows: count,
  intents: count,
  accuracy: measured,
  macroF1: measured,
  oosAuroc: measured,
  oosRecallAt5: measured,
  falseFallback: measured,
  ece: measured,
  precisionAt80: measured,
  coverageAt80: measured,
  byLanguage: z.object({ zh: measured, en: measured, mixed: measured }),
  answeredWrong: measured,
  answeredWrongWithOos: measured,
  trainMs: z.number(),
  calibrateMs: measured,
  p50Ms: measured,
  p99Ms: measured,
  modelBytes: measured,
  peakRssMb: z.number(),
})

const language = z.object({
  language: written,
  rows: count,
  accuracy: measured,
  declined: measured,
  /** Questions answered at once, and the share of them that is answered wrongly. */
  answered: count,
  answeredWrong: measured,
})

const confusion = z.object({
  expected: z.string(),
  predicted: z.string(),
  count,
  /** All questions that expect the intent. */
  of: count,
  /** Mean confidence of the wrong guesses. */
  confidence: z.number(),
  examples: z.array(place),
})

const entry = z.object({
  intent: z.string(),
  title,
  /** Utterances it is learned from, titles not counted. */
  phrases: count,
  expected: count,
  predicted: count,
  right: count,
  recall: measured,
  precision: measured,
  f1: measured,
  /** Its own questions taken for others; others' questions taken for its own; questions out of scope that get its answer. */
  missed: z.array(place),
  taken: z.array(place),
  letIn: z.array(place),
})

const reliability = z.object({
  from: share,
  to: share,
  rows: count,
  right: count,
  confidence: measured,
  accuracy: measured,
})

const histogram = z.object({ from: share, to: share, right: count, wrong: count, outOfScope: count })

const fallback = z.object({
  /** Share of in-scope questions that may be declined; null in rows of the current thresholds. */
  target: share.nullable(),
  current: z.enum(['ask', 'answer']).nullable(),
  threshold: z.number(),
  declined: measured,
  /** Of all questions that stay above the threshold: in scope alone, and with those out of scope as errors. */
  precision: measured,
  precisionWithOos: measured,
  /** Share of in-scope questions that stay above. */
  coverage: measured,
  /** Share of questions out of scope below. */
  oosRecall: measured,
})

/** A whole report. */
export const reportShape = z.object({
  format: z.literal(REPORT_FORMAT),
  version: z.literal(REPORT_VERSION),
  setting,
  figures,
  languages: z.array(language),
  comparison: comparison.nullable(),
  confusions: z.array(confusion),
  entries: z.array(entry),
  reliability: z.array(reliability),
  histogram: z.array(histogram),
  fallback: z.array(fallback),
  questions: z.array(question),
})

export type EvaluationReport = z.output<typeof reportShape>
export type ReportSetting = z.output<typeof setting>
export type ReportFigures = z.output<typeof figures>
export type ReportQuestion = z.output<typeof question>
export type ReportEntry = z.output<typeof entry>
export type LanguageFigures = z.output<typeof language>
export type Confusion = z.output<typeof confusion>
export type HistogramBin = z.output<typeof histogram>
export type FallbackRow = z.output<typeof fallback>
export type EntryTitle = z.output<typeof title>
