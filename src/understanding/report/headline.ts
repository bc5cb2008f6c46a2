/** The figures a report opens with: what each is called, where it comes from, and which way is better. */
import {
  answeredWrongShare,
  auroc,
  calibrationError,
  isRight,
  macroF1,
  outOfScopeRecallAt,
  precisionAt,
} from '../metrics.ts'
import type { ReportFigures, ReportQuestion } from './shape.ts'

/** How a figure is written. */
export type Unit = 'share' | 'number' | 'duration' | 'milliseconds' | 'bytes' | 'megabytes'

type Questions = readonly ReportQuestion[]

/** One figure. */
export interface Headline {
  readonly name: HeadlineName
  readonly unit: Unit
  /** Which way is better; costs depend on the machine as well. */
  readonly better: 'higher' | 'lower'
  readonly of: (figures: ReportFigures) => number | null
  /** What a share counts of every in-scope question, null for questions it leaves out. */
  readonly event?: (question: ReportQuestion) => boolean | null
  /** Works out from questions what no single question decides. */
  readonly measure?: (inScope: Questions, outOfScope: Questions) => number | null
  /** Whether it needs questions out of scope. */
  readonly needsOos?: boolean
}

export type HeadlineName =
  | 'accuracy'
  | 'accuracyZh'
  | 'accuracyEn'
  | 'accuracyMixed'
  | 'macroF1'
  | 'answeredWrong'
  | 'answeredWrongWithOos'
  | 'falseFallback'
  | 'oosAuroc'
  | 'oosRecallAt5'
  | 'ece'
  | 'precisionAt80'
  | 'coverageAt80'
  | 'trainMs'
  | 'calibrateMs'
  | 'p50Ms'
  | 'p99Ms'
  | 'modelBytes'
  | 'peakRssMb'

const SURE = 0.8
const FALSE_FALLBACK = 0.05

const rightIn = (language: ReportQuestion['language']) => (question: ReportQuestion) => {
  return question.language === language ? isRight(question) : null
}
const confidences = (questions: Questions) => questions.map(({ confidence }) => confidence)

/** All of them, in the order they are shown. */
export const HEADLINES: readonly Headline[] = [
  { name: 'accuracy', unit: 'share', better: 'higher', of: (f) => f.accuracy, event: isRight },
  {
    ...{ name: 'accuracyZh', unit: 'share', better: 'higher' },
    of: (f) => f.byLanguage.zh,
    event: rightIn('zh'),
  },
  {
    ...{ name: 'accuracyEn', unit: 'share', better: 'higher' },
    of: (f) => f.byLanguage.en,
    event: rightIn('en'),
  },
  {
    ...{ name: 'accuracyMixed', unit: 'share', better: 'higher' },
    of: (f) => f.byLanguage.mixed,
    event: rightIn('mixed'),
  },
  { name: 'macroF1', unit: 'share', better: 'higher', of: (f) => f.macroF1, measure: macroF1 },
  {
    ...{ name: 'answeredWrong', unit: 'share', better: 'lower' },
    of: (f) => f.answeredWrong,
    measure: answeredWrongShare,
  },
  {
    ...{ name: 'answeredWrongWithOos', unit: 'share', better: 'lower' },
    of: (f) => f.answeredWrongWithOos,
    measure: (inScope, outOfScope) => answeredWrongShare([...inScope, ...outOfScope]),
    needsOos: true,
  },
  {
    ...{ name: 'falseFallback', unit: 'share', better: 'lower' },
    of: (f) => f.falseFallback,
    event: ({ band }) => band === 'decline',
  },
  {
    ...{ name: 'oosAuroc', unit: 'number', better: 'higher' },
    of: (f) => f.oosAuroc,
    measure: (inScope, outOfScope) => auroc(confidences(inScope), confidences(outOfScope)),
    needsOos: true,
  },
  {
    ...{ name: 'oosRecallAt5', unit: 'share', better: 'higher' },
    of: (f) => f.oosRecallAt5,
    measure: (inScope, outOfScope) => {
      return outOfScopeRecallAt(confidences(inScope), confidences(outOfScope), FALSE_FALLBACK)
    },
    needsOos: true,
  },
  { name: 'ece', unit: 'number', better: 'lower', of: (f) => f.ece, measure: calibrationError },
  {
    ...{ name: 'precisionAt80', unit: 'share', better: 'higher' },
    of: (f) => f.precisionAt80,
    measure: (inScope) => precisionAt(inScope, SURE).precision,
  },
  {
    ...{ name: 'coverageAt80', unit: 'share', better: 'higher' },
    of: (f) => f.coverageAt80,
    event: ({ confidence }) => confidence >= SURE,
  },
  { name: 'trainMs', unit: 'duration', better: 'lower', of: (f) => f.trainMs },
  { name: 'calibrateMs', unit: 'duration', better: 'lower', of: (f) => f.calibrateMs },
  { name: 'p50Ms', unit: 'milliseconds', better: 'lower', of: (f) => f.p50Ms },
  { name: 'p99Ms', unit: 'milliseconds', better: 'lower', of: (f) => f.p99Ms },
  { name: 'modelBytes', unit: 'bytes', better: 'lower', of: (f) => f.modelBytes },
  { name: 'peakRssMb', unit: 'megabytes', better: 'lower', of: (f) => f.peakRssMb },
]
