/** The calls of the page about handoff rules. All of them throw `ApiError`. */

import type { RulesCheckAnswer, RulesTestAnswer, WhatIfState } from '../../console/handoff-rules-types.ts'
import type { Calls } from '../staff/calls.ts'

export interface HandoffRulesApi {
  check(text: string): Promise<RulesCheckAnswer>
  /** Runs the tests of the corpus on other rules. */
  test(text: string): Promise<RulesTestAnswer>
  whatIf(): Promise<WhatIfState>
  beginWhatIf(text: string, days: number): Promise<WhatIfState>
  cancelWhatIf(): Promise<WhatIfState>
}

export function handoffRulesCalls({ get, post }: Calls): HandoffRulesApi {
  const at = 'api/console/handoff-rules'
  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    check: async (text) => (await post(`${at}/check`, { text })) as RulesCheckAnswer,
    test: async (text) => (await post(`${at}/test`, { text })) as RulesTestAnswer,
    whatIf: async () => (await get(`${at}/what-if`)) as WhatIfState,
    beginWhatIf: async (text, days) => (await post(`${at}/what-if`, { text, days })) as WhatIfState,
    cancelWhatIf: async () => (await post(`${at}/what-if/cancel`)) as WhatIfState,
  }
}
