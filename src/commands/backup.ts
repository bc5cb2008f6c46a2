/** `liuke backup`: makes, lists, checks and restores backups. */

import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { LiukeError, messageOf } from '../errors.ts'
import { replayErasures } from '../jobs/erase/erase.ts'
import { createBackup } from '../storage/backup/create.ts'
import { findBackup, listBackups, sizeOf } from '../storage/backup/folder.ts'
import { type OnProgress, printProgress } from '../storage/backup/progress.ts'
import { restoreBackup } from '../storage/backup/restore.ts'
import { verifyBackup } from '../storage/backup/verify.ts'
import { loadSecrets } from '../storage/secrets.ts'
import { hasherOf, parseMasterKey } from '../storage/vault.ts'
import type { Command } from './command.ts'

const usage = `liuke backup create [--to FOLDER] [--logical]
liuke backup list
liuke backup verify NAME_OR_FOLDER
liuke backup restore NAME_OR_FOLDER [--yes]

  create     saves the main database and the key database, also while Liuke runs
  list       shows the backups in BACKUP_FOLDER, newest first
  verify     checks that a backup is whole and opens with the master key set now
  restore    verifies a backup and puts it in the place of the databases set now; stop Liuke first

  --to FOLDER  where to make the backup instead of BACKUP_FOLDER
  --logical    dumps SQLite in a form that PostgreSQL can be filled from
  --yes        replaces databases that are not empty
  --json       prints one JSON object and no progress

Exit code: 0 done, 1 refused, failed or damaged, 2 called wrongly. docs/backup.md explains it all.`

interface Call {
  readonly action: 'create' | 'list' | 'verify' | 'restore'
  readonly name: string
  readonly to: string | undefined
  readonly logical: boolean
  readonly yes: boolean
  readonly json: boolean
}

/** What an action found: `text` for people, `data` for `--json`. */
interface Outcome {
  readonly ok: boolean
  readonly text: string
  readonly data: object
}

export const command: Command = {
  name: 'backup',
  summary: 'make, list, check and restore backups',
  usage,
  async run(args) {
    const call = readCall(args)
    if (typeof call === 'string') {
      console.error(`${call}\n\n${usage}`)
      return 2
    }
    const progress = call.json
      ? { show: () => undefined, end: () => undefined }
      : printProgress(process.stderr)
    try {
      const outcome = await act(call, progress.show)
      progress.end()
      console.log(call.json ? JSON.stringify({ ok: outcome.ok, ...outcome.data }) : outcome.text)
      return outcome.ok ? 0 : 1
    } catch (error) {
      progress.end()
      if (!(error instanceof LiukeError)) throw error
      const { code, message, advice } = error
      if (call.json) console.log(JSON.stringify({ ok: false, code, message, advice }))
      else console.error(String(error))
      return 1
    }
  },
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        logical: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, name = '', ...more] = positionals
    const named = action === 'verify' || action === 'restore'
    if (!named && action !== 'create' && action !== 'list')
      return 'Say what to do: create, list, verify or restore.'
    if (more.length > 0 || (name !== '') !== named) {
      return named ? 'Name one backup.' : `\`backup ${action}\` takes no name.`
    }
    if (action !== 'create' && (values.to !== undefined || values.logical)) {
      return '--to and --logical go with `backup create`.'
    }
    if (action !== 'restore' && values.yes) return '--yes goes with `backup restore`.'
    return { action, name, to: values.to, logical: values.logical, yes: values.yes, json: values.json }
  } catch (thrown) {
    return messageOf(thrown)
  }
}

function act(call: Call, onProgress: OnProgress): Promise<Outcome> {
  const config = readConfig(process.env, 'demo')
  if (call.action === 'create') return create(call, config, onProgress)
  if (call.action === 'list') return list(config)
  if (call.action === 'verify') return verify(call, config, onProgress)
  return restore(call, config, onProgress)
}

async function create(call: Call, config: Config, onProgress: OnProgress): Promise<Outcome> {
  const { name, folder, manifest } = await createBackup(
    {
      databaseUrl: config.DATABASE_URL,
      keystoreUrl: config.KEYSTORE_URL,
      folder: call.to ?? config.BACKUP_FOLDER,
      kind: 'manual',
      logical: call.logical,
    },
    onProgress,
  )
  const { main, keys } = manifest.databases
  const text = `Made ${folder}
  ${main.file}  ${megabytes(main.bytes)}, ${total(main.rows)} rows
  ${keys.file}  ${megabytes(keys.bytes)}, ${total(keys.rows)} rows
Keep the folder keys/ in another place than the rest: together with the master key it opens everything.`
  return { ok: true, text, data: { name, folder, manifest } }
}

async function list(config: Config): Promise<Outcome> {
  const backups = await Promise.all(
    (await listBackups(config.BACKUP_FOLDER)).map(async (backup) => ({
      ...backup,
      bytes: await sizeOf(backup),
    })),
  )
  const lines = backups.map(({ name, manifest, bytes }) =>
    manifest
      ? `${name}  ${manifest.kind.padEnd(7)}  ${manifest.databases.main.engine.padEnd(8)}  ${megabytes(bytes)}`
      : `${name}  damaged: run \`liuke backup verify ${name}\``,
  )
  const text = lines.length > 0 ? lines.join('\n') : `No backups in ${config.BACKUP_FOLDER}.`
  return { ok: true, text, data: { backups } }
}

async function verify(call: Call, config: Config, onProgress: OnProgress): Promise<Outcome> {
  const folder = findBackup(call.name, config.BACKUP_FOLDER)
  const { manifest, problems } = await verifyBackup(folder, await masterKeyOf(config), onProgress)
  const text =
    problems.length === 0
      ? `${folder} is whole and opens with the master key set now.`
      : `${folder} cannot be restored:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`
  return { ok: problems.length === 0, text, data: { folder, problems, manifest } }
}

async function restore(call: Call, config: Config, onProgress: OnProgress): Promise<Outcome> {
  const { manifest, erasuresReplayed, keysDestroyed, rowsErased } = await restoreBackup(
    {
      folder: findBackup(call.name, config.BACKUP_FOLDER),
      databaseUrl: config.DATABASE_URL,
      keystoreUrl: config.KEYSTORE_URL,
      masterKey: await masterKeyOf(config),
      overwrite: call.yes,
      replay: (main, erased, keys) => replayErasures(main, { vault: hasherOf(keys), now: Date.now }, erased),
    },
    onProgress,
  )
  const text = `Restored the backup of ${manifest.createdAt}.
Erasures made after it and replayed: ${erasuresReplayed}. Keys of erased people destroyed again: ${keysDestroyed}.
Rows of theirs deleted again: ${rowsErased}.`
  return {
    ok: true,
    text,
    data: { createdAt: manifest.createdAt, erasuresReplayed, keysDestroyed, rowsErased },
  }
}

/** Never makes secrets, as the demo's start does: a new key would only hide that the right one is missing. */
async function masterKeyOf(config: Config): Promise<Uint8Array> {
  if (config.LIUKE_MASTER_KEY !== undefined) return parseMasterKey(config.LIUKE_MASTER_KEY)
  return (await loadSecrets({ ...config, mode: 'serve' })).masterKey
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function total(rows: Record<string, number>): number {
  return Object.values(rows).reduce((sum, n) => sum + n, 0)
}
