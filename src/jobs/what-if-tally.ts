/** Counts what two sets of rules make of the same facts, decision by decision. */

import { shownAt } from '../company/clock.ts'
import { decideWithoutTrace, type HandoffDecision } from '../handoff/decide.ts'
import type { Facts } from '../handoff/facts.ts'
import { isNotWeaker } from '../handoff/invariants.ts'
import type { Rules } from '../handoff/rules.ts'
import type {
  BandChange,
  ChangedDecisions,
  ChangeKinds,
  Cost,
  DecidedAs,
  Load,
  QueueChange,
} from './what-if-result.ts'

const HOUR_MS = 3_600_000
/** A conversation comes to a queue once in so long: what is stored after a hand-over happened without it. */
const VISIT_MS = 4 * HOUR_MS
const EXAMPLES = 5
const MAX_CHANGES = 200

type Counts<Of> = { -readonly [Name in keyof Of]: Of[Name] }

/** Arrivals of one queue under one set of rules. */
class QueueLoad {
  arrivals = 0
  #answerWithinMs = 0
  readonly #byHour = new Array<number>(24).fill(0)
  readonly #hours = new Map<number, number>()

  add(at: number, answerWithinMs: number, timeZone: string): void {
    this.arrivals++
    this.#answerWithinMs += answerWithinMs
    const hour = Math.floor(at / HOUR_MS)
    this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + 1)
    const shown = new Date(shownAt(at, timeZone)).getUTCHours()
    this.#byHour[shown] = (this.#byHour[shown] ?? 0) + 1
  }

  get load(): Load {
    let [peak, peakAt]: [number, number | null] = [0, null]
    for (const [hour, count] of this.#hours) if (count > peak) [peak, peakAt] = [count, hour * HOUR_MS]
    const { arrivals } = this
    const answerWithinMs = arrivals === 0 ? null : Math.round(this.#answerWithinMs / arrivals)
    return { arrivals, peak, peakAt, byHour: this.#byHour, answerWithinMs }
  }
}

/** One of the two sets of rules, and what came to its queues. */
class Side {
  readonly rules: Rules
  readonly queues = new Map<string, QueueLoad>()
  expectedYuan = 0
  readonly #arrived = new Map<string, number>()

  constructor(rules: Rules) {
    this.rules = rules
  }

  count(decision: HandoffDecision, { ev }: Facts, conversation: string, at: number, timeZone: string): void {
    if (decision.action !== 'handoff' || decision.queue === null) return
    const last = this.#arrived.get(conversation)
    if (last !== undefined && at - last < VISIT_MS) return
    this.#arrived.set(conversation, at)
    const queue = this.queues.get(decision.queue) ?? new QueueLoad()
    this.queues.set(decision.queue, queue)
    queue.add(at, decision.answerWithinMs ?? 0, timeZone)
    this.expectedYuan += ev ?? 0
  }

  get arrivals(): number {
    return [...this.queues.values()].reduce((sum, { arrivals }) => sum + arrivals, 0)
  }
}

/** The running comparison. */
export class WhatIfTally {
  replayed = 0
  changed = 0
  restored = 0
  readonly kinds: Counts<ChangeKinds> = {
    ...{ newHandoff: 0, noHandoff: 0, newOffer: 0, noOffer: 0 },
    ...{ otherQueue: 0, sooner: 0, later: 0, otherRule: 0 },
  }
  readonly #before: Side
  readonly #after: Side
  readonly #timeZone: string
  readonly #changes = new Map<string, Counts<ChangedDecisions> & { examples: string[] }>()
  readonly #bands = new Map<BandChange['band'], Counts<BandChange>>(
    (['high', 'medium', 'low', 'unknown'] as const).map((band) => [
      band,
      { band, decisions: 0, better: 0, worse: 0 },
    ]),
  )

  constructor(before: Rules, after: Rules, timeZone: string) {
    this.#before = new Side(before)
    this.#after = new Side(after)
    this.#timeZone = timeZone
  }

  /** Counts one message. @param at when it was decided, in milliseconds since 1970 */
  add(facts: Facts, conversation: string, at: number): void {
    const before = decideWithoutTrace(this.#before.rules, facts)
    const after = decideWithoutTrace(this.#after.rules, facts)
    this.replayed++
    if (after.restored) this.restored++
    this.#before.count(before, facts, conversation, at, this.#timeZone)
    this.#after.count(after, facts, conversation, at, this.#timeZone)
    const band = this.#bands.get(facts.risk_band ?? 'unknown')
    const [better, worse] = [!isNotWeaker(before, after), !isNotWeaker(after, before)]
    if (band) {
      band.decisions++
      if (worse) band.worse++
      else if (better) band.better++
    }
    if (isSame(before, after)) return
    this.changed++
    this.#countKinds(before, after)
    this.#keep(before, after, conversation)
  }

  #countKinds(before: HandoffDecision, after: HandoffDecision): void {
    const { kinds } = this
    const became = (action: HandoffDecision['action']) => after.action === action && before.action !== action
    const was = (action: HandoffDecision['action']) => before.action === action && after.action !== action
    if (became('handoff')) kinds.newHandoff++
    if (was('handoff')) kinds.noHandoff++
    if (became('offer')) kinds.newOffer++
    if (was('offer')) kinds.noOffer++
    if (before.action !== after.action || after.action === 'none') return
    if (before.queue !== after.queue) kinds.otherQueue++
    if (before.rule !== after.rule) kinds.otherRule++
    const [first, then] = [before.answerWithinMs ?? 0, after.answerWithinMs ?? 0]
    if (then < first) kinds.sooner++
    if (then > first) kinds.later++
  }

  #keep(before: HandoffDecision, after: HandoffDecision, conversation: string): void {
    const [one, other] = [told(before), told(after)]
    const key = JSON.stringify([one, other])
    const kept = this.#changes.get(key) ?? { before: one, after: other, count: 0, examples: [] }
    kept.count++
    if (kept.examples.length < EXAMPLES && !kept.examples.includes(conversation))
      kept.examples.push(conversation)
    this.#changes.set(key, kept)
  }

  /** Groups of changed decisions, most frequent first. */
  get changes(): readonly ChangedDecisions[] {
    return [...this.#changes.values()].sort((a, b) => b.count - a.count).slice(0, MAX_CHANGES)
  }

  get bands(): readonly BandChange[] {
    return [...this.#bands.values()]
  }

  /** Every queue of either set of rules. */
  get queues(): readonly QueueChange[] {
    const [before, after] = [this.#before, this.#after]
    const ids = new Set([...before.rules.queues.keys(), ...after.rules.queues.keys()])
    return [...ids].map((id) => ({
      id,
      name: (after.rules.queues.get(id) ?? before.rules.queues.get(id))?.name ?? { zh: id, en: id },
      before: (before.queues.get(id) ?? new QueueLoad()).load,
      after: (after.queues.get(id) ?? new QueueLoad()).load,
    }))
  }

  /** @param minutesEach a person is busy with one hand-over for so long @param yuanEach what that costs */
  cost(minutesEach: number, yuanEach: number): { readonly before: Cost; readonly after: Cost } {
    const of = ({ arrivals, expectedYuan }: Side): Cost => ({
      handoffs: arrivals,
      agentMinutes: Math.round(arrivals * minutesEach),
      yuan: Math.round(arrivals * yuanEach),
      expectedYuan: Math.round(expectedYuan),
    })
    return { before: of(this.#before), after: of(this.#after) }
  }
}

function told({ action, rule, queue }: HandoffDecision): DecidedAs {
  return { action, rule, queue }
}

function isSame(one: HandoffDecision, other: HandoffDecision): boolean {
  return (
    one.action === other.action &&
    one.rule === other.rule &&
    one.queue === other.queue &&
    one.priority === other.priority &&
    one.answerWithinMs === other.answerWithinMs &&
    one.say?.zh === other.say?.zh &&
    one.say?.en === other.say?.en
  )
}
