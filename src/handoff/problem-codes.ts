/** The codes of everything that can be wrong in `corpus/handoff.yaml`, with their severity. */

import { problemMaker, type Severity } from '../company/problems.ts'
import { corpusProblems } from '../corpus/problem-codes.ts'

/** Codes only this file has; docs/handoff.md explains each of them, and a test keeps the two together. */
export const ruleProblems = {
  condition_empty: 'error',
  condition_keys: 'error',
  fact_unknown: 'error',
  comparison_unknown: 'error',
  comparison_type: 'error',
  comparison_value: 'error',
  risk_downward: 'error',
  intent_unknown: 'warning',
  rule_id: 'error',
  rule_twice: 'error',
  rule_effect: 'error',
  rule_priority: 'error',
  queue_id: 'error',
  queue_missing: 'error',
  queue_unknown: 'error',
  time_value: 'error',
  queue_hours: 'error',
  rule_fixed: 'error',
  rule_never: 'error',
  rule_always: 'warning',
  rule_no_effect: 'warning',
  rule_overlap: 'warning',
  no_fallback: 'error',
} as const satisfies Readonly<Record<string, Severity>>

/** Makes a problem of one of these codes, or of those of any file of the corpus. */
export const problem = problemMaker({ ...corpusProblems, ...ruleProblems })
