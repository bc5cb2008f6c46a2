/** `liuke privacy rotate-key`: changes the master key of an installation, and that of the demo in its file. */

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readConfig } from '../config.ts'
import { openStore } from '../conversations/open.ts'
import { LiukeError } from '../errors.ts'
import { openDatabase } from '../storage/database.ts'
import { overwriteDeleted, scrub } from '../storage/erasure-orders.ts'
import { keystoreMigrations } from '../storage/migrations/index.ts'
import { type Rotation, rotateMasterKey } from '../storage/rotate-key.ts'
import type { KeystoreSchema } from '../storage/schema.ts'
import { makeSecretFile, readIfThere, removeSecretFile, replaceSecretFile } from '../storage/secret-file.ts'
import { loadSecrets } from '../storage/secrets.ts'
import { parseMasterKey } from '../storage/vault.ts'
import { actorOf } from './actor.ts'
import type { Progress } from './progress.ts'

/**
 * Changes the master key.
 * @param keyFile file with the new key; without it LIUKE_NEW_MASTER_KEY, else one is made for the demo
 * @throws LiukeError `new_key_missing`, `new_key_unreadable`, and those of `rotateMasterKey`
 */
export async function rotateKey(
  keyFile: string | undefined,
  report: Progress['report'],
): Promise<{ ok: boolean; text: string; data: object }> {
  const config = readConfig(process.env, 'demo')
  const { masterKey } = await loadSecrets({ ...config, mode: 'serve' })
  // Without a key in the environment it stands in the demo's file, which is then renewed too.
  const secrets = config.LIUKE_MASTER_KEY === undefined ? path.join(config.LIUKE_HOME, 'secrets.json') : null
  const next = await newKey(keyFile, secrets)
  const keystore = await openDatabase<KeystoreSchema>(config.KEYSTORE_URL, keystoreMigrations)
  let rotation: Rotation
  try {
    const { db, address } = keystore
    await overwriteDeleted(db, address.engine)
    rotation = await rotateMasterKey(db, { former: masterKey, next }, (share) =>
      report('wrapping keys anew', share),
    )
    await scrub(db, address.engine, 'subject_keys')
  } finally {
    await keystore.close()
  }
  const kept = secrets === null ? null : await renewSecrets(secrets, masterKey, next, Date.now())
  const { rewrapped, closed, before } = rotation
  const open = await openStore(config, next)
  try {
    await open.store.db.transaction().execute((trx) =>
      open.store.audit.append(trx, {
        actor: actorOf(),
        action: 'key.rotate',
        target: 'keystore',
        detail: { rewrapped, closed: closed.length, before },
      }),
    )
  } finally {
    await open.close()
  }
  const where =
    secrets === null
      ? 'Set LIUKE_MASTER_KEY to the new key'
      : `${secrets} has the new key; nothing has to be set`
  const text = [
    before
      ? 'The master key had been changed to this one before.'
      : `The master key is changed: ${rewrapped} keys wrapped anew.`,
    ...(closed.length > 0
      ? [`${closed.length} keys open with neither master key and were left as they are.`]
      : []),
    `${where}, and restart every process. Keep the former key as long as you keep backups made before now.`,
    ...(kept === null ? [] : [`The former key is in ${kept}: nothing else opens those backups.`]),
  ].join('\n')
  return { ok: true, text, data: { rewrapped, closed: closed.length, before, formerKey: kept } }
}

async function newKey(file: string | undefined, secrets: string | null): Promise<Buffer> {
  if (file !== undefined) {
    try {
      return parseMasterKey((await readFile(file, 'utf8')).trim())
    } catch (cause) {
      if (cause instanceof LiukeError) throw cause
      throw new LiukeError(
        'new_key_unreadable',
        `${file} cannot be read.`,
        'Name the file with the new key.',
        { cause },
      )
    }
  }
  const text = process.env['LIUKE_NEW_MASTER_KEY']?.trim()
  if (text) return parseMasterKey(text)
  if (secrets === null)
    throw new LiukeError(
      'new_key_missing',
      'There is no new master key.',
      "Put one into a file for --new-key-file: node -p \"require('crypto').randomBytes(32).toString('base64')\"",
    )
  // Kept before anything is wrapped with it: after a kill the next run goes on with this key.
  const draft = draftOf(secrets)
  await makeSecretFile(draft, { LIUKE_MASTER_KEY: randomBytes(32).toString('base64') })
  return keyIn(draft)
}

function draftOf(secrets: string): string {
  return secrets.replace(/\.json$/, '.next.json')
}

async function keyIn(file: string): Promise<Buffer> {
  const { LIUKE_MASTER_KEY: key } = JSON.parse((await readIfThere(file)) ?? '{}') as {
    LIUKE_MASTER_KEY?: unknown
  }
  return parseMasterKey(String(key))
}

/** Puts the new key into the demo's file; the former one, which opens earlier backups, is kept beside it. @returns where */
async function renewSecrets(file: string, former: Buffer, next: Buffer, now: number): Promise<string | null> {
  const kept = JSON.parse((await readIfThere(file)) ?? '{}') as Record<string, unknown>
  const beside = former.equals(next) ? null : await keepFormer(file, former, now)
  await replaceSecretFile(file, { ...kept, LIUKE_MASTER_KEY: next.toString('base64') })
  await removeSecretFile(draftOf(file))
  return beside
}

async function keepFormer(secrets: string, key: Buffer, now: number): Promise<string> {
  const LIUKE_MASTER_KEY = key.toString('base64')
  const time = new Date(now).toISOString().replace(/\D/g, '')
  for (let more = 0; ; more++) {
    const file = secrets.replace(/\.json$/, `.former-${time}${more === 0 ? '' : `-${more}`}.json`)
    if (await makeSecretFile(file, { LIUKE_MASTER_KEY })) return file
  }
}
