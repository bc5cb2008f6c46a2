/** What the insight API says; the pages import these types and nothing else of the server. */

import type { Both, EmptyReason, InsightKind, InsightResults } from '../jobs/insight/results.ts'

export type {
  Both,
  DayCount,
  DayForecast,
  EmptyReason,
  FeatureInfo,
  FeatureUnit,
  ForecastError,
  ForecastModel,
  ForecastResult,
  ForecastSeries,
  InsightKind,
  InsightResults,
  Period,
  Rule,
  RuleItem,
  RuleSet,
  RulesResult,
  Segment,
  SegmentFeature,
  SegmentsResult,
  Term,
  WordsResult,
} from '../jobs/insight/results.ts'

/** What is being done about one kind. */
export interface InsightState {
  readonly kind: InsightKind
  readonly status: 'idle' | 'running' | 'failed'
  /** What it is at, while running: `starting`, `reading`, `computing`, `storing`. */
  readonly step: 'starting' | 'reading' | 'computing' | 'storing' | null
  /** 0..1; null while nobody knows. */
  readonly share: number | null
  /** When the newest run began, in milliseconds since 1970. */
  readonly startedAt: number | null
  /** Why the newest run failed. */
  readonly failure: { readonly code: string; readonly message: string } | null
}

/** Answer of `GET /api/console/insight/{segments,rules,forecast,words}`. */
export interface InsightAnswer<Kind extends InsightKind = InsightKind> {
  readonly kind: Kind
  readonly state: InsightState
  /** When it was computed; null when it never was. */
  readonly computedAt: number | null
  /** How long that took, in milliseconds. */
  readonly took: number | null
  /** Null when it never was computed, or there was too little data: then `empty` says why. */
  readonly result: InsightResults[Kind] | null
  /** Also set (`never_computed`) before the first run. */
  readonly empty: EmptyReason | null
  readonly now: number
  /** The company's, in which times are told; an IANA name. */
  readonly timeZone: string
}

export type SegmentsAnswer = InsightAnswer<'segments'>
export type RulesAnswer = InsightAnswer<'rules'>
export type ForecastAnswer = InsightAnswer<'forecast'>
export type WordsAnswer = InsightAnswer<'words'>

/**
 * Answer of `POST /api/console/insight/{kind}/refresh` (202; also when it is running already). The work goes on
 * by itself: read `GET /api/console/insight/state` every second or so until `status` is no longer `running`.
 */
export interface RefreshAnswer {
  readonly state: InsightState
}

/**
 * Answer of `GET /api/desk/customers/:id/likely-products`: what customers with the same products also have.
 * Empty without rules, and for customers who refused automated decisions. An association, for agents only.
 */
export interface LikelyProductsAnswer {
  readonly products: readonly {
    readonly id: string
    readonly title: Both
    /** Of customers with the same, the share that has it; 0..1. */
    readonly share: number
  }[]
}

/** Answer of `GET /api/console/insight/state`: one for each kind. */
export interface InsightStateAnswer {
  readonly states: readonly InsightState[]
  readonly now: number
}
