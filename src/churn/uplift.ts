/** What a treatment has brought, from customers drawn at random: shares, their difference, value, and what is missing. */

import { createRandom, mixSeed } from '../understanding/classifier/random.ts'

/** From a lower to an upper end, both within. */
export type Interval = readonly [low: number, high: number]

/** What became of one customer. */
export interface Outcome {
  readonly treated: boolean
  readonly retained: boolean
  /** What they brought after what was spent on them, in yuan; null where their fee is not known. */
  readonly value: number | null
}

/** One arm. */
export interface ArmFigures {
  readonly customers: number
  readonly retained: number
  /** 0..1; null without customers. */
  readonly share: number | null
}

/**
 * `too_few`: nothing is concluded. `unclear`: the interval holds 0, so it may be chance. `helps`, `harms`: it does
 * not.
 */
export type Verdict = 'too_few' | 'unclear' | 'helps' | 'harms'

/** What the comparison says. */
export interface UpliftFigures {
  readonly treated: ArmFigures
  readonly held: ArmFigures
  /** Retained share of the treated minus that of the held, −1..1; null where too few are compared. */
  readonly difference: number | null
  /** 95 % interval of it. */
  readonly interval: Interval | null
  readonly verdict: Verdict
  /** Mean value of a treated customer minus that of a held one, in yuan; null where too few fees are known. */
  readonly value: { readonly difference: number; readonly interval: Interval } | null
  /** What is missing for a conclusion; null where there is one. */
  readonly needed: Needed | null
}

/** How many more customers, in both arms together and at the share held until now. */
export interface Needed {
  readonly customers: number
  /** The difference they would show in four of five cases; null while it is only about the least number. */
  readonly difference: number | null
}

/** Fewer in an arm say nothing: one customer more or less would move its share by over three points. */
export const LEAST_IN_ARM = 30
/** Differences below a point would take more customers than most companies have: they are planned as one point. */
const LEAST_DIFFERENCE = 0.01
/** Quantiles of the normal distribution: two-sided 5 %, and a power of 80 %. */
const Z = 1.959964
const Z_POWER = 0.841621
/** Resamples of the bootstrap, and draws altogether that bound its work. */
const RESAMPLES = 1_000
const LEAST_RESAMPLES = 200
const MOST_DRAWS = 20_000_000

/**
 * Compares the arms, everybody in the arm they were drawn into, whatever came of the treatment (intention to treat).
 * @param seed of the bootstrap; the same gives the same interval
 */
export function upliftOf(outcomes: readonly Outcome[], seed = 1): UpliftFigures {
  const treated = armFigures(outcomes.filter((outcome) => outcome.treated))
  const held = armFigures(outcomes.filter((outcome) => !outcome.treated))
  const least = Math.min(treated.customers, held.customers)
  if (least < LEAST_IN_ARM || treated.share === null || held.share === null) {
    const needed = { customers: missingAtLeast(treated.customers, held.customers), difference: null }
    return { treated, held, difference: null, interval: null, verdict: 'too_few', value: null, needed }
  }
  const difference = treated.share - held.share
  const interval = newcombe(treated, held)
  const verdict = interval[0] > 0 ? 'helps' : interval[1] < 0 ? 'harms' : 'unclear'
  const needed = verdict === 'unclear' ? neededFor(treated, held, Math.abs(difference)) : null
  return { treated, held, difference, interval, verdict, value: valueOfArms(outcomes, seed), needed }
}

function armFigures(outcomes: readonly Outcome[]): ArmFigures {
  const customers = outcomes.length
  const retained = outcomes.filter((outcome) => outcome.retained).length
  return { customers, retained, share: customers === 0 ? null : retained / customers }
}

/**
 * Wilson's score interval of a share, 95 %.
 * @see Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209–212
 */
export function wilson({ customers, retained }: Pick<ArmFigures, 'customers' | 'retained'>): Interval {
  const share = retained / customers
  const square = Z ** 2 / customers
  const middle = share + square / 2
  const half = Z * Math.sqrt((share * (1 - share)) / customers + square / (4 * customers))
  return [Math.max(0, (middle - half) / (1 + square)), Math.min(1, (middle + half) / (1 + square))]
}

/**
 * Interval of the difference of two shares, 95 %, by the hybrid score method: right also near 0 and 1 and with arms
 * of very different size, where the usual one is too narrow.
 * @see Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
 *   (1998) 873–890, method 10
 */
export function newcombe(
  first: Pick<ArmFigures, 'customers' | 'retained'>,
  second: Pick<ArmFigures, 'customers' | 'retained'>,
): Interval {
  const [p1, p2] = [first.retained / first.customers, second.retained / second.customers]
  const [low1, high1] = wilson(first)
  const [low2, high2] = wilson(second)
  const difference = p1 - p2
  return [difference - Math.hypot(p1 - low1, high2 - p2), difference + Math.hypot(high1 - p1, p2 - low2)]
}

/** How many more it takes for both arms to have the least number, when they fill as they did. */
function missingAtLeast(treated: number, held: number): number {
  const all = treated + held
  // Nobody is held yet: the smallest share that may be set.
  const smaller = all === 0 || Math.min(treated, held) === 0 ? 0.05 : Math.min(treated, held) / all
  return Math.max(1, Math.ceil(LEAST_IN_ARM / smaller) - all)
}

/** The usual number for two shares, for arms as unequal as these (Fleiss, Statistical Methods for Rates and Proportions). */
function neededFor(treated: ArmFigures, held: ArmFigures, observed: number): Needed {
  const difference = Math.max(LEAST_DIFFERENCE, observed)
  const all = treated.customers + held.customers
  const heldShare = held.customers / all
  // Shares are drawn towards the middle, so that an arm in which nobody left yet has a spread too.
  const spread = ({ customers, retained }: ArmFigures) => {
    const share = (retained + 1) / (customers + 2)
    return share * (1 - share)
  }
  const variance = spread(treated) / (1 - heldShare) + spread(held) / heldShare
  const total = ((Z + Z_POWER) ** 2 * variance) / difference ** 2
  return { customers: Math.max(1, Math.ceil(total) - all), difference }
}

/** Difference of the mean values, and its percentile interval from resampling each arm. */
function valueOfArms(outcomes: readonly Outcome[], seed: number): UpliftFigures['value'] {
  const valuesOf = (treated: boolean) =>
    Float64Array.from(
      outcomes.flatMap((outcome) =>
        outcome.treated === treated && outcome.value !== null ? [outcome.value] : [],
      ),
    )
  const [treated, held] = [valuesOf(true), valuesOf(false)]
  const customers = treated.length + held.length
  if (Math.min(treated.length, held.length) < LEAST_IN_ARM) return null
  const resamples = Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / customers)))
  const random = createRandom(mixSeed(seed, customers))
  const resampled = (values: Float64Array) => {
    let sum = 0
    for (let draw = 0; draw < values.length; draw++) sum += values[(random() * values.length) | 0]!
    return sum / values.length
  }
  const differences = Float64Array.from(
    { length: resamples },
    () => resampled(treated) - resampled(held),
  ).sort()
  const at = (quantile: number) => differences[Math.round(quantile * (resamples - 1))]!
  return { difference: meanOf(treated) - meanOf(held), interval: [at(0.025), at(0.975)] }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
