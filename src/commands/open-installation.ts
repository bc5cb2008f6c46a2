/** Opens the databases of an installation for commands that work beside a running server. */

import { type Config, readConfig } from '../config.ts'
import { type OpenStore, openStore } from '../conversations/open.ts'
import { loadSecrets } from '../storage/secrets.ts'

/** Reads the settings, and the secrets from the environment or the demo's folder. */
export async function openInstallation(): Promise<OpenStore & { readonly config: Config }> {
  const config = readConfig(process.env, 'demo')
  const { masterKey } = await loadSecrets(config)
  return { ...(await openStore(config, masterKey)), config }
}
