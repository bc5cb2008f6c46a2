/** Measures an engine on questions it has not learned. */
import {
  accuracy,
  auroc,
  calibrationError,
  type JudgedRow,
  macroF1,
  outOfScopeRecallAt,
  percentile,
  precisionAt,
} from './metrics.ts'
import type { Understanding } from './types.ts'

/** A question with the intents that would be right. */
export interface TestQuestion {
  readonly text: string
  readonly expected: readonly string[]
}

/** Anything that understands: our engine, or NLP.js as it comes. */
export interface Understands {
  readonly intents: readonly string[]
  understand(text: string): Promise<Understanding>
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
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

const SURE = 0.8
const FALSE_FALLBACK = 0.05
// The first questions run code that is not compiled yet; they are asked once more before the clock counts.
const WARM_UP = 200

/** Asks every question once and judges the answers. */
export async function evaluate(
  engine: Understands,
  questions: readonly TestQuestion[],
  outOfScope: readonly string[],
): Promise<Evaluation> {
  for (const { text } of questions.slice(0, WARM_UP)) await engine.understand(text)
  const times: number[] = []
  const rows: JudgedRow[] = []
  let declined = 0
  for (const { text, expected } of questions) {
    const start = performance.now()
    const understanding = await engine.understand(text)
    times.push(performance.now() - start)
    if (understanding.band === 'decline') declined++
    const predicted = understanding.candidates[0]?.intent ?? ''
    rows.push({ expected, predicted, confidence: understanding.confidence })
  }
  const inside = rows.map((row) => row.confidence)
  const outside: number[] = []
  for (const text of outOfScope) outside.push((await engine.understand(text)).confidence)
  const { precision, coverage } = precisionAt(rows, SURE)
  return {
    rows: rows.length,
    intents: engine.intents.length,
    accuracy: accuracy(rows),
    macroF1: macroF1(rows),
    oosAuroc: auroc(inside, outside),
    oosRecallAt5: outOfScopeRecallAt(inside, outside, FALSE_FALLBACK),
    falseFallback: rows.length === 0 ? null : declined / rows.length,
    ece: calibrationError(rows),
    precisionAt80: precision,
    coverageAt80: coverage,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  }
}
