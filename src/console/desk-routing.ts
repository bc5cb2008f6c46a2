/** The desk's API of who takes what: agents, their status, offers, transfer. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskRoutingOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

/** Adds the routes to a server. */
export function mountDeskRouting(_server: Server, _options: DeskRoutingOptions): void {}
