/** How many contacts are to be expected. */

import { useMemo, useState } from 'react'
import type { ForecastModel, ForecastResult, ForecastSeries } from '../../console/insight-types.ts'
import { Choice } from '../staff/choice.tsx'
import { Select } from '../staff/select.tsx'
import { fill, type Language } from '../widget/strings.ts'
import { forecastOptions, type LineDay } from './chart-options.ts'
import { useWords } from './console-context.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { dayText, exact, number, share, shortDay } from './figures.ts'
import type { Ink } from './ink.ts'
import { InsightPage } from './insight-page.tsx'
import type { Strings, Word } from './strings.ts'
import type { TableData } from './table-data.ts'

const RANGES = ['30', '90', '180'] as const
type Range = (typeof RANGES)[number]

const MODELS: Readonly<Record<ForecastModel, Word>> = {
  ets: 'modelEts',
  'seasonal-naive': 'modelSeasonal',
  naive: 'modelNaive',
}

const HEIGHT = 300

export function ForecastPage() {
  const { words, language } = useWords()
  return (
    <InsightPage
      kind="forecast"
      title="forecast"
      about="forecastAbout"
      basis={({ from, to, contacts }) =>
        fill(words.forecastBasis, {
          from: dayText(from, language),
          to: dayText(to, language),
          count: number(contacts, language),
        })
      }
      show={({ result }) => <Forecast result={result} />}
    />
  )
}

/** The days of a series in a row, what was before what is to come. */
export function daysOf(
  { history, forecast }: ForecastSeries,
  range: number,
  words: Strings,
  language: Language,
): LineDay[] {
  const nothing = { actual: null, mean: null, low80: null, high80: null, low95: null, high95: null }
  const round = (value: number) => number(value, language, value < 10 ? 1 : 0)
  const marked = (day: string, holiday: boolean) =>
    holiday ? `${dayText(day, language)} · ${words.holiday}` : dayText(day, language)
  return [
    ...history.slice(-range).map(({ day, count, holiday }) => ({
      ...nothing,
      label: shortDay(day, language),
      tip: fill(words.forecastDayTip, { day: marked(day, holiday), count: number(count, language) }),
      actual: count,
      holiday,
    })),
    ...forecast.map(({ day, holiday, mean, low80, high80, low95, high95 }) => ({
      ...{ ...nothing, mean, low80, high80, low95, high95 },
      label: shortDay(day, language),
      tip: fill(words.forecastAheadTip, {
        day: marked(day, holiday),
        mean: round(mean),
        low80: round(low80),
        high80: round(high80),
        low95: round(low95),
        high95: round(high95),
      }),
      holiday,
    })),
  ]
}

function Forecast({ result }: { readonly result: ForecastResult }) {
  const { words, language } = useWords()
  const [topic, setTopic] = useState('')
  const [range, setRange] = useState<Range>('90')
  const series = result.topics.find((one) => one.topic === topic) ?? result.total
  const days = useMemo(() => daysOf(series, Number(range), words, language), [series, range, words, language])
  const options = useMemo(() => (ink: Ink) => forecastOptions(days, ink), [days])
  const table = useMemo(
    () => tableOf(series, Number(range), words, language),
    [series, range, words, language],
  )
  const peak = series.forecast.reduce<(typeof series.forecast)[number] | undefined>(
    (most, day) => (most && most.mean >= day.mean ? most : day),
    undefined,
  )
  const sum = number(
    series.forecast.reduce((total, { mean }) => total + mean, 0),
    language,
  )
  const title = series.topic === null ? words.allTopics : series.title[language]
  const most = peak ? number(peak.mean, language, peak.mean < 10 ? 1 : 0) : ''
  const peakDay = peak ? dayText(peak.day, language) : ''
  const shown = Math.min(Number(range), series.history.length)
  return (
    <>
      <div className="filters">
        {result.topics.length > 0 && (
          <Select
            label={words.topic}
            value={topic}
            options={[
              { value: '', title: words.allTopics },
              ...result.topics.map((one) => ({ value: one.topic ?? '', title: one.title[language] })),
            ]}
            choose={setTopic}
          />
        )}
        <Choice
          label={words.range}
          value={range}
          values={{
            '30': fill(words.lastDays, { days: 30 }),
            '90': fill(words.lastDays, { days: 90 }),
            '180': fill(words.lastDays, { days: 180 }),
          }}
          choose={setRange}
        />
      </div>
      <section className="card headline">
        <h3>{fill(words.forecastNext, { days: series.forecast.length })}</h3>
        <p className="big">{fill(words.forecastSum, { sum })}</p>
        {peak && <p>{fill(words.forecastPeak, { day: peakDay, most })}</p>}
        <p className={series.beatsNaive ? 'note' : 'note warn'}>{series.verdict[language]}</p>
      </section>
      <Figure
        title={words.contactsPerDay}
        file={`liuke-forecast-${series.topic ?? 'all'}`}
        options={options}
        height={HEIGHT}
        summary={fill(words.forecastSummary, {
          topic: title,
          days: shown,
          ahead: series.forecast.length,
          sum,
          peak: peakDay,
          most,
        })}
        table={table}
        legend={
          <p className="legend">
            <span className="swatch line main">{words.history}</span>
            <span className="swatch line ahead">{words.forecastLine}</span>
            <span className="swatch band80">{words.band80}</span>
            <span className="swatch band95">{words.band95}</span>
            {days.some(({ holiday }) => holiday) && <span>◆ {words.holiday}</span>}
          </p>
        }
      />
      <section className="card">
        <h3>{words.errors}</h3>
        <p className="note">
          {fill(words.errorsAbout, { origins: series.origins, horizon: series.horizon })}
        </p>
        <DataTable title={words.errors} data={errorsOf(series, words, language)} />
      </section>
      {result.fewTopics.length > 0 && (
        <p className="note">
          {fill(words.fewTopics, {
            topics: result.fewTopics.map((one) => one.title[language]).join(language === 'zh' ? '、' : ', '),
          })}
        </p>
      )}
    </>
  )
}

function tableOf(
  { history, forecast }: ForecastSeries,
  range: number,
  words: Strings,
  language: Language,
): TableData {
  const numeric = (title: string) => ({ title, numeric: true })
  const figure = (value: number) => ({ value: exact(value), text: number(value, language, 1) })
  return {
    columns: [
      { title: words.day },
      numeric(words.contacts),
      numeric(words.forecastLine),
      numeric(words.low80),
      numeric(words.high80),
      numeric(words.low95),
      numeric(words.high95),
    ],
    rows: [
      ...forecast.map((one) => [
        { value: one.day, text: dayText(one.day, language) },
        { value: null },
        figure(one.mean),
        figure(one.low80),
        figure(one.high80),
        figure(one.low95),
        figure(one.high95),
      ]),
      ...history
        .slice(-range)
        .toReversed()
        .map(({ day, count }) => [
          { value: day, text: dayText(day, language) },
          { value: count, text: number(count, language) },
          ...Array.from({ length: 5 }, () => ({ value: null })),
        ]),
    ],
  }
}

function errorsOf({ errors, model }: ForecastSeries, words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.model },
      { title: words.mae, numeric: true },
      { title: words.mase, numeric: true },
      { title: words.smape, numeric: true },
    ],
    rows: errors.map((one) => {
      const name = words[MODELS[one.model]]
      return [
        { value: name, text: one.model === model ? `${name} ✓ ${words.inUse}` : name },
        { value: exact(one.mae), text: number(one.mae, language, 1) },
        one.mase === null ? { value: null } : { value: exact(one.mase), text: number(one.mase, language, 2) },
        { value: exact(one.smape), text: share(one.smape, language, 0) },
      ]
    }),
  }
}
