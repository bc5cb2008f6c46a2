/** The desk's API of working together: notes, tags, snooze, blocks, verdicts, presence, ready texts. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskCollaborationOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountDeskCollaboration(_server: Server, _options: DeskCollaborationOptions): void {}
