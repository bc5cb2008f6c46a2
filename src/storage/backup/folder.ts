/** The folder that backups lie in: their names, the list of them, what is left over, what has become too old. */

import { readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { LiukeError, messageOf } from '../../errors.ts'
import { isMissing } from './files.ts'
import { type LockFile, takeLockFile } from './lock-file.ts'
import { type Manifest, readManifest } from './manifest.ts'

const NAME = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z-\d+$/

/** A backup that is not complete, or is being removed, has this behind its name. */
export const PART = '.part'

/** A backup as `liuke backup list` shows it. */
export interface ListedBackup {
  readonly name: string
  readonly folder: string
  /** Null when its manifest cannot be read; `liuke backup verify` says why. */
  readonly manifest: Manifest | null
}

/** The backups in a folder, newest first; none when there is no such folder. */
export async function listBackups(folder: string): Promise<ListedBackup[]> {
  const backups: ListedBackup[] = []
  for (const name of await namesIn(folder)) {
    if (!NAME.test(name)) continue
    const own = path.join(folder, name)
    const manifest = await readManifest(own).catch((error: unknown) => {
      if (error instanceof LiukeError) return null
      throw error
    })
    backups.push({ name, folder: own, manifest })
  }
  return backups.sort((a, b) => whenOf(b).localeCompare(whenOf(a)) || orderOf(b) - orderOf(a))
}

function whenOf({ name, manifest }: ListedBackup): string {
  // Made comparable with the time in a manifest: 2026-11-22T03-00-00Z-1 is 2026-11-22T03:00:00.
  return manifest?.createdAt ?? name.replace(/T(..)-(..)-(..)Z-\d+$/, 'T$1:$2:$3')
}

function orderOf({ name }: ListedBackup): number {
  return Number(name.slice(name.lastIndexOf('-') + 1))
}

/** When the newest readable backup was made, in milliseconds since 1970; null without one. */
export async function newestBackupAt(folder: string, kind?: Manifest['kind']): Promise<number | null> {
  const times = (await listBackups(folder))
    .filter(({ manifest }) => manifest && (kind === undefined || manifest.kind === kind))
    .map(({ manifest }) => Date.parse(manifest?.createdAt ?? ''))
  return times.length > 0 ? Math.max(...times) : null
}

/** The folder of a backup that is given as the name of one in `folder`, or as a path. */
export function findBackup(nameOrPath: string, folder: string): string {
  return NAME.test(nameOrPath) ? path.join(folder, nameOrPath) : path.resolve(nameOrPath)
}

/** A name for a backup made now that no other in the folder has. */
export async function freeName(folder: string, now: number): Promise<string> {
  const taken = new Set(await namesIn(folder))
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  for (let n = 1; ; n += 1) {
    const name = `${stamp}Z-${n}`
    if (!taken.has(name) && !taken.has(name + PART)) return name
  }
}

/**
 * Runs an action while no other process writes backups into the folder, which is made if need be.
 * What killed backups left behind is removed first.
 * @throws LiukeError `backup_running`, `backup_folder_unusable`
 */
export async function whileAlone<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const lock = await lockOf(folder)
  if (!lock) {
    throw new LiukeError(
      'backup_running',
      `Another process is making a backup in ${folder}.`,
      'Wait until it is done.',
    )
  }
  try {
    for (const name of await namesIn(folder)) {
      if (name.endsWith(PART) && NAME.test(name.slice(0, -PART.length)))
        await removeTree(path.join(folder, name))
    }
    return await action()
  } finally {
    await lock.release()
  }
}

async function lockOf(folder: string): Promise<LockFile | null> {
  try {
    return await takeLockFile(path.join(folder, '.lock'))
  } catch (cause) {
    throw new LiukeError(
      'backup_folder_unusable',
      `The folder ${folder} cannot be used: ${messageOf(cause)}.`,
      'Point BACKUP_FOLDER to a folder that Liuke may write to.',
      { cause },
    )
  }
}

/**
 * Removes nightly backups but the newest `keep`. Manual ones, and ones that cannot be read, stay.
 * @returns the names of those removed
 */
export async function pruneNightly(folder: string, keep: number): Promise<string[]> {
  const nightly = (await listBackups(folder)).filter(({ manifest }) => manifest?.kind === 'nightly')
  const old = nightly.slice(keep)
  for (const backup of old) {
    // Renamed first: half a backup must never look like one.
    await rename(backup.folder, backup.folder + PART)
    await removeTree(backup.folder + PART)
  }
  return old.map(({ name }) => name)
}

/** Removes a folder with all that is in it. */
export async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** The size of a backup's databases in bytes, as they are on the disk now; missing ones count nothing. */
export async function sizeOf({ folder, manifest }: ListedBackup): Promise<number> {
  if (!manifest) return 0
  let bytes = 0
  for (const { file } of Object.values(manifest.databases)) {
    bytes += (await stat(path.join(folder, file)).catch(() => null))?.size ?? 0
  }
  return bytes
}
