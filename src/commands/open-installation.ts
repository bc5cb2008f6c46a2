/** Opens the databases of an installation for commands that work beside a running server. */

import { existsSync } from 'node:fs'
import { type Config, readConfig } from '../config.ts'
import { type OpenStore, openStore } from '../conversations/open.ts'
import { LiukeError } from '../errors.ts'
import { parseDatabaseUrl } from '../storage/database.ts'
import { loadSecrets } from '../storage/secrets.ts'

/** The databases of an installation, and its settings. */
export type OpenInstallation = OpenStore & { readonly config: Config }

/**
 * Reads the settings, and the secrets from the environment or the demo's folder. Makes nothing: beside
 * the wrong folder a fresh installation would only say that nobody is waiting.
 * @param bulk whether very many rows will be written
 * @throws LiukeError `installation_missing`
 */
export async function openInstallation(bulk = false): Promise<OpenInstallation> {
  const config = readConfig(process.env, 'demo')
  const address = parseDatabaseUrl(config.DATABASE_URL)
  if (address.engine === 'sqlite' && !existsSync(address.file)) {
    throw new LiukeError(
      'installation_missing',
      `There is no database at ${address.file}.`,
      'Start the server once, or set LIUKE_HOME or DATABASE_URL as it has them.',
    )
  }
  // The demo's file is read but not made: `serve` says what is missing instead.
  const { masterKey } = await loadSecrets({ ...config, mode: 'serve' })
  return { ...(await openStore(config, masterKey, Date.now, bulk)), config }
}
