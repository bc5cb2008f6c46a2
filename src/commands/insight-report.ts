/** Tells what insight found on a terminal, as tables in one language. */

import type {
  Computed,
  ForecastResult,
  ForecastSeries,
  InsightKind,
  InsightResults,
  RuleSet,
  RulesResult,
  SegmentsResult,
  Term,
  WordsResult,
} from '../jobs/insight/results.ts'

/** The two languages of the report. */
export type ReportLanguage = 'zh' | 'en'

type Tell<Result> = (result: Result, language: ReportLanguage) => string[]

/** The report of a result, or why there is none; lines without a line break at the end. */
export function insightText<Kind extends InsightKind>(
  computed: Computed<Kind>,
  language: ReportLanguage,
): string {
  const { kind, result, empty } = computed
  if (result === null) return empty?.message[language] ?? ''
  const tell: { readonly [K in InsightKind]: Tell<InsightResults[K]> } = {
    segments: segmentLines,
    rules: ruleLines,
    forecast: forecastLines,
    words: wordLines,
  }
  return tell[kind](result, language).join('\n')
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`
const orDash = (value: number | null, tell: (value: number) => string): string =>
  value === null ? '-' : tell(value)

function segmentLines(result: SegmentsResult, language: ReportLanguage): string[] {
  const { customers, segments, hidden, k, silhouette } = result
  const titles = new Map(result.features.map(({ id, title }) => [id, title[language]]))
  const [zh, lines] = [language === 'zh', [] as string[]]
  lines.push(
    zh
      ? `${customers} 位在网客户分为 ${k} 群，轮廓系数 ${silhouette.toFixed(2)}（高于 0.5 为界限分明，低于 0.25 为界限模糊）`
      : `${customers} customers in ${k} groups, silhouette ${silhouette.toFixed(2)} (over .5 is clear, under .25 they run into each other)`,
  )
  if (hidden > 0)
    lines.push(zh ? `人数太少而不显示：${hidden} 人` : `In groups too small to be shown: ${hidden}`)
  const head = zh
    ? ['分群', '人数', '占比', '流失风险', '月费（元）']
    : ['segment', 'size', 'share', 'risk', 'yuan/month']
  const rows = segments.map((one) => [
    one.name[language],
    String(one.size),
    percent(one.share),
    orDash(one.meanRisk, percent),
    orDash(one.meanMonthlyYuan, (yuan) => yuan.toFixed(0)),
  ])
  lines.push('', ...table([head, ...rows]))
  for (const { name, features } of segments) {
    const told = features
      .filter(({ standsOut }) => standsOut)
      .map(({ id, mean, difference }) => `${titles.get(id) ?? id} ${number(mean)} (${signed(difference)}σ)`)
    if (told.length > 0) lines.push('', `${name[language]}: ${told.join(zh ? '，' : ', ')}`)
  }
  return lines
}

function ruleLines({ products, questions, days }: RulesResult, language: ReportLanguage): string[] {
  const zh = language === 'zh'
  return [
    ...setLines(
      zh ? `业务（${products.baskets} 位客户）` : `Products (${products.baskets} customers)`,
      products,
      language,
    ),
    '',
    ...setLines(
      zh
        ? `问题（最近 ${days} 天，${questions.baskets} 次咨询）`
        : `Questions (${questions.baskets} visits in ${days} days)`,
      questions,
      language,
    ),
  ]
}

function setLines(title: string, { rules, tested, empty }: RuleSet, language: ReportLanguage): string[] {
  if (empty) return [title, `  ${empty.message[language]}`]
  const zh = language === 'zh'
  const head = zh
    ? ['有（问）', '也有（问）', '次数', '置信度', '反向', '提升', 'q']
    : ['who has', 'also has', 'count', 'confidence', 'reverse', 'lift', 'q']
  const rows = rules
    .slice(0, 20)
    .map(({ when, also, support, confidence, reverse, lift, q }) => [
      when.map((item) => item.title[language]).join(' + '),
      also.title[language],
      String(support),
      percent(confidence),
      percent(reverse),
      lift.toFixed(2),
      q < 0.001 ? '<0.001' : q.toFixed(3),
    ])
  const count = zh
    ? `${tested} 种组合中有 ${rules.length} 条规则`
    : `${rules.length} rules out of ${tested} combinations that were tested`
  return [title, `  ${count}`, ...table([head, ...rows])]
}

function forecastLines(
  { from, to, days, contacts, total, topics }: ForecastResult,
  language: ReportLanguage,
): string[] {
  const zh = language === 'zh'
  const lines = [
    zh
      ? `${from} 至 ${to}，${days} 天，${contacts} 次咨询`
      : `${from} to ${to}: ${days} days, ${contacts} contacts`,
  ]
  for (const series of [total, ...topics]) lines.push('', ...seriesLines(series, language))
  return lines
}

function seriesLines(series: ForecastSeries, language: ReportLanguage): string[] {
  const zh = language === 'zh'
  const errors = series.errors.map(({ model, mae, mase, smape }) => [
    `${model}${model === series.model ? ' *' : ''}`,
    mae.toFixed(2),
    orDash(mase, (value) => value.toFixed(2)),
    percent(smape),
  ])
  const head = zh ? ['模型', '平均误差', 'MASE', 'sMAPE'] : ['model', 'mean error', 'MASE', 'sMAPE']
  const lines = [series.title[language], `  ${series.verdict[language]}`, ...table([head, ...errors])]
  if (series.topic !== null) return lines
  const days = series.forecast.map((day) => [
    `${day.day}${day.holiday ? (zh ? '（假日）' : ' (holiday)') : ''}`,
    day.mean.toFixed(1),
    `${day.low80.toFixed(0)}–${day.high80.toFixed(0)}`,
    `${day.low95.toFixed(0)}–${day.high95.toFixed(0)}`,
  ])
  return [...lines, ...table([[zh ? '日期' : 'day', zh ? '预计' : 'expected', '80%', '95%'], ...days])]
}

function wordLines(result: WordsResult, language: ReportLanguage): string[] {
  const zh = language === 'zh'
  const { days, people, messages, peopleBefore, frequent, rising, falling, trendEmpty } = result
  const lines = [
    zh
      ? `最近 ${days} 天：${people} 人，${messages} 条消息；前 ${days} 天：${peopleBefore} 人`
      : `Last ${days} days: ${people} people, ${messages} messages; the ${days} days before: ${peopleBefore} people`,
  ]
  if (trendEmpty) lines.push(trendEmpty.message[language])
  const part = (title: string, terms: readonly Term[]): void => {
    if (terms.length > 0) lines.push('', title, ...table([head, ...terms.slice(0, 20).map(row)]))
  }
  const head = zh ? ['词语', '人数', '之前', '显著度 z'] : ['term', 'people', 'before', 'z']
  const count = (value: number | null): string => (value === null ? '<3' : String(value))
  const row = (term: Term): string[] => [
    term.text,
    count(term.people),
    count(term.peopleBefore),
    signed(term.z),
  ]
  part(zh ? '上升' : 'rising', rising)
  part(zh ? '下降' : 'falling', falling)
  part(zh ? '最常见' : 'most frequent', frequent)
  return lines
}

function number(value: number): string {
  return Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(2)
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`
}

/** Columns of equal width; a Chinese character takes two places on a terminal. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell))).join('  ')}`.trimEnd(),
  )
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}
