/** Checks how the rules of a file go together: rules that never apply or change nothing, ties, and what is left without anybody. */

import type { Place, Problem } from '../company/problems.ts'
import type { Condition } from './conditions.ts'
import { type Case, FactSpace, firstCommon } from './fact-space.ts'
import type { FactName, Facts } from './facts.ts'
import { lacksFallback } from './fallback.ts'
import { problem } from './problem-codes.ts'
import { compileRules, type Queue, type Rule, type RuleContent } from './rules.ts'

/** Ties told in one file: where many rules share a priority, more would only repeat it. */
const MAX_TIES = 50

/** Neither danger nor a wish for a person: only then rules decide by themselves. */
const UNDECIDED: Condition = {
  all: [
    { fact: 'safety', comparison: 'is', wanted: 'none' },
    { fact: 'wants_person', comparison: 'is', wanted: false },
  ],
}
const TO_THE_BOT: Condition = { fact: 'owner', comparison: 'is', wanted: 'bot' }
const MAY_BE_OFFERED: Condition = { fact: 'refuses_person', comparison: 'is', wanted: false }

/** A rule with the cases in which it applies and does not; null for too many to look at. */
interface Looked {
  readonly rule: Rule
  readonly applies: readonly Case[] | null
  readonly appliesNot: readonly Case[] | null
}

/**
 * Everything about the rules of one file that only shows when they are looked at together. What it calls never,
 * always or without effect is so for all facts; where conditions have too many cases it claims nothing.
 * @param placeOf where a rule stands, or the list of rules for null
 */
export function lintRules(
  queues: readonly Queue[],
  contents: readonly RuleContent[],
  placeOf: (id: string | null) => Place,
): Problem[] {
  const space = new FactSpace([...contents.map(({ when }) => when), UNDECIDED, TO_THE_BOT, MAY_BE_OFFERED])
  const { rules } = compileRules({ queues, rules: contents })
  const looked = rules.map((rule) => ({
    rule,
    applies: space.casesOf(rule.when),
    appliesNot: space.casesOf(rule.when, false),
  }))
  const never = looked.filter(({ applies }) => applies?.length === 0)
  const problems = never.map(({ rule }) =>
    problem(
      'rule_never',
      placeOf(rule.id),
      `${rule.id} can never apply: its conditions contradict each other.`,
      'Take one of them out, or put those that exclude each other under any:.',
    ),
  )
  const possible = looked.filter((one) => !never.includes(one))
  problems.push(
    ...possible.flatMap((one) => singleProblems(one, space, placeOf)),
    ...withoutEffect(possible, placeOf),
    ...ties(possible, space, placeOf),
  )
  const lacking = lacksFallback(rules)
  if (lacking !== null) {
    const fix =
      'Add a rule with do: handoff or do: offer and `when: { failed_answers: { at_least: 3 } }`, which needs nothing else.'
    problems.push(problem('no_fallback', placeOf(null), lacking, fix))
  }
  return problems
}

/** What is wrong with one rule by itself, knowing what the fixed rules and the limits do. */
function singleProblems(
  { rule, applies, appliesNot }: Looked,
  space: FactSpace,
  placeOf: (id: string) => Place,
): Problem[] {
  const at = placeOf(rule.id)
  const isOnly = (condition: Condition): boolean => {
    const outside = space.casesOf(condition)
    return applies !== null && outside !== null && firstCommon(applies, outside) === undefined
  }
  if (rule.do !== 'raise' && isOnly(UNDECIDED)) {
    const message = `${rule.id} applies only where a fixed rule brings a person already, so what it does and says never happens.`
    return [problem('rule_fixed', at, message, 'Take it out, or use do: raise to move these customers up.')]
  }
  if (rule.do === 'offer' && isOnly(TO_THE_BOT)) {
    const message = `${rule.id} offers a person only to those who wait for one, and they are not offered one again.`
    return [problem('rule_no_effect', at, message, 'Take owner out, or use do: raise.')]
  }
  if (rule.do !== 'raise' && isOnly(MAY_BE_OFFERED)) {
    const message = `${rule.id} applies only to those who refuse a person, and they are taken at their word.`
    return [problem('rule_no_effect', at, message, 'Take refuses_person out, or take the rule out.')]
  }
  if (appliesNot?.length === 0) {
    const message = `${rule.id} applies to every message.`
    return [problem('rule_always', at, message, 'Ask for something in when:, unless that is meant.')]
  }
  return []
}

/** Rules that another one, which applies wherever they do, makes pointless. */
function withoutEffect(looked: readonly Looked[], placeOf: (id: string) => Place): Problem[] {
  return looked.flatMap(({ rule, applies }, place) => {
    const wider = looked.slice(0, place).find(
      (other) =>
        dominates(other.rule, rule) &&
        applies !== null &&
        other.appliesNot !== null &&
        // Nowhere does this one apply and the other not.
        firstCommon(applies, other.appliesNot) === undefined,
    )
    if (wider === undefined) return []
    const { id } = wider.rule
    const message = `${rule.id} changes nothing: wherever it applies, ${id} (line ${placeOf(id).line}) applies too, and does as much at least as soon.`
    const fix = `Give it a higher priority or a shorter time than ${id} has, narrow ${id}, or take it out.`
    return [problem('rule_no_effect', placeOf(rule.id), message, fix)]
  })
}

/** Whether a rule that is looked at earlier leaves nothing to another, wherever both apply; see `decide.ts`. */
function dominates(earlier: Rule, rule: Rule): boolean {
  const isInTime =
    rule.answerWithinMs === null ||
    (earlier.answerWithinMs !== null && earlier.answerWithinMs <= rule.answerWithinMs)
  if (!isInTime) return false
  if (rule.do === 'handoff') return earlier.do === 'handoff'
  if (rule.do === 'offer') return earlier.do !== 'raise'
  return rule.queue === null ? earlier.do !== 'offer' : earlier.do === 'raise' && earlier.queue !== null
}

/** Rules of the same action and priority that both apply somewhere, and want something else there. */
function ties(looked: readonly Looked[], space: FactSpace, placeOf: (id: string) => Place): Problem[] {
  const found: Problem[] = []
  for (const [place, { rule, applies }] of looked.entries()) {
    for (const { rule: later, applies: laterApplies } of looked.slice(place + 1)) {
      if (found.length === MAX_TIES || later.priority !== rule.priority) break
      if (later.do !== rule.do || applies === null || laterApplies === null || !disagree(rule, later))
        continue
      const common = firstCommon(applies, laterApplies)
      if (common === undefined) continue
      const what = rule.queue === later.queue ? 'speaks' : 'chooses the queue'
      const message =
        `${later.id} and ${rule.id} (line ${placeOf(rule.id).line}) have the same priority and can both apply, ` +
        `for example with ${exampleWords(space.exampleOf(common))}. ${rule.id} ${what}, because it stands first.`
      const fix = 'Give the one that should decide the higher priority.'
      found.push(problem('rule_overlap', placeOf(later.id), message, fix))
    }
  }
  return found
}

function disagree(one: Rule, other: Rule): boolean {
  if (one.do === 'raise') return one.queue !== null && other.queue !== null && one.queue !== other.queue
  return one.queue !== other.queue || one.say?.zh !== other.say?.zh || one.say?.en !== other.say?.en
}

/** `mood angry, failed_answers 2`. */
export function exampleWords(example: Partial<Facts>): string {
  // Object.entries gives strings; these are names of facts.
  const told = Object.entries(example) as [FactName, Facts[FactName]][]
  return told.map(([fact, value]) => `${fact} ${value === null ? 'unknown' : value}`).join(', ')
}
