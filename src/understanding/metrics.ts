/** Measures of how well a model understands; all of them pure, all shares 0..1. */
import type { Band } from './types.ts'

/** A labelled question and what the model made of it. */
export interface JudgedRow {
  /** Intents that would have been right. */
  readonly expected: readonly string[]
  readonly predicted: string
  /** 0..1 */
  readonly confidence: number
}

/** The same with what the bot would do about it. */
export interface BandedRow extends JudgedRow {
  readonly band: Band
}

/** How often an intent was right, was expected, and was predicted. */
export interface IntentTally {
  readonly right: number
  readonly expected: number
  readonly predicted: number
}

/** Rows whose confidence lies in one stretch; the means are null where it has none. */
export interface ReliabilityBin {
  /** Where the bin begins and ends, 0..1; the end belongs to the next bin, that of the last one to the last. */
  readonly from: number
  readonly to: number
  readonly rows: number
  readonly right: number
  /** Mean confidence. */
  readonly confidence: number | null
  /** Share of right rows. */
  readonly accuracy: number | null
}

const CALIBRATION_BINS = 15

/** Whether the predicted intent is one of the expected. */
export function isRight(row: JudgedRow): boolean {
  return row.expected.includes(row.predicted)
}

/** Share of rows whose likeliest intent is right; null without rows. */
export function accuracy(rows: readonly JudgedRow[]): number | null {
  return rows.length === 0 ? null : rows.filter(isRight).length / rows.length
}

/**
 * What became of every intent that is expected or predicted. Where several intents are right the predicted one
 * counts as expected, else the first.
 */
export function tallyIntents(rows: readonly JudgedRow[]): Map<string, IntentTally> {
  const tallies = new Map<string, { right: number; expected: number; predicted: number }>()
  const tally = (intent: string) => {
    const found = tallies.get(intent) ?? { right: 0, expected: 0, predicted: 0 }
    tallies.set(intent, found)
    return found
  }
  for (const row of rows) {
    tally(expectedIntentOf(row)).expected++
    tally(row.predicted).predicted++
    if (isRight(row)) tally(row.predicted).right++
  }
  return tallies
}

/** The one intent a row counts for: the predicted one where it is right, else the first expected. */
export function expectedIntentOf(row: JudgedRow): string {
  return isRight(row) ? row.predicted : (row.expected[0] ?? '')
}

/** Harmonic mean of precision and recall; null for an intent neither expected nor predicted. */
export function f1Of({ right, expected, predicted }: IntentTally): number | null {
  return expected + predicted === 0 ? null : (2 * right) / (expected + predicted)
}

/** Mean of the harmonic means of precision and recall over all intents that are expected or predicted. */
export function macroF1(rows: readonly JudgedRow[]): number | null {
  if (rows.length === 0) return null
  const tallies = tallyIntents(rows)
  let sum = 0
  for (const tally of tallies.values()) sum += f1Of(tally) ?? 0
  return sum / tallies.size
}

/** The rows in equal bins of confidence, fifteen unless told otherwise. */
export function reliabilityBins(rows: readonly JudgedRow[], bins = CALIBRATION_BINS): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ rows: 0, right: 0, confidence: 0 }))
  for (const row of rows) {
    const bin = sums[binOf(row.confidence, bins)]!
    bin.rows++
    bin.confidence += row.confidence
    if (isRight(row)) bin.right++
  }
  return sums.map(({ rows, right, confidence }, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    rows,
    right,
    confidence: rows === 0 ? null : confidence / rows,
    accuracy: rows === 0 ? null : right / rows,
  }))
}

/** Number of the bin a confidence falls into, of so many equal ones between 0 and 1. */
export function binOf(confidence: number, bins: number): number {
  return Math.max(0, Math.min(bins - 1, Math.floor(confidence * bins)))
}

/**
 * Expected calibration error: mean distance between confidence and accuracy over fifteen equal bins of
 * confidence, weighted by rows (Guo et al., ICML 2017).
 */
export function calibrationError(rows: readonly JudgedRow[]): number | null {
  if (rows.length === 0) return null
  const distances = reliabilityBins(rows).map((bin) => Math.abs(bin.right - (bin.confidence ?? 0) * bin.rows))
  return distances.reduce((sum, distance) => sum + distance, 0) / rows.length
}

/** Share of rows that are declined; null without rows. */
export function declinedShare(rows: readonly BandedRow[]): number | null {
  return rows.length === 0 ? null : rows.filter((row) => row.band === 'decline').length / rows.length
}

/**
 * Share of wrong answers among the questions answered at once; null where none is. Rows without any expected
 * intent are out of scope: whatever they are answered is wrong.
 */
export function answeredWrongShare(rows: readonly BandedRow[]): number | null {
  const answered = rows.filter((row) => row.band === 'answer')
  const right = accuracy(answered)
  return right === null ? null : 1 - right
}

/** Accuracy among rows at least this confident, and the share of rows that are. */
export function precisionAt(
  rows: readonly JudgedRow[],
  confidence: number,
): { precision: number | null; coverage: number | null } {
  const sure = rows.filter((row) => row.confidence >= confidence)
  return { precision: accuracy(sure), coverage: rows.length === 0 ? null : sure.length / rows.length }
}

/**
 * Probability that an in-scope question is more confident than an out-of-scope one, ties counted half (area
 * under the ROC curve); null where either is missing.
 */
export function auroc(inScope: readonly number[], outOfScope: readonly number[]): number | null {
  if (inScope.length === 0 || outOfScope.length === 0) return null
  const inside = Float64Array.from(inScope).sort()
  const outside = Float64Array.from(outOfScope).sort()
  let below = 0
  let notAbove = 0
  let wins = 0
  for (const value of inside) {
    while (below < outside.length && outside[below]! < value) below++
    while (notAbove < outside.length && outside[notAbove]! <= value) notAbove++
    wins += (below + notAbove) / 2
  }
  return wins / (inside.length * outside.length)
}

/** Share of out-of-scope questions below the confidence that a given share of in-scope questions is below. */
export function outOfScopeRecallAt(
  inScope: readonly number[],
  outOfScope: readonly number[],
  falseFallback: number,
): number | null {
  if (inScope.length === 0 || outOfScope.length === 0) return null
  const sorted = Float64Array.from(inScope).sort()
  const threshold = sorted[Math.floor(falseFallback * sorted.length)]!
  return outOfScope.filter((confidence) => confidence < threshold).length / outOfScope.length
}

/** The value a given share (0..1) of the numbers is at or below; null without numbers. */
export function percentile(numbers: readonly number[], share: number): number | null {
  if (numbers.length === 0) return null
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}
