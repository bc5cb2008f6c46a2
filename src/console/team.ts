/** The console's API of the team's numbers: queues, waits, service levels, agents, ratings, outcomes. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface TeamOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountTeam(_server: Server, _options: TeamOptions): void {}
