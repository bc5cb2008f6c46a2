/** The secrets a server needs: from the environment, or made once for the demo and kept in its folder. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { LiukeError } from '../errors.ts'
import { makeSecretFile, readIfThere } from './secret-file.ts'
import { parseMasterKey } from './vault.ts'

/** Secrets in use. */
export interface Secrets {
  /** 32 bytes. */
  readonly masterKey: Buffer
  readonly directLineSecret: string
}

const fileShape = z.object({ LIUKE_MASTER_KEY: z.string(), DIRECTLINE_SECRET: z.string() })

/**
 * The secrets of this installation. What the environment does not give is read from `secrets.json`
 * in LIUKE_HOME, which the demo makes at its first start.
 * @throws LiukeError `master_key_invalid`, `secrets_invalid`, and `secrets_missing` in production
 */
export async function loadSecrets(config: Config): Promise<Secrets> {
  const { LIUKE_MASTER_KEY: key, DIRECTLINE_SECRET: secret } = config
  if (key !== undefined && secret !== undefined) {
    return { masterKey: parseMasterKey(key), directLineSecret: secret }
  }
  const file = path.join(config.LIUKE_HOME, 'secrets.json')
  const kept = (await readSecrets(file)) ?? (config.mode === 'demo' ? await makeSecrets(file) : null)
  if (!kept) {
    throw new LiukeError(
      'secrets_missing',
      'LIUKE_MASTER_KEY or DIRECTLINE_SECRET is not set.',
      'Set both in the environment; docs/configuration.md says how to make them.',
    )
  }
  return {
    masterKey: parseMasterKey(key ?? kept.LIUKE_MASTER_KEY),
    directLineSecret: secret ?? kept.DIRECTLINE_SECRET,
  }
}

async function readSecrets(file: string): Promise<z.infer<typeof fileShape> | null> {
  const text = await readIfThere(file)
  if (text === null) return null
  try {
    return fileShape.parse(JSON.parse(text))
  } catch (cause) {
    throw new LiukeError(
      'secrets_invalid',
      `${file} cannot be read.`,
      'Restore it from a backup. Deleting it makes new keys, and what the old ones sealed is lost.',
      { cause },
    )
  }
}

async function makeSecrets(file: string): Promise<z.infer<typeof fileShape>> {
  const secrets = {
    LIUKE_MASTER_KEY: randomBytes(32).toString('base64'),
    DIRECTLINE_SECRET: randomBytes(32).toString('base64url'),
  }
  // Another process may have made them in this very moment: then its secrets are everybody's.
  return (await makeSecretFile(file, secrets)) ? secrets : ((await readSecrets(file)) ?? secrets)
}
