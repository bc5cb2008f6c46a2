/** What insight computes: four results, all of them about groups of people and none about a person. */

/** What can be computed. */
export const insightKinds = ['segments', 'rules', 'forecast', 'words'] as const

/** One of the four. */
export type InsightKind = (typeof insightKinds)[number]

/** A text in both languages. */
export interface Both {
  readonly zh: string
  readonly en: string
}

/** Why there is nothing to show, and what it takes. */
export interface EmptyReason {
  /** `customers_few`, `products_few`, `questions_few`, `days_few`, `messages_few`, `rules_none`. */
  readonly code: string
  readonly message: Both
  /** How many there are of what is needed. */
  readonly have: number
  readonly need: number
}

/** What the figures of a feature are. `yuan` per month; `share` is 0..1; `trend` -1 (stopped) to 1. */
export type FeatureUnit = 'months' | 'yuan' | 'share' | 'count' | 'trend'

/** One thing customers are compared by. */
export interface FeatureInfo {
  readonly id: string
  readonly title: Both
  readonly unit: FeatureUnit
  /** Mean over the customers of all groups that are shown. Means and deviations have three digits. */
  readonly mean: number
  /** Standard deviation over the same. */
  readonly deviation: number
}

/** A group of customers who are alike. Never fewer than 20 of them. */
export interface Segment {
  /** Made of what stands out, such as `tenure-low.monthly-high`; stays while that stays. */
  readonly id: string
  /** Unlike that of every other segment, such as 新客户·月费高·工单多 / new, high bill, many tickets. */
  readonly name: Both
  readonly size: number
  /** Of all customers looked at, 0..1. */
  readonly share: number
  /** Mean probability of leaving, 0..1; null while fewer than 20 of it have a score. */
  readonly meanRisk: number | null
  /** Null while fewer than 20 monthly charges are known. */
  readonly meanMonthlyYuan: number | null
  /** What stands out most first; without what is known of fewer than 20 of the group. */
  readonly features: readonly SegmentFeature[]
}

/** How a segment is in one feature. */
export interface SegmentFeature {
  readonly id: string
  readonly mean: number
  /** Difference to the mean over all groups that are shown, in standard deviations. */
  readonly difference: number
  /** Whether the name may tell of it. */
  readonly standsOut: boolean
}

export interface SegmentsResult {
  readonly customers: number
  /** Customers in groups too small to be shown. */
  readonly hidden: number
  /** How many groups there were before small ones were hidden, 3..7. */
  readonly k: number
  /** How well they are separated, -1..1, on a sample; over .5 is clear, under .25 they run into each other. */
  readonly silhouette: number
  /** The same for every number of groups that was tried. */
  readonly tried: readonly { readonly k: number; readonly silhouette: number }[]
  readonly features: readonly FeatureInfo[]
  /** The largest first. */
  readonly segments: readonly Segment[]
}

/** A product or a question. */
export interface RuleItem {
  readonly id: string
  readonly title: Both
}

/** Who has (asked) these also has (asks) that, more often than chance would have it. */
export interface Rule {
  /** One or two. */
  readonly when: readonly RuleItem[]
  readonly also: RuleItem
  /** How many have all of them. */
  readonly support: number
  /** Of all, 0..1. */
  readonly share: number
  /** Of those who have `when`, the share that has `also`; 0..1. */
  readonly confidence: number
  /** The other way round: of those who have `also`, the share that has `when`. */
  readonly reverse: number
  /** How many times as often as if they had nothing to do with each other; always above 1. */
  readonly lift: number
  /** Of Fisher's exact test, one-sided. */
  readonly p: number
  /** The same after Benjamini and Hochberg: at most this share of such rules is chance. */
  readonly q: number
}

/** The rules of one kind of thing. */
export interface RuleSet {
  /** Customers, or visits. */
  readonly baskets: number
  /** Different things in them. */
  readonly items: number
  /** Pairs and triples that could have been rules; chance is reckoned over all of them. */
  readonly tested: number
  /** Of one condition, then of two; the most telling of each first. */
  readonly rules: readonly Rule[]
  readonly empty: EmptyReason | null
}

export interface RulesResult {
  readonly products: RuleSet
  readonly questions: RuleSet
  /** Days of conversations that were read. */
  readonly days: number
}

/** `ets`: level, damped trend and week; `seasonal-naive`: as a week before; `naive`: as the day before. */
export type ForecastModel = 'ets' | 'seasonal-naive' | 'naive'

/** How far forecasts of a model were off, made at earlier days and compared with what came. */
export interface ForecastError {
  readonly model: ForecastModel
  /** Mean absolute error, in contacts a day. */
  readonly mae: number
  /** The same over that of "as a week before" on the days learnt from; under 1 is better than that. Null when nothing ever changed. */
  readonly mase: number | null
  /** Symmetric percentage error, 0..2. */
  readonly smape: number
}

export interface DayCount {
  /** `YYYY-MM-DD` in the company's time zone. */
  readonly day: string
  readonly count: number
  /** A day without anybody of ours. */
  readonly holiday: boolean
}

/** A day to come. Intervals are of what earlier forecasts were off by, never below 0. */
export interface DayForecast {
  readonly day: string
  readonly mean: number
  readonly low80: number
  readonly high80: number
  readonly low95: number
  readonly high95: number
  readonly holiday: boolean
}

/** The contacts of all topics, or of one. */
export interface ForecastSeries {
  /** First part of the ids of entries, such as `bill`; null for all contacts. */
  readonly topic: string | null
  readonly title: Both
  /** Oldest first; at most the last 180 days. */
  readonly history: readonly DayCount[]
  /** 14 days. */
  readonly forecast: readonly DayForecast[]
  /** The model the forecast is made with. */
  readonly model: ForecastModel
  readonly errors: readonly ForecastError[]
  /** Whether the model with level, trend and week was better than both simple ones, and is used. */
  readonly beatsNaive: boolean
  /** From how many earlier days it was tried, and how many days ahead each time. */
  readonly origins: number
  readonly horizon: number
  /** In words, whether to rely on it. */
  readonly verdict: Both
}

export interface ForecastResult {
  readonly from: string
  readonly to: string
  readonly days: number
  readonly contacts: number
  readonly total: ForecastSeries
  /** The topics with most contacts, at most 8; topics with too few are left out. */
  readonly topics: readonly ForecastSeries[]
  /** Names of topics that had too few contacts. */
  readonly fewTopics: readonly RuleItem[]
}

/** A word or phrase that at least three people wrote. */
export interface Term {
  readonly text: string
  readonly language: 'zh' | 'en'
  readonly kind: 'word' | 'phrase'
  /** People who wrote it in the period; null for one or two. */
  readonly people: number | null
  /** The same in the period before. */
  readonly peopleBefore: number | null
  /** Of all people of the period, 0..1; null where `people` is. */
  readonly share: number | null
  /** Log odds against the period before, in standard deviations. Chance was tested for `rising` and `falling` alone. */
  readonly z: number
}

/** A stretch of time, in milliseconds since 1970; `to` is not in it. */
export interface Period {
  readonly from: number
  readonly to: number
}

export interface WordsResult {
  readonly period: Period
  readonly before: Period
  readonly days: number
  readonly messages: number
  readonly people: number
  readonly messagesBefore: number
  readonly peopleBefore: number
  /** Written by most people, most first. */
  readonly frequent: readonly Term[]
  /** More than before, surest first; empty while the period before has too few people. */
  readonly rising: readonly Term[]
  /** Less than before, surest first. */
  readonly falling: readonly Term[]
  /** Why there is no trend. */
  readonly trendEmpty: EmptyReason | null
}

/** The results by kind. */
export interface InsightResults {
  readonly segments: SegmentsResult
  readonly rules: RulesResult
  readonly forecast: ForecastResult
  readonly words: WordsResult
}

/** What was computed, or why it could not be. Exactly one of `result` and `empty` is null. */
export interface Computed<Kind extends InsightKind> {
  readonly kind: Kind
  /** Milliseconds since 1970. */
  readonly computedAt: number
  /** How long it took, in milliseconds. */
  readonly took: number
  readonly result: InsightResults[Kind] | null
  readonly empty: EmptyReason | null
}
