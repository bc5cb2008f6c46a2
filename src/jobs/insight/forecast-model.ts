/** Forecasts a daily series: level, damped trend and day of the week (Holt and Winters), beside the two simple ways. */

import type { ForecastModel } from './results.ts'

const WEEK = 7
/** One-step errors beyond so many times the usual one are clipped: one odd day does not move the level (Gelper et al. 2010). */
const CLIPPED_AT = 3
/** How fast the usual error itself is learnt. */
const SCALE_RATE = 0.1
/** The error of a normal series is this many times its median absolute one. */
const NORMAL = 1.4826

/** What a model is learnt from. */
export interface Series {
  readonly counts: readonly number[]
  /** Days without anybody of ours; they teach nothing about ordinary days. */
  readonly holidays: readonly boolean[]
}

/** Smoothing of level, trend and week, each 0..1, and how fast a trend fades. */
interface Smoothing {
  readonly level: number
  readonly trend: number
  readonly week: number
  readonly damping: number
}

/** Makes roots of small counts vary like those of large ones (Anscombe 1948). */
const ROOT_SHIFT = 0.375
/** On roots, counts that come by chance alone are off by half. */
const LEAST_ERROR = 0.5

const GRID: readonly Smoothing[] = [0.03, 0.1, 0.2, 0.4].flatMap((level) =>
  [0, 0.02, 0.1].flatMap((trend) =>
    [0.05, 0.15, 0.3].map((week) => ({ level, trend, week, damping: trend === 0 ? 0 : 0.97 })),
  ),
)

/** What is known at the end of a series. */
interface State {
  readonly level: number
  readonly trend: number
  /** Level, trend and what each day of the week adds, on square roots, beginning with the weekday of the first day. */
  readonly week: readonly number[]
  readonly damping: number
  /** Mean absolute one-step error in counts, after the first two weeks. */
  readonly error: number
  /** The usual one-step error, on square roots. */
  readonly usual: number
  /** How much less or more comes on holidays, as a factor of an ordinary day; 1 while too few were seen. */
  readonly holiday: number
}

/** Holidays that must have been seen before they are told apart from ordinary days. */
const HOLIDAYS = 2

/**
 * Learns on square roots, on which counts vary alike whether there are few or many, and busy days of the
 * week grow with the level.
 */
function run({ counts: raw, holidays }: Series, smoothing: Smoothing): State {
  const counts = raw.map((count) => Math.sqrt(count + ROOT_SHIFT))
  const start = Math.min(2 * WEEK, counts.length)
  const first = medianOf(counts.slice(0, start))
  let level = first
  let trend = 0
  const week = Array.from({ length: WEEK }, (_, day) =>
    shrunk(
      counts.slice(0, 4 * WEEK).filter((_count, at) => at % WEEK === day && !holidays[at]),
      first,
    ),
  )
  let usual = Math.max(
    LEAST_ERROR,
    NORMAL * medianOf(counts.slice(0, start).map((count, at) => Math.abs(count - first - week[at % WEEK]!))),
  )
  let [off, steps, ratio, seen] = [0, 0, 0, 0]
  for (const [at, count] of counts.entries()) {
    const day = at % WEEK
    const before = level + smoothing.damping * trend
    const expected = before + week[day]!
    if (holidays[at]) {
      ratio += raw[at]! / Math.max(1, countOf(expected, usual))
      seen++
      level = before
      trend *= smoothing.damping
      continue
    }
    const error = count - expected
    const clipped = Math.max(-CLIPPED_AT * usual, Math.min(CLIPPED_AT * usual, error))
    usual = (1 - SCALE_RATE) * usual + SCALE_RATE * Math.max(LEAST_ERROR, 1.25 * Math.abs(clipped))
    level = before + smoothing.level * clipped
    trend = smoothing.damping * trend + smoothing.level * smoothing.trend * clipped
    week[day] = week[day]! + smoothing.week * (1 - smoothing.level) * clipped
    if (at >= start) {
      off += Math.abs(raw[at]! - countOf(expected, usual))
      steps++
    }
  }
  const holiday = seen >= HOLIDAYS ? ratio / seen : 1
  return { level, trend, week, damping: smoothing.damping, error: off / Math.max(1, steps), usual, holiday }
}

/** The count a root stands for, with what squaring takes from the mean given back. */
function countOf(root: number, usual: number): number {
  return Math.max(0, Math.max(0, root) ** 2 - ROOT_SHIFT + usual * usual)
}

/** How much a day of the week is above the rest, drawn towards nothing while few such days are known. */
function shrunk(counts: readonly number[], level: number): number {
  const sum = counts.reduce((total, count) => total + count - level, 0)
  return sum / (counts.length + 1)
}

/**
 * What the model expects of the days after a series, never below 0.
 * @param ahead for each day to come, whether it is a holiday
 */
export function forecastBy(model: ForecastModel, series: Series, ahead: readonly boolean[]): number[] {
  const { counts, holidays } = series
  if (model === 'naive') {
    const ordinary = counts.findLast((_, at) => !holidays[at]) ?? 0
    return ahead.map(() => ordinary)
  }
  if (model === 'seasonal-naive') return ahead.map((_, step) => weekBefore(series, step))
  let best: State | undefined
  for (const smoothing of GRID) {
    const state = run(series, smoothing)
    if (best === undefined || state.error < best.error) best = state
  }
  if (best === undefined) return ahead.map(() => 0)
  const { level, trend, week, damping, usual, holiday } = best
  let [faded, weight] = [0, 1]
  return ahead.map((isHoliday, step) => {
    weight *= damping
    faded += weight * trend
    const expected = countOf(level + faded + week[(counts.length + step) % WEEK]!, usual)
    return isHoliday ? expected * holiday : expected
  })
}

/** The newest day of the same weekday that was no holiday; a step of 0 is the day after the series. */
function weekBefore({ counts, holidays }: Series, step: number): number {
  let at = counts.length - WEEK + (step % WEEK)
  while (at >= WEEK && holidays[at]) at -= WEEK
  return counts[at] ?? 0
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
