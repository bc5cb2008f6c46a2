/** Finds out whether a backup could be restored, and if not, says plainly why. */

import { createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { LiukeError, messageOf } from '../../errors.ts'
import type { KeystoreSchema } from '../schema.ts'
import { unseal } from '../sealing.ts'
import { sqliteDialect } from '../sqlite-dialect.ts'
import { Vault } from '../vault.ts'
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
  const wrappingKey = createSecretKey(Vault.derived(masterKey, 'wrapping key'))
  const keys = await openSaved(folder, saved)
  let closed = 0
  try {
    for await (const { table, columns, rows } of keys.batches()) {
      for (const row of rows) {
        const cell = (name: string): Value => row[columns.indexOf(name)] ?? null
        if (
          table === 'settings' &&
          cell('key') === 'master_key_proof' &&
          !isProof(masterKey, cell('value'))
        ) {
          return [`${saved.file} belongs to another LIUKE_MASTER_KEY than the one set now.`]
        }
        if (table === 'subject_keys' && !opens(wrappingKey, cell('subject_id'), cell('wrapped'))) closed += 1
      }
    }
  } finally {
    await keys.close()
  }
  return closed === 0 ? [] : [`${saved.file}: ${closed} keys do not open with the LIUKE_MASTER_KEY set now.`]
}

function isProof(masterKey: Uint8Array, value: Value): boolean {
  // Hashing needs no key database; this one is never opened.
  const unopened = new Kysely<KeystoreSchema>({
    dialect: sqliteDialect({ file: ':memory:', synchronous: 'normal' }),
  })
  const proof = Buffer.from(new Vault(unopened, masterKey).hash('master key', 'proof'))
  const stored = Buffer.from(String(value))
  return stored.length === proof.length && timingSafeEqual(stored, proof)
}

function opens(wrappingKey: KeyObject, subjectId: Value, wrapped: Value): boolean {
  if (!Buffer.isBuffer(wrapped)) return false
  try {
    return unseal(wrappingKey, `subject_keys.wrapped:${subjectId}`, wrapped).length === 32
  } catch (error) {
    if (error instanceof LiukeError) return false
    throw error
  }
}
