/** The console's API of what the bot did not know. */

import type { Server } from 'restify'
import type { Curation } from '../corpus/revisions/context.ts'
import type { Gate } from './gate.ts'

/** Adds the routes to a server. */
export function mountUnanswered(
  _server: Server,
  _options: { readonly gate: Gate; readonly curation: Curation },
): void {}
