/** Chooses where the bands of confidence begin, from questions the model has not learned. */
import type { Thresholds } from '../types.ts'

/** A question that has an answer here. */
export interface JudgedConfidence {
  /** 0..1 */
  readonly confidence: number
  /** Whether the likeliest intent was the right one. */
  readonly right: boolean
}

/** What the bands are to achieve; all shares are 0..1. */
export interface BandTargets {
  /** Most in-scope questions that may be declined. */
  readonly falseFallback: number
  /** Least share of right answers among questions answered at once. */
  readonly precision: number
}

/** What the product aims at. */
export const BAND_TARGETS: BandTargets = { falseFallback: 0.02, precision: 0.91 }

// Even where the targets cannot be met: at even odds a question is worth asking back about, and an answer
// that is right in six of ten cases is worth giving.
const HIGHEST_ASK = 0.5
const HIGHEST_ANSWER = 0.62

/**
 * Thresholds for the targets. `ask` parts in-scope from out-of-scope questions as well as possible (highest
 * sum of both shares treated rightly) without declining more in-scope questions than allowed; `answer` is the
 * lowest confidence from which on the target precision is met, questions out of scope counting as errors.
 */
export function chooseThresholds(
  inScope: readonly JudgedConfidence[],
  outOfScope: readonly number[],
  targets: BandTargets = BAND_TARGETS,
): Thresholds {
  const ask = chooseAsk(
    inScope.map(({ confidence }) => confidence),
    outOfScope,
    targets.falseFallback,
  )
  return { ask, answer: Math.max(ask, chooseAnswer(inScope, outOfScope, targets.precision)) }
}

function chooseAsk(inScope: readonly number[], outOfScope: readonly number[], falseFallback: number): number {
  const sorted = [...inScope].sort((a, b) => a - b)
  const others = [...outOfScope].sort((a, b) => a - b)
  const most = Math.floor(falseFallback * sorted.length)
  let best = 0
  let bestGain = 0
  let below = 0
  for (let declined = 0; declined <= most && declined < sorted.length; declined++) {
    const threshold = Math.min(sorted[declined]!, HIGHEST_ASK)
    while (below < others.length && others[below]! < threshold) below++
    // Without out-of-scope questions the allowance is used up as it is.
    const gain = others.length === 0 ? declined + 1 : below / others.length - declined / sorted.length
    if (gain > bestGain) {
      bestGain = gain
      best = threshold
    }
  }
  return best
}

function chooseAnswer(
  inScope: readonly JudgedConfidence[],
  outOfScope: readonly number[],
  precision: number,
): number {
  const errors = outOfScope.map((confidence) => ({ confidence, right: false }))
  const sorted = [...inScope, ...errors].sort((a, b) => b.confidence - a.confidence)
  let right = 0
  let lowest = HIGHEST_ANSWER
  for (const [i, guess] of sorted.entries()) {
    if (guess.right) right++
    const lastOfEquals = sorted[i + 1]?.confidence !== guess.confidence
    if (lastOfEquals && right / (i + 1) >= precision) lowest = Math.min(lowest, guess.confidence)
  }
  return lowest
}
