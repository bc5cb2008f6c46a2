/** The desk's API of finding and reading quickly: inbox and search, suggestions, summary. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskInboxOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountDeskInbox(_server: Server, _options: DeskInboxOptions): void {}
