/** Runs tests of rules: what came of the facts, what should have, and why it did not. Pure. */

import type { FailedComparison } from './conditions.ts'
import { decide, type HandoffDecision } from './decide.ts'
import { fixedRules } from './fixed.ts'
import type { RuleTest } from './rule-tests.ts'
import type { Rules } from './rules.ts'

/** Something that is not as it should be. */
export interface Difference {
  readonly what: 'action' | 'rule' | 'queue' | 'priority' | 'answer_within' | 'also' | 'risk'
  readonly expected: string
  readonly got: string
}

/** What came of one test. */
export interface RuleTestResult extends Pick<RuleTest, 'file' | 'line' | 'about'> {
  readonly passed: boolean
  readonly differences: readonly Difference[]
  /** For each rule that should have applied and did not, the comparisons that failed; and what applied instead. */
  readonly why: readonly string[]
}

/** What came of all tests. */
export interface RuleTestReport {
  readonly version: string
  readonly passed: number
  readonly failed: number
  readonly results: readonly RuleTestResult[]
  /** Rules that no test says anything about. */
  readonly untested: readonly string[]
}

/** Runs tests against rules. */
export function runRuleTests(rules: Rules, tests: readonly RuleTest[]): RuleTestReport {
  const results = tests.map((test) => run(rules, test))
  const named = new Set(tests.flatMap(({ expected: { rule, also } }) => [rule, ...(also ?? [])]))
  const passed = results.filter((result) => result.passed).length
  return {
    version: rules.version,
    passed,
    failed: results.length - passed,
    results,
    untested: [...fixedRules, ...rules.rules].map(({ id }) => id).filter((id) => !named.has(id)),
  }
}

function run(rules: Rules, { file, line, about, facts, expected }: RuleTest): RuleTestResult {
  const decision = decide(rules, facts)
  const matched = new Set(decision.trace.filter((entry) => entry.matched).map(({ rule }) => rule))
  const missing = (expected.also ?? []).filter((id) => !matched.has(id))
  const { action, rule, queue, priority, answerWithinMs } = expected
  const differences: Difference[] = []
  const compare = (what: Difference['what'], wanted: unknown, got: unknown): void => {
    if (wanted !== undefined && wanted !== got)
      differences.push({ what, expected: wordsOf(wanted), got: wordsOf(got) })
  }
  compare('action', action, decision.action)
  compare('rule', rule, decision.rule)
  compare('queue', queue, decision.queue)
  compare('priority', priority, decision.priority)
  if (answerWithinMs !== undefined)
    compare('answer_within', timeOf(answerWithinMs), timeOf(decision.answerWithinMs))
  if (missing.length > 0)
    differences.push({ what: 'also', expected: missing.join(', '), got: [...matched].join(', ') || 'none' })
  // Every test is one of the first invariant too.
  if (decision.restored)
    differences.push({ what: 'risk', expected: 'no less than without risk', got: 'less than without risk' })
  const wanted = [...(rule ? [rule] : []), ...missing]
  return {
    ...{ file, line, about, differences },
    passed: differences.length === 0,
    why: differences.length === 0 ? [] : reasons(decision, wanted, matched),
  }
}

function reasons(
  { trace, rule }: HandoffDecision,
  wanted: readonly string[],
  matched: ReadonlySet<string>,
): string[] {
  const told = wanted.flatMap((id) => {
    const entry = trace.find((one) => one.rule === id)
    if (entry === undefined) return [`There is no rule ${id}.`]
    if (!entry.matched) return [`${id} does not apply: ${entry.failed.map(failureWords).join('; ')}.`]
    return id === rule ? [] : [`${id} applies, but ${rule ?? 'nothing'} decides.`]
  })
  const others = matched.size === 0 ? 'No rule applies.' : `These apply: ${[...matched].join(', ')}.`
  return [...told, others]
}

/** `not mood is angry, and it is happy`. */
export function failureWords({ fact, comparison, wanted, value, negated }: FailedComparison): string {
  const limit = Array.isArray(wanted) ? `[${wanted.join(', ')}]` : String(wanted)
  return `${negated ? 'not ' : ''}${fact} ${comparison} ${limit}, and ${fact} is ${value === null ? 'unknown' : value}`
}

function wordsOf(value: unknown): string {
  return value === null ? 'none' : String(value)
}

function timeOf(milliseconds: number | null): string {
  if (milliseconds === null) return 'none'
  return milliseconds % 60_000 === 0 ? `${milliseconds / 60_000}m` : `${milliseconds / 1_000}s`
}
