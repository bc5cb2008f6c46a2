/** What other handoff rules would have done with the decisions that were made: the figures, as API and command line give them. */

import type { Bilingual } from '../company/types.ts'
import type { Action } from '../handoff/invariants.ts'

/** A decision as far as it is told apart. */
export interface DecidedAs {
  readonly action: Action
  readonly rule: string | null
  readonly queue: string | null
}

/** Decisions that changed alike. */
export interface ChangedDecisions {
  readonly before: DecidedAs
  readonly after: DecidedAs
  readonly count: number
  /** Ids of at most five conversations. */
  readonly examples: readonly string[]
}

/** What became of decisions; one may count under several. */
export interface ChangeKinds {
  readonly newHandoff: number
  readonly noHandoff: number
  readonly newOffer: number
  readonly noOffer: number
  readonly otherQueue: number
  readonly sooner: number
  readonly later: number
  /** The same comes of it, by another rule and so with other words. */
  readonly otherRule: number
}

/** How many conversations come to a queue. */
export interface Load {
  readonly arrivals: number
  /** Most in one hour, and when that hour began; null where nobody came. */
  readonly peak: number
  readonly peakAt: number | null
  /** Arrivals by hour of the company's day, 24 of them. */
  readonly byHour: readonly number[]
  /** Mean time within which somebody should answer, in milliseconds; null where nobody came. */
  readonly answerWithinMs: number | null
}

/** A queue under both rules. A queue only one of them has stays empty under the other. */
export interface QueueChange {
  readonly id: string
  readonly name: Bilingual
  readonly before: Load
  readonly after: Load
}

/** What the hand-overs cost, and what they are expected to bring. */
export interface Cost {
  readonly handoffs: number
  readonly agentMinutes: number
  /** By the cost of one attempt in offers.yaml. */
  readonly yuan: number
  /** Sum of the expected value of a talk, over those hand-overs of which it is known. */
  readonly expectedYuan: number
}

/** How customers of one band of risk fare; `unknown` where nobody scored them. */
export interface BandChange {
  readonly band: 'low' | 'medium' | 'high' | 'unknown'
  readonly decisions: number
  readonly better: number
  readonly worse: number
}

/** The whole comparison. */
export interface WhatIfResult {
  /** Milliseconds since 1970; `to` is not included. */
  readonly from: number
  readonly to: number
  readonly timeZone: string
  readonly versions: { readonly before: string; readonly after: string }
  /** Decisions of the period that carry facts; of one message the first counts. */
  readonly replayed: number
  /** Decisions without facts: their time of keeping is over, the person was erased, or no rules were asked. */
  readonly emptied: number
  readonly erased: number
  readonly withoutFacts: number
  /** Stored by an earlier version, without these facts, which were taken as for a calm stranger. */
  readonly incomplete: number
  readonly missing: readonly { readonly fact: string; readonly count: number }[]
  readonly changed: number
  readonly kinds: ChangeKinds
  /** Most frequent first, at most 200. */
  readonly changes: readonly ChangedDecisions[]
  readonly queues: readonly QueueChange[]
  readonly cost: {
    readonly before: Cost
    readonly after: Cost
    /** Mean of the hand-overs of the period, or 10 where there were none. */
    readonly minutesEach: number
    readonly minutesMeasured: boolean
    readonly yuanEach: number
  }
  readonly bands: readonly BandChange[]
  /** Decisions in which more risk would have made it worse under the new rules, had it not been restored: 0 unless the program is wrong. */
  readonly restored: number
  /** How long it took, in milliseconds. */
  readonly took: number
}
