/** Decides whether a person comes in: fixed rules first, then the lead's rules. Pure. */

import { type FailedComparison, failuresOf } from './conditions.ts'
import { type Facts, withoutRisk } from './facts.ts'
import { type FixedRule, fixedRules, offerText } from './fixed.ts'
import { isNotWeaker, type Outcome, strongerOf } from './invariants.ts'
import type { Rule, Rules } from './rules.ts'

/** One rule that was looked at. */
export interface TraceEntry {
  readonly rule: string
  readonly matched: boolean
  /** Why it does not apply: the comparisons that decided against it. Empty when it matched. */
  readonly failed: readonly FailedComparison[]
}

/** What to do about a person, and why. */
export interface HandoffDecision extends Outcome {
  /** Version of the rules that decided. */
  readonly version: string
  /** Set when an invariant had to be restored, which is an error of the program: log it. */
  readonly restored: boolean
  /** Every rule, fixed ones first, then highest priority first; empty from `decideWithoutTrace`. */
  readonly trace: readonly TraceEntry[]
}

/** Rules other than the fixed ones do not hand over again for this long after a person finished. */
export const QUIET_MINUTES = 10

/** Decides, with a line for every rule about whether it matched and what failed. */
export function decide(rules: Rules, facts: Facts): HandoffDecision {
  return { ...decideWithoutTrace(rules, facts), trace: traceOf(rules, facts) }
}

/** The same decision without saying why; for going through many customers at once. */
export function decideWithoutTrace(rules: Rules, facts: Facts): HandoffDecision {
  const outcome = outcomeOf(rules, facts)
  const { version } = rules
  if (facts.risk === null && facts.risk_band === null && facts.value === null && facts.ev === null) {
    return { ...outcome, version, restored: false, trace: [] }
  }
  // The first invariant, at run time: knowing the risk never makes things worse for the customer.
  const unaware = outcomeOf(rules, withoutRisk(facts))
  const restored = !isNotWeaker(outcome, unaware)
  return { ...(restored ? strongerOf(outcome, unaware) : outcome), version, restored, trace: [] }
}

/**
 * Every rule that matches counts, so that more rules matching can only bring people sooner: the
 * strongest action wins, priority is the highest and time the shortest of all. Among rules with that
 * action, the one with the highest priority speaks and chooses the queue, unless one that raises does.
 */
function outcomeOf(rules: Rules, facts: Facts): Outcome {
  const matched = rules.rules.filter((rule) => rule.matches(facts))
  const fixed = fixedRules.find((rule) => rule.matches(facts))
  if (fixed !== undefined) return fixedOutcome(fixed, rules, facts, matched)
  if (facts.owner === 'queued') return whileQueued(matched)

  const winner = matched.find((rule) => rule.do === 'handoff') ?? matched.find((rule) => rule.do === 'offer')
  if (winner === undefined) return NOTHING
  const base = { queue: queueRaised(matched) ?? winner.queue, ...urgencyOf(matched) }
  if (mayHandOver(facts)) return { ...base, action: winner.do, rule: winner.id, say: winner.say }
  // Whatever would hand over may only offer now, so rules of both kinds are alike.
  const speaker = matched.find((rule) => rule.do !== 'raise') ?? winner
  const say = speaker.do === 'offer' ? speaker.say : offerText
  const queue = queueRaised(matched) ?? speaker.queue
  return { ...base, action: 'offer', rule: speaker.id, queue, say }
}

const NOTHING: Outcome = {
  action: 'none',
  rule: null,
  queue: null,
  priority: 0,
  answerWithinMs: null,
  say: null,
}

function fixedOutcome(fixed: FixedRule, rules: Rules, facts: Facts, matched: readonly Rule[]): Outcome {
  const { priority, answerWithinMs } = urgencyOf(matched)
  const times = [answerWithinMs, fixed.answerWithinMs, rules.queues.get(fixed.queue)?.answerWithinMs ?? null]
  return {
    action: 'handoff',
    rule: fixed.id,
    queue: (fixed.queueMayChange ? queueRaised(matched) : null) ?? fixed.queue,
    priority: Math.max(fixed.priority, priority),
    answerWithinMs: shortest(times),
    say: fixed.say(facts),
  }
}

/** Somebody who waits is not handed over or offered a person again, but may move up. */
function whileQueued(matched: readonly Rule[]): Outcome {
  const raising = matched.filter((rule) => rule.do !== 'offer')
  const [first] = raising
  if (first === undefined) return NOTHING
  return { action: 'raise', rule: first.id, queue: queueRaised(raising), ...urgencyOf(raising), say: null }
}

function mayHandOver({ refuses_person, minutes_since_handoff }: Facts): boolean {
  return !refuses_person && (minutes_since_handoff === null || minutes_since_handoff >= QUIET_MINUTES)
}

/** The queue chosen by the rule that raises with the highest priority and names one. */
function queueRaised(matched: readonly Rule[]): string | null {
  return matched.find((rule) => rule.do === 'raise' && rule.queue !== null)?.queue ?? null
}

function urgencyOf(matched: readonly Rule[]): Pick<Outcome, 'priority' | 'answerWithinMs'> {
  return {
    priority: matched.reduce((highest, rule) => Math.max(highest, rule.priority), 0),
    answerWithinMs: shortest(matched.map((rule) => rule.answerWithinMs)),
  }
}

function shortest(times: readonly (number | null)[]): number | null {
  return times.reduce((best, time) => (best === null || (time !== null && time < best) ? time : best), null)
}

function traceOf(rules: Rules, facts: Facts): TraceEntry[] {
  const fixed = fixedRules.map(({ id, fact, matches }) => {
    if (matches(facts)) return { rule: id, matched: true, failed: [] }
    const comparison =
      fact === 'safety'
        ? ({ fact, comparison: 'is_not', wanted: 'none' } as const)
        : ({ fact, comparison: 'is', wanted: true } as const)
    return { rule: id, matched: false, failed: [{ ...comparison, value: facts[fact], negated: false }] }
  })
  const others = rules.rules.map(({ id, when }) => {
    const failed = failuresOf(when, facts)
    return { rule: id, matched: failed.length === 0, failed }
  })
  return [...fixed, ...others]
}
