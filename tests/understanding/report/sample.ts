/** Makes small reports from outcomes written in one line each. */
import { type Answers, evaluationOf, type Outcome } from '../../../src/understanding/evaluation.ts'
import { collectReport, type Measured } from '../../../src/understanding/report/collect.ts'
import type { EvaluationReport } from '../../../src/understanding/report/shape.ts'
import type { Band } from '../../../src/understanding/types.ts'
import { writtenLanguageOf } from '../../../src/understanding/written-language.ts'

export const THRESHOLDS = { ask: 0.3, answer: 0.7 }

/**
 * What became of a question.
 * @param expected intents joined with `|`; empty where the question is out of scope
 */
export function outcome(text: string, expected: string, predicted: string, confidence: number): Outcome {
  const { ask, answer } = THRESHOLDS
  const band: Band = confidence >= answer ? 'answer' : confidence >= ask ? 'ask' : 'decline'
  const intents = expected === '' ? [] : expected.split('|')
  return { text, language: writtenLanguageOf(text), expected: intents, predicted, confidence, band }
}

/** A report of outcomes, not compared with any other. */
export function measured(outcomes: readonly Outcome[], model = 'a'.repeat(64)): Measured {
  const inScope = outcomes.filter(({ expected }) => expected.length > 0)
  const outOfScope = outcomes.filter(({ expected }) => expected.length === 0)
  const answers: Answers = { inScope, outOfScope, times: inScope.map((_, i) => i / 10) }
  const intents = ['bill.view', 'net.slow', 'svc.person', 'tv.never-asked']
  const costs = { trainMs: 1200, calibrateMs: 300, modelBytes: 90_000, peakRssMb: 210 }
  return collectReport({
    answers,
    figures: { ...evaluationOf(answers, intents.length), ...costs },
    entries: new Map(
      intents.map((intent, i) => {
        const title = intent === 'bill.view' ? { zh: '查账单', en: 'See my bill' } : null
        return [intent, { title, phrases: 10 + i }]
      }),
    ),
    setting: {
      ...{ at: '2026-11-20T08:05:00.000Z', durationMs: 83_000, engine: 'liuke', seed: 1, node: 'v24.0.0' },
      ...{ train: ['train.tsv'], test: 'test.tsv', outOfScopeTest: null, corpus: null, corpusHash: null },
      ...{ utterances: 46, background: 14, questions: inScope.length, outOfScope: outOfScope.length },
      ...{ model, thresholds: THRESHOLDS },
    },
  })
}

/** The same as a whole report. */
export function report(outcomes: readonly Outcome[]): EvaluationReport {
  return { ...measured(outcomes), comparison: null }
}

/** Seven questions: five in scope, of which two go wrong, and two out of scope. */
export const SAMPLE: readonly Outcome[] = [
  outcome('查话费', 'bill.view', 'bill.view', 0.95),
  outcome('my bill please', 'bill.view', 'bill.view', 0.9),
  outcome('帮我 check 账单', 'bill.view', 'net.slow', 0.75),
  outcome('so slow, get me somebody', 'net.slow|svc.person', 'svc.person', 0.6),
  outcome('网太慢', 'net.slow', 'bill.view', 0.2),
  outcome('weather tomorrow', '', 'net.slow', 0.72),
  outcome('怎么做红烧肉', '', 'bill.view', 0.1),
]
