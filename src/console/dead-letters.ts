/** The console's API of what could not be delivered: messages, codes, notices to the team, webhooks. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeadLettersOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountDeadLetters(_server: Server, _options: DeadLettersOptions): void {}
