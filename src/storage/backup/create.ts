/** Makes a backup of both databases. */

import { mkdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError, messageOf } from '../../errors.ts'
import { type DatabaseAddress, parseDatabaseUrl } from '../database.ts'
import { writeDump } from './dump.ts'
import { fingerprintOf, syncFolder } from './files.ts'
import { freeName, PART, removeTree, whileAlone } from './folder.ts'
import { FORMAT, type Manifest, type SavedDatabase, writeManifest } from './manifest.ts'
import { openPostgresSnapshot } from './postgres-snapshot.ts'
import type { OnProgress } from './progress.ts'
import { copySqlite } from './sqlite-copy.ts'
import { openSqliteSnapshot } from './sqlite-snapshot.ts'

/** What to back up, and where to. */
export interface BackupPlan {
  readonly databaseUrl: string
  readonly keystoreUrl: string
  /** Folder that the backup gets a folder of its own in. */
  readonly folder: string
  readonly kind: Manifest['kind']
  /** Dumps SQLite too, to be restored into PostgreSQL. PostgreSQL is always dumped. */
  readonly logical: boolean
}

/** A finished backup. */
export interface Backup {
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * Makes a backup. It appears under its name only when all of it is on the disk.
 * Checking a large SQLite copy blocks the thread; a server calls `createBackupInWorker`.
 * @throws LiukeError `backup_running`, `backup_folder_unusable`, `database_missing`, `database_damaged`,
 *   `database_unavailable`, `backup_failed`
 */
export async function createBackup(
  plan: BackupPlan,
  onProgress: OnProgress = () => undefined,
  now: () => number = Date.now,
): Promise<Backup> {
  try {
    return await whileAlone(plan.folder, () => create(plan, onProgress, now()))
  } catch (cause) {
    if (cause instanceof LiukeError) throw cause
    throw new LiukeError(
      'backup_failed',
      `The backup could not be made: ${messageOf(cause)}.`,
      `Check that there is space in ${plan.folder} and that Liuke may write there.`,
      { cause },
    )
  }
}

async function create(plan: BackupPlan, onProgress: OnProgress, now: number): Promise<Backup> {
  const name = await freeName(plan.folder, now)
  const folder = path.join(plan.folder, name)
  const part = folder + PART
  try {
    await mkdir(path.join(part, 'keys'), { recursive: true, mode: 0o700 })
    // Keys last: a person who came in between has a key too many, never data without a key.
    const main = await save(
      plan.databaseUrl,
      plan.logical,
      part,
      'liuke',
      'saving the main database',
      onProgress,
    )
    const keys = await save(plan.keystoreUrl, plan.logical, part, 'keys/keys', 'saving the keys', onProgress)
    const manifest: Manifest = {
      format: FORMAT,
      liuke: await versionOfLiuke(),
      kind: plan.kind,
      createdAt: new Date(now).toISOString(),
      databases: { main, keys },
    }
    await writeManifest(part, manifest)
    await syncFolder(path.join(part, 'keys'))
    await syncFolder(part)
    await rename(part, folder)
    await syncFolder(plan.folder)
    return { name, folder, manifest }
  } catch (error) {
    await removeTree(part)
    throw error
  }
}

async function save(
  url: string,
  logical: boolean,
  folder: string,
  stem: 'liuke' | 'keys/keys',
  doing: string,
  onProgress: OnProgress,
): Promise<SavedDatabase> {
  const address = parseDatabaseUrl(url)
  onProgress({ doing, share: 0 })
  if (address.engine === 'sqlite' && !logical) {
    const file = `${stem}.sqlite` as const
    const target = path.join(folder, file)
    const contents = await copySqlite(address.file, target, doing, onProgress)
    return {
      engine: address.engine,
      form: 'copy',
      file,
      ...(await fingerprintOf(target)),
      migrations: [...contents.migrations],
      rows: contents.rows,
    }
  }
  const file = `${stem}.ndjson.gz` as const
  const target = path.join(folder, file)
  const snapshot = await openSnapshot(address)
  try {
    const rows = await writeDump(snapshot, target, doing, onProgress)
    return {
      engine: address.engine,
      form: 'dump',
      file,
      ...(await fingerprintOf(target)),
      migrations: [...snapshot.migrations],
      rows,
    }
  } finally {
    await snapshot.close()
  }
}

function openSnapshot(address: DatabaseAddress) {
  return address.engine === 'sqlite' ? openSqliteSnapshot(address.file) : openPostgresSnapshot(address.url)
}

async function versionOfLiuke(): Promise<string> {
  const file = path.join(import.meta.dirname, '..', '..', '..', 'package.json')
  // Our own file; a version that is missing shows as `undefined` and harms nothing.
  return String((JSON.parse(await readFile(file, 'utf8')) as { version?: unknown }).version)
}
