/** What the page of unanswered questions and the server say to each other. Texts are masked. */

import type { UnansweredReason, UnansweredStatus } from '../storage/schema.ts'

export type { UnansweredReason, UnansweredStatus } from '../storage/schema.ts'

/**
 * GET api/console/unanswered?status=&reason=&language=&days=&cursor= ; with `&since=`, a `version` that was read, only
 * counts and progress (no clusters), and 204 without a body where they are still the same.
 */
export interface ClustersAnswer {
  readonly clusters: readonly ClusterSummary[]
  readonly next: string | null
  readonly total: number
  /** Clusters by status, and questions that wait to be clustered. */
  readonly counts: Readonly<Record<UnansweredStatus, number>>
  readonly waiting: number
  readonly run: { readonly share: number } | null
  readonly clusteredAt: number | null
  readonly failure: string | null
  readonly now: number
  readonly timeZone: string
  /** Of counts and progress. */
  readonly version: string
}

export interface ClusterSummary {
  readonly id: string
  readonly status: UnansweredStatus
  /** Its most typical question that can still be read. */
  readonly title: string
  readonly questions: number
  readonly customers: number
  readonly zh: number
  readonly en: number
  /** Customers at high and medium risk. */
  readonly highRisk: number
  readonly mediumRisk: number
  readonly rank: number
  /** Questions per day of the last 14 days, oldest first. */
  readonly trend: readonly number[]
  readonly lastAt: number
  /** The likeliest entries. */
  readonly candidates: readonly Candidate[]
  readonly entry: string | null
}

export interface Candidate {
  readonly entry: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Mean share of belief, 0..1. */
  readonly score: number
}

/** GET api/console/unanswered/:id */
export interface ClusterAnswer extends ClusterSummary {
  readonly examples: readonly Example[]
  readonly more: number
  /** What agents answered, most frequent first. */
  readonly agentAnswers: readonly AgentAnswer[]
  readonly decidedBy: string | null
  readonly decidedAt: number | null
}

export interface Example {
  readonly id: string
  readonly text: string
  readonly language: string
  readonly reason: UnansweredReason
  readonly conversation: string
  readonly at: number
  readonly channel: string
  readonly risk: 'low' | 'medium' | 'high' | null
  readonly entry: string | null
  readonly rightEntry: string | null
  readonly confidence: number | null
}

export interface AgentAnswer {
  readonly text: string
  readonly language: string
  readonly conversation: string
  readonly agent: string
  readonly at: number
  readonly times: number
}

/**
 * POST api/console/unanswered/:id/deed. `questions` names those of the cluster that are meant; all where left out.
 * `accept` adds phrases to an entry of the draft; `create` makes an entry; `out-of-scope` adds to the background list;
 * `dismiss` is for good; `split` takes questions out into a cluster of their own.
 */
export type ClusterDeed = { readonly questions?: readonly string[] } & (
  | { readonly deed: 'accept'; readonly entry: string }
  | {
      readonly deed: 'create'
      readonly id: string
      readonly title: { readonly zh: string; readonly en: string }
      readonly answer: { readonly zh: string; readonly en: string }
      readonly file?: string
    }
  | { readonly deed: 'out-of-scope' }
  | { readonly deed: 'dismiss' }
  | { readonly deed: 'split' }
)

export interface DeedAnswer {
  /** To be named to POST api/console/unanswered/undo { deed }. */
  readonly deed: string
  readonly questions: number
  /** Phrases that now stand in the draft. */
  readonly phrases: number
  /** Those that stood there, or in another entry, already. */
  readonly passed: readonly { readonly text: string; readonly entry: string | null }[]
}

/** GET api/console/unanswered/deeds: what whoever is signed in can still take back of the last day, oldest first. */
export interface DeedsAnswer {
  readonly deeds: readonly PastDeed[]
}

export interface PastDeed {
  readonly deed: string
  readonly cluster: string
  /** The most typical of its questions that can still be read. */
  readonly title: string
}

/** POST api/console/unanswered/cluster: begins clustering now. */
