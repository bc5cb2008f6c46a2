/** What the console's API of handoff rules answers. */

import type { Problem } from '../company/problems.ts'
import type { Bilingual } from '../company/types.ts'
import type { RuleTestReport } from '../handoff/run-rule-tests.ts'
import type { WhatIfResult } from '../jobs/what-if-result.ts'
import type { HandoffVerdict } from '../storage/schema.ts'

export type { Difference, RuleTestReport, RuleTestResult } from '../handoff/run-rule-tests.ts'
export type { DecidedAs, Load, QueueChange, WhatIfResult } from '../jobs/what-if-result.ts'
export type { Problem }

/** A condition in words: one comparison, or others under all, any or not. */
export type ConditionView =
  | { readonly kind: 'fact'; readonly words: Bilingual }
  | { readonly kind: 'all' | 'any' | 'not'; readonly parts: readonly ConditionView[] }

/** What came of a rule lately. */
export interface RuleUse {
  /** Hand-overs that began by it. */
  readonly handoffs: number
  /** What agents said of them. */
  readonly verdicts: Readonly<Record<HandoffVerdict, number>>
}

/** A rule as it is in force. */
export interface RuleView extends RuleUse {
  readonly id: string
  readonly about: Bilingual
  /** Fixed rules are in the program. */
  readonly fixed: boolean
  readonly do: 'handoff' | 'offer' | 'raise'
  readonly queue: string | null
  readonly priority: number
  /** Milliseconds; null where the hand-over's own counts. */
  readonly answerWithinMs: number | null
  readonly when: ConditionView
  /** Null where nothing of its own is said. */
  readonly say: Bilingual | null
}

/** A queue as it is in force. */
export interface QueueView {
  readonly id: string
  readonly name: Bilingual
  readonly answerWithinMs: number
  readonly nextAnswerWithinMs: number | null
  readonly resolveWithinMs: number | null
  readonly longestWaitMs: number
  readonly timeoutMs: number | null
  readonly languages: readonly ('zh' | 'en')[] | null
  readonly assign: 'pick' | 'offer'
  readonly whenClosed: 'callback' | 'message'
  /** Its own hours from Monday on, `8:00-22:00` or null for closed; null for the company's. */
  readonly hours: { readonly timeZone: string | null; readonly week: readonly (string | null)[] } | null
  readonly open: boolean
  /** When it opens next, in milliseconds since 1970; null while it is open, or for none soon. */
  readonly opensAt: number | null
}

/** `GET /api/console/handoff-rules` */
export interface HandoffRulesAnswer {
  readonly version: string
  readonly queues: readonly QueueView[]
  /** Fixed ones first, then highest priority first. */
  readonly rules: readonly RuleView[]
  /** What the lint has to say about the file in force; empty where it cannot be read now. */
  readonly problems: readonly Problem[]
  /** Days over which use is counted. */
  readonly days: number
  readonly now: number
  readonly timeZone: string
}

/** `POST …/check` with a text: what is wrong with it, and whether it could be in force. */
export interface RulesCheckAnswer {
  readonly accepted: boolean
  readonly problems: readonly Problem[]
}

/** `POST …/test` with a text or without: null where rules or tests cannot be read. */
export interface RulesTestAnswer {
  readonly problems: readonly Problem[]
  readonly report: RuleTestReport | null
}

/** How a comparison stands; there is one at a time. */
export interface WhatIfState {
  readonly status: 'none' | 'running' | 'done' | 'failed' | 'cancelled'
  /** 0..1 */
  readonly share: number
  readonly days: number
  /** Name of the account that began it. */
  readonly by: string | null
  /** Code of what went wrong. */
  readonly failure: string | null
  readonly result: WhatIfResult | null
}
