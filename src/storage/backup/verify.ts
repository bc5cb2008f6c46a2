/** Finds out whether a backup could be restored, and if not, says plainly why. */

import type { KeyObject } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import { LiukeError, messageOf } from '../../errors.ts'
import {
  KEY_SETTINGS,
  type KeySettings,
  otherWrapping,
  plainKeys,
  standingOf,
  wrappedContext,
} from '../master-key.ts'
import { unseal } from '../sealing.ts'
import { readDump } from './dump.ts'
import { fingerprintOf, isMissing } from './files.ts'
import { type Manifest, readManifest, type SavedDatabase } from './manifest.ts'
import type { OnProgress } from './progress.ts'
import type { RowCounts, Value } from './rows.ts'
import { openSaved } from './saved.ts'
import { contentsOf, sqliteProblems } from './sqlite-copy.ts'

/** What was found. */
export interface Verification {
  /** Null when the manifest itself cannot be read. */
  readonly manifest: Manifest | null
  /** One sentence each; none means that the backup is whole. */
  readonly problems: readonly string[]
}

/**
 * Checks a backup's manifest, checksums, contents, and that its keys open with the master key.
 * @throws LiukeError `backup_missing` when the folder is no backup
 */
export async function verifyBackup(
  folder: string,
  masterKey: Uint8Array,
  onProgress: OnProgress = () => undefined,
): Promise<Verification> {
  let manifest: Manifest
  try {
    manifest = await readManifest(folder)
  } catch (error) {
    if (!(error instanceof LiukeError) || error.code === 'backup_missing') throw error
    return { manifest: null, problems: [`${error.message} ${error.advice}`] }
  }
  const { main, keys } = manifest.databases
  const problems = await problemsOf(folder, main, onProgress)
  const ofKeys = await problemsOf(folder, keys, onProgress)
  problems.push(...ofKeys)
  if (ofKeys.length === 0) {
    onProgress({ doing: 'opening the keys', share: 0 })
    problems.push(...(await keyProblems(folder, keys, masterKey)))
    onProgress({ doing: 'opening the keys', share: 1 })
  }
  return { manifest, problems }
}

async function problemsOf(folder: string, saved: SavedDatabase, onProgress: OnProgress): Promise<string[]> {
  const target = path.join(folder, saved.file)
  const doing = `checking ${saved.file}`
  // The file is read twice: for its checksum, and for what it holds.
  let read = 0
  const onBytes = (bytes: number) => {
    read += bytes
    onProgress({ doing, share: Math.min(1, read / Math.max(1, saved.bytes * 2)) })
  }
  try {
    const { bytes, sha256 } = await fingerprintOf(target, onBytes)
    if (bytes !== saved.bytes) return [`${saved.file} has ${bytes} bytes instead of ${saved.bytes}.`]
    if (sha256 !== saved.sha256)
      return [`${saved.file} was changed since it was written: its SHA-256 differs.`]
    const problems =
      saved.form === 'copy' ? copyProblems(target, saved) : await dumpProblems(target, saved, onBytes)
    onProgress({ doing, share: 1 })
    return problems.map((problem) => `${saved.file}: ${problem}`)
  } catch (error) {
    return [isMissing(error) ? `${saved.file} is missing.` : `${saved.file}: ${messageOf(error)}`]
  }
}

function copyProblems(file: string, saved: SavedDatabase): string[] {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const problems = sqliteProblems(database)
    if (problems.length > 0) return problems
    const contents = contentsOf(database)
    return [...differences(saved.rows, contents.rows), ...otherMigrations(saved, contents.migrations)]
  } finally {
    database.close()
  }
}

async function dumpProblems(
  file: string,
  saved: SavedDatabase,
  onBytes: (bytes: number) => void,
): Promise<string[]> {
  const dump = await readDump(file, onBytes)
  const rows: RowCounts = {}
  for await (const batch of dump.batches()) rows[batch.table] = (rows[batch.table] ?? 0) + batch.rows.length
  return [...differences(saved.rows, rows), ...otherMigrations(saved, dump.migrations)]
}

function differences(expected: RowCounts, found: RowCounts): string[] {
  return Object.keys({ ...expected, ...found })
    .filter((table) => expected[table] !== found[table])
    .map((table) => {
      const said = expected[table] === undefined ? 'no such table' : `${expected[table]} rows`
      const has = found[table] === undefined ? 'the table is missing' : `${found[table]} are there`
      return `the manifest says ${said} for ${table}, and ${has}.`
    })
}

function otherMigrations(saved: SavedDatabase, found: readonly string[]): string[] {
  return JSON.stringify(found) === JSON.stringify(saved.migrations)
    ? []
    : ['it was migrated by another version than the manifest says.']
}

async function keyProblems(folder: string, saved: SavedDatabase, masterKey: Uint8Array): Promise<string[]> {
  const settings = await settingsIn(folder, saved)
  if (settings.has(KEY_SETTINGS.proof) && !['in-force', 'next'].includes(standingOf(settings, masterKey)))
    return [`${saved.file} belongs to another LIUKE_MASTER_KEY than the one set now.`]
  const plain = plainKeys(masterKey)
  // A backup made while the master key was being changed has keys of both kinds.
  const wrappings = [plain.wrapping, otherWrapping(settings, plain)].filter((key) => key !== null)
  let closed = 0
  for await (const row of rowsOf(folder, saved, 'subject_keys')) {
    const [subjectId, wrapped] = [row['subject_id'] ?? null, row['wrapped'] ?? null]
    if (!wrappings.some((wrapping) => opens(wrapping, subjectId, wrapped))) closed += 1
  }
  return closed === 0 ? [] : [`${saved.file}: ${closed} keys do not open with the LIUKE_MASTER_KEY set now.`]
}

async function settingsIn(folder: string, saved: SavedDatabase): Promise<KeySettings> {
  const settings = new Map<string, string>()
  for await (const { key, value } of rowsOf(folder, saved, 'settings'))
    settings.set(String(key), String(value))
  return settings
}

async function* rowsOf(
  folder: string,
  saved: SavedDatabase,
  wanted: string,
): AsyncGenerator<Record<string, Value>> {
  const open = await openSaved(folder, saved)
  try {
    for await (const { table, columns, rows } of open.batches()) {
      if (table !== wanted) continue
      for (const row of rows) yield Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null]))
    }
  } finally {
    await open.close()
  }
}

function opens(wrapping: KeyObject, subjectId: Value, wrapped: Value): boolean {
  if (!Buffer.isBuffer(wrapped)) return false
  try {
    return unseal(wrapping, wrappedContext(String(subjectId)), wrapped).length === 32
  } catch (error) {
    if (error instanceof LiukeError) return false
    throw error
  }
}
