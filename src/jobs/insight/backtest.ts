/** Tries forecasts on the past: made as of earlier days, and compared with what came. */

import { forecastBy, type Series } from './forecast-model.ts'
import type { ForecastError, ForecastModel } from './results.ts'

/** All ways to forecast, the simplest last. */
export const models = ['ets', 'seasonal-naive', 'naive'] as const satisfies readonly ForecastModel[]

/** Days a model has to learn from before it is tried. */
const LEARN_FROM = 21
/** Earlier days forecasts are made as of; more cost time and say little more. */
const ORIGINS_MOST = 24
/** Errors of neighbouring days ahead are taken together, this many on each side. */
const NEIGHBOURS = 3

/** How a model did. */
export interface Trial {
  readonly error: ForecastError
  /** What came less what was forecast, by days ahead from 0. */
  readonly residuals: readonly (readonly number[])[]
}

/** How all models did, from the same days. */
export interface Backtest {
  readonly trials: Readonly<Record<ForecastModel, Trial>>
  readonly origins: number
  readonly horizon: number
}

/**
 * Rolling origin: from several earlier days, forecasts as far ahead as there is room for, 14 days at most.
 * @param series at least 28 days
 */
export function backtest(series: Series): Backtest {
  const { counts, holidays } = series
  const days = counts.length
  const horizon = days >= 2 * LEARN_FROM ? 14 : 7
  const last = days - horizon
  const room = last - LEARN_FROM
  const step = Math.max(1, Math.ceil(room / ORIGINS_MOST))
  const origins: number[] = []
  for (let at = last; at >= LEARN_FROM && origins.length < ORIGINS_MOST; at -= step) origins.push(at)
  const trialOf = (model: ForecastModel): Trial => {
    const residuals = Array.from({ length: horizon }, (): number[] => [])
    const sums = { absolute: 0, scaled: 0, symmetric: 0, days: 0, scalable: 0 }
    for (const origin of origins) {
      const known = { counts: counts.slice(0, origin), holidays: holidays.slice(0, origin) }
      const scale = seasonalError(known)
      const means = forecastBy(model, known, holidays.slice(origin, origin + horizon))
      for (const [ahead, mean] of means.entries()) {
        const came = counts[origin + ahead]!
        const off = Math.abs(came - mean)
        residuals[ahead]!.push(came - mean)
        sums.absolute += off
        sums.symmetric += came + mean === 0 ? 0 : (2 * off) / (came + mean)
        sums.days++
        if (scale === 0) continue
        sums.scaled += off / scale
        sums.scalable++
      }
    }
    const error = {
      model,
      mae: sums.absolute / sums.days,
      mase: sums.scalable === 0 ? null : sums.scaled / sums.scalable,
      smape: sums.symmetric / sums.days,
    }
    return { error, residuals }
  }
  return {
    trials: { ets: trialOf('ets'), 'seasonal-naive': trialOf('seasonal-naive'), naive: trialOf('naive') },
    origins: origins.length,
    horizon,
  }
}

/** Mean difference to a week before, on the days learnt from: what MASE is measured in (Hyndman and Koehler 2006). */
function seasonalError({ counts }: Series): number {
  let sum = 0
  for (let at = 7; at < counts.length; at++) sum += Math.abs(counts[at]! - counts[at - 7]!)
  return counts.length > 7 ? sum / (counts.length - 7) : 0
}

/** The interval a share of days falls into, as differences to the mean. */
export interface Interval {
  readonly below: number
  readonly above: number
}

/**
 * The middle share of what forecasts were off by so many days ahead; beyond the days that could be tried it
 * grows with the square root of the distance.
 * @param ahead from 0
 * @param share such as .8
 */
export function intervalOf({ residuals }: Trial, ahead: number, share: number): Interval {
  const tried = Math.min(ahead, residuals.length - 1)
  const near = residuals.slice(Math.max(0, tried - NEIGHBOURS), tried + NEIGHBOURS + 1).flat()
  near.sort((a, b) => a - b)
  const growth = Math.sqrt((ahead + 1) / (tried + 1))
  const tail = (1 - share) / 2
  return {
    below: growth * Math.min(0, quantile(near, tail)),
    above: growth * Math.max(0, quantile(near, 1 - tail)),
  }
}

/** Between the two nearest of sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0
  const at = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (high - low) * (at - Math.floor(at))
}
