/** The console's API of the handoff rules: what is in force, lint, tests, what-if. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface HandoffRulesOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountHandoffRules(_server: Server, _options: HandoffRulesOptions): void {}
