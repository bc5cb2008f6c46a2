/** Groups of customers who are alike. */

import { useMemo } from 'react'
import type { FeatureInfo, Segment, SegmentsResult } from '../../console/insight-types.ts'
import { percent, yuan } from '../staff/times.ts'
import { fill, type Language } from '../widget/strings.ts'
import { type BarRow, barsHeight, barsOptions } from './chart-options.ts'
import { useWords } from './console-context.ts'
import { Figure } from './figure.tsx'
import { exact, number, share } from './figures.ts'
import { type Ink, riskInk } from './ink.ts'
import { InsightPage } from './insight-page.tsx'
import type { Strings } from './strings.ts'
import type { TableData } from './table-data.ts'

export function SegmentsPage() {
  const { words, language } = useWords()
  return (
    <InsightPage
      kind="segments"
      title="segments"
      about="segmentsAbout"
      basis={({ customers }) => fill(words.segmentsBasis, { count: number(customers, language) })}
      show={({ result }) => <Segments result={result} />}
    />
  )
}

/** From here on groups are clearly apart, or can be told apart. */
const CLEAR = 0.5
const FAIR = 0.25

function separationWords({ silhouette }: SegmentsResult, words: Strings, language: Language): string {
  const verdict =
    silhouette >= CLEAR
      ? words.separationClear
      : silhouette >= FAIR
        ? words.separationFair
        : words.separationWeak
  return fill(words.separation, { value: number(silhouette, language, 2), verdict })
}

/** A figure of a feature in its unit. */
export function featureWords(
  value: number,
  unit: FeatureInfo['unit'],
  words: Strings,
  language: Language,
): string {
  if (unit === 'months') return fill(words.unitMonths, { value: number(value, language, 0) })
  if (unit === 'yuan') return yuan(Math.round(value), language)
  if (unit === 'share') return share(value, language, 0)
  if (unit === 'trend') return `${value > 0 ? '+' : ''}${share(value, language, 0)}`
  return number(value, language, 1)
}

function barOf(
  { name, size, share: part, meanRisk }: Segment,
  ink: Ink,
  words: Strings,
  language: Language,
): BarRow {
  const facts = [number(size, language), share(part, language)]
  if (meanRisk !== null) facts.push(fill(words.riskOf, { percent: percent(meanRisk) }))
  return {
    name: name[language],
    values: [size],
    labels: [facts.join(' · ')],
    color: riskInk(meanRisk, ink),
  }
}

function Segments({ result }: { readonly result: SegmentsResult }) {
  const { words, language } = useWords()
  const { segments, features, hidden } = result
  const options = useMemo(
    () => (ink: Ink, width: number) =>
      barsOptions(
        segments.map((one) => barOf(one, ink, words, language)),
        ink,
        width,
      ),
    [segments, words, language],
  )
  const table = useMemo(() => tableOf(result, words, language), [result, words, language])
  const lines = segments.map(({ name, size, share: part }) =>
    fill(words.segmentLine, {
      name: name[language],
      size: number(size, language),
      share: share(part, language),
    }),
  )
  return (
    <>
      <Figure
        title={words.segmentSizes}
        file="liuke-segments"
        options={options}
        height={barsHeight(segments.map(() => ({ name: '', values: [0], labels: [] })))}
        summary={fill(words.segmentsSummary, {
          count: segments.length,
          lines: lines.join(language === 'zh' ? '；' : '; '),
        })}
        table={table}
        legend={
          <p className="legend">
            {words.legendRisk} <span className="swatch low">{words.riskLowTo}</span>
            <span className="swatch medium">{words.riskMediumTo}</span>
            <span className="swatch high">{words.riskHighTo}</span>
            {segments.some(({ meanRisk }) => meanRisk === null) && (
              <span className="swatch unknown">{words.riskUnknown}</span>
            )}
          </p>
        }
      />
      <p className="note">
        {separationWords(result, words, language)}
        {hidden > 0 && (
          <>
            {language === 'zh' ? '。' : '. '}
            {fill(words.hiddenCustomers, { count: number(hidden, language) })}
          </>
        )}
      </p>
      <ul className="cards">
        {segments.map((segment) => (
          <li key={segment.id} className="card">
            <SegmentCard segment={segment} features={features} />
          </li>
        ))}
      </ul>
    </>
  )
}

interface SegmentCardProps {
  readonly segment: Segment
  readonly features: readonly FeatureInfo[]
}

function SegmentCard({ segment, features }: SegmentCardProps) {
  const { words, language } = useWords()
  const { name, size, meanRisk, meanMonthlyYuan } = segment
  const known = new Map(features.map((info) => [info.id, info]))
  const special = segment.features.filter(({ standsOut }) => standsOut)
  return (
    <>
      <h3>{name[language]}</h3>
      <dl className="facts-line">
        <div>
          <dt>{words.size}</dt>
          <dd>
            {number(size, language)} <small>{share(segment.share, language)}</small>
          </dd>
        </div>
        <div>
          <dt>{words.meanRisk}</dt>
          <dd>{meanRisk === null ? words.none : percent(meanRisk)}</dd>
        </div>
        <div>
          <dt>{words.meanMonthly}</dt>
          <dd>{meanMonthlyYuan === null ? words.none : yuan(Math.round(meanMonthlyYuan), language)}</dd>
        </div>
      </dl>
      <h4>{words.standsOut}</h4>
      {special.length === 0 && <p className="note">{words.nothingStandsOut}</p>}
      <ul className="special">
        {special.map(({ id, mean, difference }) => {
          const info = known.get(id)
          if (!info) return null
          return (
            <li key={id}>
              <span aria-hidden="true">{difference > 0 ? '▲' : '▼'}</span>{' '}
              {fill(words.versus, {
                title: info.title[language],
                value: featureWords(mean, info.unit, words, language),
                mean: featureWords(info.mean, info.unit, words, language),
              })}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function tableOf({ segments, features }: SegmentsResult, words: Strings, language: Language): TableData {
  return {
    columns: [
      { title: words.segment },
      { title: words.size, numeric: true },
      { title: words.share, numeric: true },
      { title: words.meanRisk, numeric: true },
      { title: words.meanMonthly, numeric: true },
      ...features.map(({ title }) => ({ title: title[language], numeric: true })),
    ],
    rows: segments.map((segment) => [
      { value: segment.name[language] },
      { value: segment.size, text: number(segment.size, language) },
      { value: exact(segment.share), text: share(segment.share, language) },
      segment.meanRisk === null
        ? { value: null }
        : { value: exact(segment.meanRisk), text: percent(segment.meanRisk) },
      segment.meanMonthlyYuan === null
        ? { value: null }
        : {
            value: exact(segment.meanMonthlyYuan),
            text: yuan(Math.round(segment.meanMonthlyYuan), language),
          },
      ...features.map(({ id, unit }) => {
        const mean = segment.features.find((one) => one.id === id)?.mean
        return mean === undefined
          ? { value: null }
          : { value: exact(mean), text: featureWords(mean, unit, words, language) }
      }),
    ]),
  }
}
