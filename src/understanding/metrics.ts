/** Measures of how well a model understands; all of them pure, all shares 0..1. */

/** A labelled question and what the model made of it. */
export interface JudgedRow {
  /** Intents that would have been right. */
  readonly expected: readonly string[]
  readonly predicted: string
  /** 0..1 */
  readonly confidence: number
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
 * Mean over intents of the harmonic mean of precision and recall, over all intents that are expected or
 * predicted. Where several intents are right the predicted one counts as expected, else the first.
 */
export function macroF1(rows: readonly JudgedRow[]): number | null {
  if (rows.length === 0) return null
  const tallies = new Map<string, { right: number; expected: number; predicted: number }>()
  const tally = (intent: string) => {
    const found = tallies.get(intent) ?? { right: 0, expected: 0, predicted: 0 }
    tallies.set(intent, found)
    return found
  }
  for (const row of rows) {
    const right = isRight(row)
    tally(right ? row.predicted : (row.expected[0] ?? '')).expected++
    tally(row.predicted).predicted++
    if (right) tally(row.predicted).right++
  }
  const scores = [...tallies.values()].map((t) => (2 * t.right) / (t.expected + t.predicted))
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/**
 * Expected calibration error: mean distance between confidence and accuracy over fifteen equal bins of
 * confidence, weighted by rows (Guo et al., ICML 2017).
 */
export function calibrationError(rows: readonly JudgedRow[]): number | null {
  if (rows.length === 0) return null
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ rows: 0, right: 0, confidence: 0 }))
  for (const row of rows) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(row.confidence * CALIBRATION_BINS))]!
    bin.rows++
    bin.confidence += row.confidence
    if (isRight(row)) bin.right++
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.confidence), 0) / rows.length
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
  const all = [
    ...inScope.map((value) => ({ value, inside: true })),
    ...outOfScope.map((value) => ({ value, inside: false })),
  ].sort((a, b) => a.value - b.value)
  let ranks = 0
  for (let i = 0; i < all.length; ) {
    let end = i
    while (end < all.length && all[end]!.value === all[i]!.value) end++
    const rank = (i + 1 + end) / 2
    for (let k = i; k < end; k++) if (all[k]!.inside) ranks += rank
    i = end
  }
  const inside = inScope.length
  return (ranks - (inside * (inside + 1)) / 2) / (inside * outOfScope.length)
}

/** Share of out-of-scope questions below the confidence that a given share of in-scope questions is below. */
export function outOfScopeRecallAt(
  inScope: readonly number[],
  outOfScope: readonly number[],
  falseFallback: number,
): number | null {
  if (inScope.length === 0 || outOfScope.length === 0) return null
  const sorted = [...inScope].sort((a, b) => a - b)
  const threshold = sorted[Math.floor(falseFallback * sorted.length)]!
  return outOfScope.filter((confidence) => confidence < threshold).length / outOfScope.length
}

/** The value a given share (0..1) of the numbers is at or below; null without numbers. */
export function percentile(numbers: readonly number[], share: number): number | null {
  if (numbers.length === 0) return null
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}
