/** A real server on a free port with a fresh database, as tests use it. */

import { mkdir, readdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { inject } from 'vitest'
import { readConfig } from '../src/config.ts'
import { createLogger } from '../src/log.ts'
import { type RunningServer, type ServerOptions, startServer } from '../src/server.ts'
import { sharedBrain } from './brain.ts'
import { type Engine, type TestHome, testHome } from './databases.ts'

/** The secret of servers under test. */
export const SECRET = 'secret-for-tests-only'

/** What a test may choose. */
export interface TestServerOptions extends Partial<ServerOptions> {
  readonly engine?: Engine
  /** Settings besides those every test has. */
  readonly env?: Readonly<Record<string, string>>
  /** The home of an earlier server, to start again on its data. */
  readonly home?: TestHome
}

/** A running server and where its data is. */
export interface TestServer extends RunningServer {
  readonly home: TestHome
  /** Closes the server and keeps its data. */
  stop(): Promise<void>
}

/** The settings of a server under test, as environment variables; also for servers in child processes. */
export async function testEnvironment(home: TestHome): Promise<Record<string, string>> {
  await mkdir(home.folder, { recursive: true })
  // The model of the sample is trained and pages are bundled once for all tests; both are kept under a hash of what they are
  // made from. Other models stay with the test that trained them: of a folder's only the newest are kept.
  const shared = inject('modelFolder')
  const pages = path.join(path.dirname(shared), 'pages')
  const models = path.join(home.folder, 'models')
  await mkdir(pages, { recursive: true })
  await mkdir(models, { recursive: true })
  await link(pages, path.join(home.folder, 'cache'))
  for (const name of await readdir(shared))
    if (name.endsWith('.model')) await link(path.join(shared, name), path.join(models, name))
  return {
    PORT: '0',
    LIUKE_HOME: home.folder,
    DATABASE_URL: home.databaseUrl,
    KEYSTORE_URL: home.keystoreUrl,
    DIRECTLINE_SECRET: SECRET,
    LIUKE_TRACE: '1',
    SAMPLE_CUSTOMERS: '0',
    BACKUP_HOUR: 'off',
    CONTINUATION_MS: '0',
    RATE_MESSAGES_PER_MINUTE: '100000',
    RATE_TOKENS_PER_MINUTE: '100000',
    LOG_LEVEL: 'silent',
  }
}

/** Unless it is there from an earlier start. */
async function link(target: string, at: string): Promise<void> {
  await symlink(target, at).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
}

/** Starts a server; close it with `close()`, which also removes its data. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { engine = 'sqlite', env = {}, home = await testHome(engine), ...rest } = options
  const config = readConfig({ ...(await testEnvironment(home)), ...env }, 'demo')
  const given = { log: createLogger('silent'), loadBrain: sharedBrain, ...rest }
  const server = await startServer(config, given)
  return {
    ...server,
    home,
    stop: () => server.close(),
    close: async () => {
      await server.close()
      await home.remove()
    },
  }
}
