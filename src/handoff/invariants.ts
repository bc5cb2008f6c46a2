/** What holds for every decision, whatever the rules: churn risk never works against a customer. */

import type { Bilingual } from '../company/types.ts'
import type { Effect } from './rules.ts'

/** What may come of the rules; `raise` moves up somebody who already waits. */
export type Action = 'none' | Effect

/** What a decision means for the customer. It holds no price: nothing here could change one. */
export interface Outcome {
  readonly action: Action
  /** Id of the rule that decided; null when none applies. */
  readonly rule: string | null
  /** Null when nobody comes in, and where somebody who waits stays in their queue. */
  readonly queue: string | null
  /** 0..100, higher is sooner. */
  readonly priority: number
  /** Within this many milliseconds somebody should answer; null when nobody comes in. */
  readonly answerWithinMs: number | null
  /** What the customer reads with it; null when there is nothing to say. */
  readonly say: Bilingual | null
}

const STRENGTH: Readonly<Record<Action, number>> = { none: 0, raise: 1, offer: 2, handoff: 3 }

/**
 * The first invariant: of two outcomes for facts that differ only in risk, the one for more risk is
 * never weaker, of lower priority, or later.
 */
export function isNotWeaker(outcome: Outcome, than: Outcome): boolean {
  return (
    STRENGTH[outcome.action] >= STRENGTH[than.action] &&
    outcome.priority >= than.priority &&
    timeOf(outcome) <= timeOf(than)
  )
}

/** The stronger of two outcomes, with the priority and time that are better for the customer. */
export function strongerOf(a: Outcome, b: Outcome): Outcome {
  const stronger = STRENGTH[a.action] >= STRENGTH[b.action] ? a : b
  const time = Math.min(timeOf(a), timeOf(b))
  return {
    ...stronger,
    priority: Math.max(a.priority, b.priority),
    answerWithinMs: Number.isFinite(time) ? time : null,
  }
}

/**
 * The second invariant: a customer who cancels hears at most one offer, then it is done.
 * @param offersMade how many were made in this cancellation
 */
export function mayOffer(offersMade: number): boolean {
  return offersMade === 0
}

function timeOf({ answerWithinMs }: Outcome): number {
  return answerWithinMs ?? Number.POSITIVE_INFINITY
}
