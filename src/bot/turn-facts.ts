/** What the handoff rules looked at in a turn, kept with its decisions. */

import type { ConversationSignals } from '../churn/live.ts'
import type { Facts } from '../handoff/facts.ts'

/** The facts of a turn, and what the conversation says about the customer's leaving. */
export interface TurnFacts {
  readonly facts: Facts
  readonly signals: ConversationSignals
}
