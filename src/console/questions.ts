/** The console's API of figures about customers' questions. */

import type { Server } from 'restify'
import type { Curation } from '../corpus/revisions/context.ts'
import type { Gate } from './gate.ts'

/** Adds the routes to a server. */
export function mountQuestions(
  _server: Server,
  _options: { readonly gate: Gate; readonly curation: Curation },
): void {}
