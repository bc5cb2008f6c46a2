/** Says whether customers still look like those a model learnt from, beside how much chance alone makes them differ. */

import type { Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { createRandom, mixSeed, type Random } from '../understanding/classifier/random.ts'
import { countsLike, countsOfNumbers, roundedScores } from './baseline.ts'
import type { ChurnModel } from './model.ts'
import { scorerOf } from './score.ts'

/** With fewer rows chance makes differences as large as those one looks for. */
export const DRIFT_ROWS = 1_000
/** Times the null is drawn. */
const DRAWS = 400
/** A difference below this changes no decision, however sure it is. */
const SMALL = 0.1
/** From here on the model is of other customers. */
const LARGE = 0.25

/**
 * `same`: no more than chance. `small`: more than chance, and too little to matter. `moderate`, `large`: look at it,
 * and train anew.
 */
export type DriftVerdict = 'same' | 'small' | 'moderate' | 'large'

/** How far a column has moved. */
export interface ColumnDrift {
  readonly name: string
  /** Population stability index: 0 is the same distribution. */
  readonly psi: number
  /** What 99 of 100 samples of this size from the same customers stay below. */
  readonly chance: number
  readonly verdict: DriftVerdict
}

/** How far customers have moved. */
export interface Drift {
  /** Rows learnt from, and rows compared. */
  readonly learntFrom: number
  readonly rows: number
  /** Of the probabilities the model gives. */
  readonly score: ColumnDrift
  /** The farthest first. */
  readonly columns: readonly ColumnDrift[]
}

/**
 * Compares rows with those the model learnt from.
 * @param seed of the null's draws, a whole number
 * @throws LiukeError `churn_drift_few` below 1,000 rows on either side, `churn_drift_unknown` for a model that was
 *   trained before counts were kept, and what reading cells throws
 */
export function driftOf(model: ChurnModel, rows: readonly Row[], seed = 1): Drift {
  const { baseline } = model
  if (baseline === undefined) {
    const message = 'This model does not know what the customers looked like that it learnt from.'
    throw new LiukeError('churn_drift_unknown', message, 'Train it again with `liuke churn train`.')
  }
  const fewer = Math.min(rows.length, model.rows)
  if (fewer < DRIFT_ROWS) {
    const whose = rows.length <= model.rows ? 'There are' : 'The model learnt from'
    const message = `${whose} ${fewer} customers: too few to tell drift from chance.`
    throw new LiukeError('churn_drift_few', message, `It takes ${DRIFT_ROWS} on both sides.`)
  }
  const score = scorerOf(model)
  const probabilities = roundedScores(rows.map((row) => score(row).probability))
  const compared = (name: string, before: readonly number[], now: readonly number[], stream: number) => {
    const random = createRandom(mixSeed(seed, stream))
    return comparedOf(name, before, now, random)
  }
  const columns = baseline.columns.map((histogram, at) =>
    compared(histogram.name, histogram.counts, countsLike(histogram, rows, model.mapping), at),
  )
  return {
    learntFrom: model.rows,
    rows: rows.length,
    score: compared(
      'score',
      baseline.score.counts,
      countsOfNumbers(probabilities, baseline.score.limits),
      -1,
    ),
    columns: columns.sort((a, b) => b.psi - a.psi),
  }
}

/**
 * Population stability index: Σ (now − before) · ln(now / before) over shares of bins. Every bin counts half a row
 * more, so that an empty one has a logarithm.
 */
export function stabilityIndex(before: readonly number[], now: readonly number[]): number {
  const shareOf = (counts: readonly number[]) => {
    const all = counts.reduce((sum, count) => sum + count, 0) + counts.length / 2
    return counts.map((count) => (count + 0.5) / all)
  }
  const [was, is] = [shareOf(before), shareOf(now)]
  return was.reduce((sum, share, bin) => sum + (is[bin]! - share) * Math.log(is[bin]! / share), 0)
}

function comparedOf(
  name: string,
  before: readonly number[],
  now: readonly number[],
  random: Random,
): ColumnDrift {
  const seen = before.map((_, bin) => bin).filter((bin) => before[bin]! + now[bin]! > 0)
  const [was, is] = [seen.map((bin) => before[bin]!), seen.map((bin) => now[bin]!)]
  const psi = stabilityIndex(was, is)
  const rows = is.reduce((sum, count) => sum + count, 0)
  const learnt = was.reduce((sum, count) => sum + count, 0)
  const shares = was.map((count) => count / learnt)
  // Those that were learnt from are a sample too: both sides are drawn.
  const byChance = Array.from({ length: DRAWS }, () =>
    stabilityIndex(drawnCounts(shares, learnt, random), drawnCounts(shares, rows, random)),
  ).sort((a, b) => a - b)
  const chance = byChance[Math.ceil(0.99 * DRAWS) - 1]!
  const verdict = psi <= chance ? 'same' : psi < SMALL ? 'small' : psi < LARGE ? 'moderate' : 'large'
  return { name, psi, chance, verdict }
}

/** How many of so many rows fall into each bin, drawn by chance. */
function drawnCounts(shares: readonly number[], rows: number, random: Random): number[] {
  let left = rows
  let share = 1
  return shares.map((own) => {
    const drawn = share <= 0 ? 0 : binomial(left, Math.min(1, own / share), random)
    left -= drawn
    share -= own
    return drawn
  })
}

/** A binomial draw: by the gaps between successes where they are few, else by the normal distribution it is close to. */
function binomial(trials: number, share: number, random: Random): number {
  if (trials <= 0 || share <= 0) return 0
  if (share > 0.5) return trials - binomial(trials, 1 - share, random)
  if (trials * share > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const drawn = Math.round(trials * share + normal * Math.sqrt(trials * share * (1 - share)))
    return Math.min(trials, Math.max(0, drawn))
  }
  const gap = Math.log(1 - share)
  let successes = 0
  for (let at = 0; ; successes++) {
    at += Math.floor(Math.log(1 - random()) / gap) + 1
    if (at > trials) return successes
  }
}
