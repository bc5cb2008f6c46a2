/** Forecasts contacts, says how far earlier forecasts were off, and uses the simple way where that was no worse. */

import { addDays, daysBetween } from '../../customers/calendar.ts'
import { backtest, intervalOf, models } from './backtest.ts'
import { forecastBy, type Series } from './forecast-model.ts'
import type {
  Both,
  DayForecast,
  EmptyReason,
  ForecastError,
  ForecastModel,
  ForecastResult,
  ForecastSeries,
} from './results.ts'

/** With fewer days a week cannot be told from chance. */
export const FORECAST_FROM = 28
/** Days ahead. */
const AHEAD = 14
/** History that is given back, in days. */
const SHOWN = 180
/** A topic with fewer contacts a week is left out. */
const TOPIC_A_WEEK = 7
const TOPICS = 8

/** Contacts by day, without gaps, oldest first. */
export interface DailyContacts {
  /** First day, `YYYY-MM-DD`. */
  readonly from: string
  readonly counts: readonly number[]
  /** By topic, each as long as `counts`. */
  readonly topics: ReadonlyMap<string, readonly number[]>
}

/** What came of forecasting. */
export type ForecastOutcome =
  | { readonly result: ForecastResult; readonly empty: null }
  | { readonly result: null; readonly empty: EmptyReason }

/**
 * Forecasts all contacts and those of the larger topics. Pure; no chance in it.
 * @param holidays days without anybody of ours, `YYYY-MM-DD`, past and to come
 * @param onProgress hears 0..1
 */
export function forecastOf(
  contacts: DailyContacts,
  holidays: ReadonlySet<string>,
  title: (topic: string) => Both,
  onProgress: (share: number) => void = () => undefined,
): ForecastOutcome {
  const { from, counts, topics } = contacts
  const days = counts.length
  if (days < FORECAST_FROM) return { result: null, empty: tooFewDays(days) }
  const weeks = days / 7
  const sums = [...topics].map(([topic, daily]) => ({ topic, daily, sum: daily.reduce((a, b) => a + b, 0) }))
  sums.sort((a, b) => b.sum - a.sum || (a.topic < b.topic ? -1 : 1))
  const large = sums.filter(({ sum }) => sum / weeks >= TOPIC_A_WEEK).slice(0, TOPICS)
  const few = sums.filter((one) => !large.includes(one))
  const total = seriesOf(null, ALL, { from, counts }, holidays)
  onProgress(1 / (large.length + 1))
  return {
    result: {
      from,
      to: addDays(from, days - 1),
      days,
      contacts: counts.reduce((a, b) => a + b, 0),
      total,
      topics: large.map(({ topic, daily }, at) => {
        const series = seriesOf(topic, title(topic), { from, counts: daily }, holidays)
        onProgress((at + 2) / (large.length + 1))
        return series
      }),
      fewTopics: few.map(({ topic }) => ({ id: topic, title: title(topic) })),
    },
    empty: null,
  }
}

const ALL: Both = { zh: '全部咨询', en: 'all contacts' }

function seriesOf(
  topic: string | null,
  title: Both,
  { from, counts }: Pick<DailyContacts, 'from' | 'counts'>,
  holidays: ReadonlySet<string>,
): ForecastSeries {
  const dayAt = (at: number): string => addDays(from, at)
  const series: Series = { counts, holidays: counts.map((_, at) => holidays.has(dayAt(at))) }
  const { trials, origins, horizon } = backtest(series)
  const errors = models.map((model) => trials[model].error)
  const { model, beatsNaive } = chosenModel(errors)
  const ahead = Array.from({ length: AHEAD }, (_, step) => dayAt(counts.length + step))
  const closed = ahead.map((day) => holidays.has(day))
  const means = forecastBy(model, series, closed)
  const forecast = means.map((mean, step): DayForecast => {
    const [narrow, wide] = [intervalOf(trials[model], step, 0.8), intervalOf(trials[model], step, 0.95)]
    return {
      day: ahead[step]!,
      mean,
      low80: Math.max(0, mean + narrow.below),
      high80: mean + narrow.above,
      low95: Math.max(0, mean + Math.min(wide.below, narrow.below)),
      high95: mean + Math.max(wide.above, narrow.above),
      holiday: closed[step]!,
    }
  })
  const first = Math.max(0, counts.length - SHOWN)
  return {
    topic,
    title,
    history: counts
      .slice(first)
      .map((count, at) => ({ day: dayAt(first + at), count, holiday: series.holidays[first + at]! })),
    forecast,
    model,
    errors,
    beatsNaive,
    origins,
    horizon,
    verdict: verdictOf(errors, model, beatsNaive),
  }
}

/** The model with the smallest mean error; of those as good as each other the simplest. */
export function chosenModel(errors: readonly ForecastError[]): {
  readonly model: ForecastModel
  readonly beatsNaive: boolean
} {
  const mae = (model: ForecastModel): number =>
    errors.find((error) => error.model === model)?.mae ?? Number.POSITIVE_INFINITY
  const simple: ForecastModel = mae('seasonal-naive') < mae('naive') ? 'seasonal-naive' : 'naive'
  const beatsNaive = mae('ets') < mae(simple)
  return { model: beatsNaive ? 'ets' : simple, beatsNaive }
}

const SIMPLE: Readonly<Record<'seasonal-naive' | 'naive', Both>> = {
  'seasonal-naive': { zh: '照搬上周同一天', en: 'taking the same day of the week before' },
  naive: { zh: '照搬前一天', en: 'taking the day before' },
}

function verdictOf(errors: readonly ForecastError[], model: ForecastModel, beatsNaive: boolean): Both {
  const mae = (wanted: ForecastModel): number => errors.find((error) => error.model === wanted)?.mae ?? 0
  const simple = model === 'ets' ? (mae('seasonal-naive') < mae('naive') ? 'seasonal-naive' : 'naive') : model
  const [own, other] = [mae('ets').toFixed(1), mae(simple).toFixed(1)]
  const { zh, en } = SIMPLE[simple]
  if (beatsNaive) {
    return {
      zh: `回测中平均每天差 ${own} 次，${zh}差 ${other} 次：模型更准，采用模型。`,
      en: `Tried on the past it was off by ${own} contacts a day, ${en} by ${other}: the model is better and is used.`,
    }
  }
  return {
    zh: `回测中模型平均每天差 ${own} 次，${zh}差 ${other} 次：模型并不更准，因此采用${zh}。`,
    en: `Tried on the past the model was off by ${own} contacts a day, ${en} by ${other}: it is no better, so ${en} is used.`,
  }
}

/** Makes the days between the first and the last whole. @param counts by day, `YYYY-MM-DD` */
export function withoutGaps(
  counts: ReadonlyMap<string, number>,
  topics: ReadonlyMap<string, ReadonlyMap<string, number>>,
  to: string,
): DailyContacts {
  const first = [...counts.keys()].sort()[0]
  if (first === undefined || first > to) return { from: to, counts: [], topics: new Map() }
  const days = Array.from({ length: daysBetween(first, to) + 1 }, (_, at) => addDays(first, at))
  const filled = (byDay: ReadonlyMap<string, number>): number[] => days.map((day) => byDay.get(day) ?? 0)
  return {
    from: first,
    counts: filled(counts),
    topics: new Map([...topics].map(([topic, byDay]) => [topic, filled(byDay)])),
  }
}

function tooFewDays(have: number): EmptyReason {
  return {
    code: 'days_few',
    message: {
      zh: `目前只有 ${have} 天的咨询记录，至少需要 ${FORECAST_FROM} 天（四周）才能预测。`,
      en: `There are ${have} days of conversations so far; a forecast needs at least ${FORECAST_FROM} (four weeks).`,
    },
    have,
    need: FORECAST_FROM,
  }
}
