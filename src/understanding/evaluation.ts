/** Measures an engine on questions it has not learned. */
import {
  accuracy,
  answeredWrongShare,
  auroc,
  type BandedRow,
  calibrationError,
  declinedShare,
  macroF1,
  outOfScopeRecallAt,
  percentile,
  precisionAt,
} from './metrics.ts'
import type { Thresholds, Understanding } from './types.ts'
import { type WrittenLanguage, writtenLanguageOf } from './written-language.ts'

/** A question with the intents that would be right; none of them where it is out of scope. */
export interface TestQuestion {
  readonly text: string
  readonly expected: readonly string[]
  /** Told from the text where it is not given. */
  readonly language?: WrittenLanguage | undefined
}

/** Anything that understands: our engine, or NLP.js as it comes. */
export interface Understands {
  readonly intents: readonly string[]
  /** Where its bands begin, if it has any. */
  readonly thresholds?: Thresholds
  understand(text: string): Promise<Understanding>
}

/** What became of one question; `predicted` is empty where the engine had nothing to say. */
export interface Outcome extends BandedRow {
  readonly text: string
  readonly language: WrittenLanguage
}

/** What an engine said to every question. */
export interface Answers {
  readonly inScope: readonly Outcome[]
  readonly outOfScope: readonly Outcome[]
  /** Milliseconds each question in scope took. */
  readonly times: readonly number[]
}

/** Figures of one evaluation; shares are 0..1, times milliseconds, null what could not be measured. */
export interface Evaluation {
  readonly rows: number
  readonly intents: number
  readonly accuracy: number | null
  readonly macroF1: number | null
  readonly oosAuroc: number | null
  readonly oosRecallAt5: number | null
  /** Share of in-scope questions the engine declines. */
  readonly falseFallback: number | null
  readonly ece: number | null
  readonly precisionAt80: number | null
  readonly coverageAt80: number | null
  /** Accuracy by the language questions are written in. */
  readonly byLanguage: Readonly<Record<WrittenLanguage, number | null>>
  /** Share of wrong answers among the in-scope questions answered at once. */
  readonly answeredWrong: number | null
  /** The same among all questions answered at once; an answer to one out of scope is wrong. */
  readonly answeredWrongWithOos: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

const SURE = 0.8
const FALSE_FALLBACK = 0.05
// The first questions run code that is not compiled yet; they are asked once more before the clock counts.
const WARM_UP = 200

/**
 * Asks every question once.
 * @param onShare hears which share of the questions has been asked, 0..1
 */
export async function askAll(
  engine: Understands,
  questions: readonly TestQuestion[],
  onShare: (share: number) => void = () => {},
): Promise<Answers> {
  const inside = questions.filter(({ expected }) => expected.length > 0)
  const outside = questions.filter(({ expected }) => expected.length === 0)
  for (const { text } of inside.slice(0, WARM_UP)) await engine.understand(text)

  const times: number[] = []
  const answers = { inScope: [] as Outcome[], outOfScope: [] as Outcome[], times }
  for (const [i, question] of inside.entries()) {
    const start = performance.now()
    const understanding = await engine.understand(question.text)
    times.push(performance.now() - start)
    answers.inScope.push(outcomeOf(question, understanding))
    onShare(i / questions.length)
  }
  for (const question of outside) {
    answers.outOfScope.push(outcomeOf(question, await engine.understand(question.text)))
  }
  return answers
}

function outcomeOf({ text, expected, language }: TestQuestion, understanding: Understanding): Outcome {
  const { candidates, confidence, band } = understanding
  const predicted = candidates[0]?.intent ?? ''
  return { text, language: language ?? writtenLanguageOf(text), expected, predicted, confidence, band }
}

/** Judges what an engine said. */
export function evaluationOf({ inScope, outOfScope, times }: Answers, intents: number): Evaluation {
  const inside = inScope.map((row) => row.confidence)
  const outside = outOfScope.map((row) => row.confidence)
  const { precision, coverage } = precisionAt(inScope, SURE)
  return {
    rows: inScope.length,
    intents,
    accuracy: accuracy(inScope),
    macroF1: macroF1(inScope),
    oosAuroc: auroc(inside, outside),
    oosRecallAt5: outOfScopeRecallAt(inside, outside, FALSE_FALLBACK),
    falseFallback: declinedShare(inScope),
    ece: calibrationError(inScope),
    precisionAt80: precision,
    coverageAt80: coverage,
    byLanguage: {
      zh: accuracy(writtenIn('zh', inScope)),
      en: accuracy(writtenIn('en', inScope)),
      mixed: accuracy(writtenIn('mixed', inScope)),
    },
    answeredWrong: answeredWrongShare(inScope),
    answeredWrongWithOos: outOfScope.length === 0 ? null : answeredWrongShare([...inScope, ...outOfScope]),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  }
}

/** The questions written in a language. */
export function writtenIn(language: WrittenLanguage, outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter((outcome) => outcome.language === language)
}
