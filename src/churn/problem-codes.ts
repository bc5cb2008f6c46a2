/** The codes of everything that can be wrong in `corpus/offers.yaml`, with their severity. */

import { problemMaker, type Severity } from '../company/problems.ts'
import { corpusProblems } from '../corpus/problem-codes.ts'

/** Codes only this file has; docs/value.md explains each of them, and a test keeps the two together. */
export const offerProblems = {
  offer_form_old: 'warning',
  offer_id: 'error',
  offer_twice: 'error',
  offer_number: 'error',
  offer_range: 'error',
  offer_by_risk: 'error',
  offer_variable: 'error',
  offer_value_unknown: 'warning',
  offer_never_pays: 'warning',
  contact_time: 'error',
} as const satisfies Readonly<Record<string, Severity>>

/** Makes a problem of one of these codes, or of those of any file of the corpus. */
export const problem = problemMaker({ ...corpusProblems, ...offerProblems })
