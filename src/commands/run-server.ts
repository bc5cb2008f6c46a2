/** What `start` and `serve` share: a server with progress on the terminal that ends well on a signal. */

import { type Config, type Mode, readConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import { type RunningServer, startServer } from '../server.ts'
import { createProgress } from './progress.ts'

/** How long running turns may take after a signal, in milliseconds. */
const GRACE_MS = 20_000

/**
 * Starts a server and runs until a signal ends it.
 * @param announce says on the terminal how to reach it
 */
export async function runServer(
  mode: Mode,
  announce: (server: RunningServer, config: Config) => void,
): Promise<number> {
  const config = readConfig(process.env, mode)
  const log = createLogger(config.LOG_LEVEL)
  const progress = createProgress(process.stderr)
  let ready = false
  const signalled = new Promise<void>((resolve) => {
    // Not once: a terminal's Ctrl+C comes twice when the launcher of an older Node passes it on.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Before anybody is answered there is nothing to finish.
      process.on(signal, () => (ready ? resolve() : process.exit(1)))
    }
  })
  const server = await startServer(config, { log, onProgress: progress.report }).finally(progress.done)
  ready = true
  log.info({ url: server.url, mode }, 'ready')
  announce(server, config)
  await signalled
  log.info('stopping')
  const timer = setTimeout(() => {
    log.error('turns did not end in time')
    process.exit(1)
  }, GRACE_MS)
  await server.close()
  clearTimeout(timer)
  log.info('stopped')
  return 0
}
