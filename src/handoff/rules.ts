/** What handoff rules are once they were read: queues and rules, compiled, with a version. */

import { createHash } from 'node:crypto'
import type { Hours } from '../company/hours.ts'
import type { Bilingual, Language } from '../company/types.ts'
import { type Condition, compile } from './conditions.ts'
import type { Facts } from './facts.ts'

/** What a rule does when it applies: hand over, offer a person, or speed up a hand-over that comes anyway. */
export const effects = ['handoff', 'offer', 'raise'] as const
export type Effect = (typeof effects)[number]

/** A line of people who wait for the same kind of agent. */
export interface Queue {
  readonly id: string
  readonly name: Bilingual
  /** Within this many milliseconds somebody should answer. */
  readonly answerWithinMs: number
  /** The same for later messages of the customer, and for the end; null for no such promise. */
  readonly nextAnswerWithinMs: number | null
  readonly resolveWithinMs: number | null
  /** Nobody waits longer than this behind others who came later, whatever they are worth; in milliseconds. */
  readonly longestWaitMs: number
  /** After this long without an answer the customer is told and chooses; null for the installation's. */
  readonly timeoutMs: number | null
  /** Languages its people answer in; null for those each account says. */
  readonly languages: readonly Language[] | null
  /** `offer` gives a conversation to one agent after the other; with `pick` they take it themselves. */
  readonly assign: 'pick' | 'offer'
  /** How long an offer stands, in milliseconds. */
  readonly offerMs: number
  /** Its own hours; null for the company's. */
  readonly hours: QueueHours | null
  /** What those are offered who come when it is closed. */
  readonly whenClosed: 'callback' | 'message'
}

/** Opening hours of a queue. */
export interface QueueHours {
  /** IANA name; null for the company's. */
  readonly timeZone: string | null
  /** From Sunday to Saturday, in minutes from midnight; null for closed. */
  readonly week: readonly (Hours | null)[]
  /** `YYYY-MM-DD`. */
  readonly holidays: readonly string[]
}

/** What a queue has where the file says nothing. */
export const queueDefaults = {
  nextAnswerWithinMs: null,
  resolveWithinMs: null,
  longestWaitMs: 15 * 60_000,
  timeoutMs: null,
  languages: null,
  assign: 'pick',
  offerMs: 30_000,
  hours: null,
  whenClosed: 'callback',
} as const satisfies Omit<Queue, 'id' | 'name' | 'answerWithinMs'>

/** One rule as it was written, checked. */
export interface RuleContent {
  readonly id: string
  readonly about: Bilingual
  readonly when: Condition
  readonly do: Effect
  /** Null only with `raise`: the queue is left as it is. */
  readonly queue: string | null
  /** 0..100, higher is sooner. */
  readonly priority: number
  /** The rule's own time in milliseconds, or null: then the queue's. */
  readonly answerWithinMs: number | null
  /** Null exactly with `raise`, which says nothing. */
  readonly say: Bilingual | null
}

/** A rule that is ready to be asked. */
export interface Rule extends RuleContent {
  /** Whether the facts fulfil its condition. */
  matches(facts: Facts): boolean
}

/** The content of a whole file of rules. */
export interface RulesContent {
  readonly queues: readonly Queue[]
  readonly rules: readonly RuleContent[]
}

/** Rules in force. */
export interface Rules {
  /** SHA-256, in hex, of queues and rules. Comments, layout and the order of fields and queues do not change it. */
  readonly version: string
  readonly queues: ReadonlyMap<string, Queue>
  /** Highest priority first, then as they stand in the file. `answerWithinMs` has the queue's filled in. */
  readonly rules: readonly Rule[]
}

/**
 * Compiles checked rules. The content comes from `readRules`, which refuses what must not be in force;
 * this function does not check again.
 */
export function compileRules({ queues, rules }: RulesContent): Rules {
  const byId = new Map(queues.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((queue) => [queue.id, queue]))
  const version = createHash('sha256')
    .update(JSON.stringify({ queues: [...byId.values()], rules }))
    .digest('hex')
  const compiled = rules.map((rule) => ({
    ...rule,
    answerWithinMs: rule.answerWithinMs ?? byId.get(rule.queue ?? '')?.answerWithinMs ?? null,
    matches: compile(rule.when),
  }))
  return { version, queues: byId, rules: compiled.sort((a, b) => b.priority - a.priority) }
}
