/** `liuke serve`: production. Refuses to start without its secrets. */

import type { Command } from './command.ts'
import { runServer } from './run-server.ts'

export const command: Command = {
  name: 'serve',
  summary: 'run in production',
  usage: `liuke serve

Runs the server for real customers. LIUKE_MASTER_KEY and DIRECTLINE_SECRET must be set; HOST says where
to bind, DATABASE_URL and KEYSTORE_URL where the data is. Logs are JSON lines on standard output.
SIGTERM finishes running turns and stops. All settings: docs/configuration.md.`,
  run: () => runServer('serve', () => undefined),
}
