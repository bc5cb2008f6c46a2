/** Proves that nothing of somebody is left: looks through both databases, their files, and Liuke's folder. */

import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Config } from '../../config.ts'
import type { Store } from '../../conversations/store.ts'
import { openPostgresSnapshot } from '../../storage/backup/postgres-snapshot.ts'
import type { Snapshot } from '../../storage/backup/rows.ts'
import { openSqliteSnapshot } from '../../storage/backup/sqlite-snapshot.ts'
import { parseDatabaseUrl } from '../../storage/database.ts'
import { countRows, type RowCounts } from './erase.ts'
import type { NeedleKind, Needles } from './needles.ts'
import type { Person } from './person.ts'

/** Something that should not be there. The text itself is not told. */
export interface Finding {
  /** `main.messages.body`, or the path of a file. */
  readonly place: string
  readonly kind: NeedleKind
  readonly times: number
}

/** What a scan has seen. */
export interface ScanReport {
  /** Something was looked for, and nothing found. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
  /** Rows of the register that still are theirs, by table. */
  readonly rows: RowCounts
  /** Texts and keys that were looked for. */
  readonly needles: number
  /** Values of tables, files, and bytes of both that were looked through. */
  readonly values: number
  readonly files: number
  readonly bytes: number
}

/** Where a scan looks. */
export interface ScanPlaces {
  readonly databaseUrl: string
  readonly keystoreUrl: string
  /** Folders, files and all; those of `except` are left out. */
  readonly folders: readonly string[]
  readonly except: readonly string[]
}

/** The places of an installation. Backups are not among them: they are replayed when they are restored. */
export function placesOf(
  config: Pick<Config, 'DATABASE_URL' | 'KEYSTORE_URL' | 'LIUKE_HOME' | 'BACKUP_FOLDER'>,
): ScanPlaces {
  return {
    databaseUrl: config.DATABASE_URL,
    keystoreUrl: config.KEYSTORE_URL,
    folders: [path.resolve(config.LIUKE_HOME)],
    except: [path.resolve(config.BACKUP_FOLDER)],
  }
}

const CHUNK = 4 * 1024 * 1024

/**
 * Looks for needles everywhere, and for rows of the register.
 * @param who whose rows are counted; null for needles alone
 * @param onProgress hears which place is looked through
 */
export async function scan(
  store: Store,
  who: Person | null,
  needles: Needles,
  places: ScanPlaces,
  onProgress: (place: string) => void = () => undefined,
): Promise<ScanReport> {
  const found = new Map<string, Finding>()
  const seen = { values: 0, files: 0, bytes: 0 }
  const look = (place: string, bytes: Uint8Array): void => {
    for (const [kind, times] of needles.in(bytes)) {
      const name = `${place} ${kind}`
      found.set(name, { place, kind, times: times + (found.get(name)?.times ?? 0) })
    }
  }
  const rows = who === null ? {} : await countRows(store, who)
  if (needles.count > 0) {
    for (const [name, url] of [
      ['main', places.databaseUrl],
      ['keys', places.keystoreUrl],
    ] as const) {
      onProgress(name)
      await lookInTables(name, url, seen, look)
    }
    for (const file of await filesIn(places)) {
      onProgress(file)
      await lookInFile(file, needles.longest, seen, look)
    }
  }
  const findings = [...found.values()]
  const ok = needles.count > 0 && findings.length === 0 && Object.keys(rows).length === 0
  return { ok, findings, rows, needles: needles.count, ...seen }
}

type Seen = { values: number; files: number; bytes: number }
type Look = (place: string, bytes: Uint8Array) => void

/** Every value of every table, also of tables that no version of Liuke made. */
async function lookInTables(name: string, url: string, seen: Seen, look: Look): Promise<void> {
  const snapshot = await openSnapshot(url)
  try {
    for await (const { table, columns, rows } of snapshot.batches()) {
      for (const row of rows) {
        for (const [at, value] of row.entries()) {
          const bytes = bytesOf(value)
          if (bytes === null) continue
          seen.values += 1
          seen.bytes += bytes.length
          look(`${name}.${table}.${columns[at]}`, bytes)
          const packed = table === 'corpus_revisions' && value instanceof Uint8Array
          if (packed) look(`${name}.${table}.${columns[at]}`, gunzipSync(bytes))
        }
      }
    }
  } finally {
    await snapshot.close()
  }
}

/** Smaller numbers are amounts, sizes and counts, which are somebody's number by chance. */
const SMALLEST_NUMBER = 100_000_000

/** What is looked through of a value; null for nothing. */
function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'string') return Buffer.from(value)
  if (typeof value === 'number' || typeof value === 'bigint')
    return value < SMALLEST_NUMBER ? null : Buffer.from(String(value))
  return typeof value === 'object' && value !== null ? Buffer.from(JSON.stringify(value)) : null
}

function openSnapshot(url: string): Promise<Snapshot> | Snapshot {
  const address = parseDatabaseUrl(url)
  return address.engine === 'sqlite'
    ? openSqliteSnapshot(address.file)
    : openPostgresSnapshot(address.url, 'every type')
}

/** Files of SQLite databases with their logs, also outside the folders, and everything in the folders. */
async function filesIn({ databaseUrl, keystoreUrl, folders, except }: ScanPlaces): Promise<string[]> {
  const files = new Set<string>()
  for (const url of [databaseUrl, keystoreUrl]) {
    const address = parseDatabaseUrl(url)
    if (address.engine === 'sqlite') for (const end of ['', '-wal', '-journal']) files.add(address.file + end)
  }
  for (const folder of folders) for (const file of await walk(folder, except)) files.add(file)
  return [...files]
}

async function walk(folder: string, except: readonly string[]): Promise<string[]> {
  if (except.includes(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const nested = await Promise.all(
    entries.map((entry) => {
      const name = path.join(folder, entry.name)
      if (entry.isDirectory()) return walk(name, except)
      return entry.isFile() ? [name] : []
    }),
  )
  return nested.flat()
}

async function lookInFile(file: string, overlap: number, seen: Seen, look: Look): Promise<void> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    // A log that is emptied goes away, and so does a draft of somebody else's.
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!handle) return
  seen.files += 1
  try {
    let before = Buffer.alloc(0)
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK), 0, CHUNK)
      if (bytesRead === 0) return
      seen.bytes += bytesRead
      const chunk = Buffer.concat([before, buffer.subarray(0, bytesRead)])
      look(file, chunk)
      // What is cut in two by the end of a chunk is whole in the next; found in both it is told twice.
      before = chunk.subarray(Math.max(0, chunk.length - overlap))
    }
  } finally {
    await handle.close()
  }
}
