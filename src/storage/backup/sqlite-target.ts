/** Restores into a SQLite file: written beside it, then renamed over it. */

import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { openDatabase } from '../database.ts'
import type { ErasureOrdersTable } from '../schema.ts'
import { sqliteDialect } from '../sqlite-dialect.ts'
import type { Erasure } from './erasures.ts'
import { syncFile, syncFolder } from './files.ts'
import { type AnyDatabase, load } from './load.ts'
import { openSaved } from './saved.ts'
import { countRows, tablesOf } from './sqlite-snapshot.ts'
import { keystoreUnreadable, NOT_DATA, type RestoreTarget, type Restoring, targetInUse } from './target.ts'

const SIDE_FILES = ['-wal', '-shm', '-journal']

/**
 * Takes a SQLite file for itself alone. Unlike PostgreSQL this has no way round: what a server wrote to a
 * file that is being replaced, erasures too, would be lost.
 * @throws LiukeError `restore_target_in_use`
 */
export async function openSqliteTarget(file: string): Promise<RestoreTarget> {
  const staged = `${file}.restoring`
  const current = holdAlone(file)
  const release = () => {
    if (current !== 'damaged') current?.close()
  }
  return {
    holdsData: current === 'damaged' || (current !== null && hasRows(current)),
    async erasures() {
      if (current === null) return []
      if (current === 'damaged') throw keystoreUnreadable(file, 'damaged')
      return erasuresOf(current, file)
    },
    async orders() {
      if (current === null) return []
      if (current === 'damaged') throw keystoreUnreadable(file, 'damaged')
      return ordersOf(current, file)
    },
    async stage(what) {
      await mkdir(path.dirname(file), { recursive: true })
      await removeFile(staged)
      if (what.saved.form === 'copy') await stageCopy(staged, what)
      else await stageRows(staged, what)
      await syncFile(staged)
    },
    async commit() {
      release()
      if (current === 'damaged') await setAside(file)
      else for (const side of SIDE_FILES) await rm(file + side, { force: true })
      await rename(staged, file)
      await syncFolder(path.dirname(file))
    },
    async abandon() {
      release()
      await removeFile(staged)
    },
  }
}

/** Null when there is no such file. */
function holdAlone(file: string): Database.Database | 'damaged' | null {
  if (!existsSync(file)) return null
  const database = new Database(file, { timeout: 0 })
  try {
    // Held until it is closed. Writes what is still in the write-ahead log into the file itself.
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('begin exclusive; rollback')
    database.pragma('journal_mode = DELETE')
    return database
  } catch (error) {
    database.close()
    if (isDamage(error)) return 'damaged'
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw targetInUse(file, 'Stop it first; --yes does not help here.')
    }
    throw error
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

function hasRows(database: Database.Database): boolean {
  try {
    return tablesOf(database).some(({ name }) => !NOT_DATA.includes(name) && countRows(database, name) > 0)
  } catch (error) {
    if (isDamage(error)) return true
    throw error
  }
}

function erasuresOf(database: Database.Database, file: string): Erasure[] {
  try {
    if (!tablesOf(database).some(({ name }) => name === 'erasures')) return []
    return database.prepare<[], Erasure>('select subject_id, erased_at from erasures').all()
  } catch (error) {
    throw keystoreUnreadable(file, error)
  }
}

function ordersOf(database: Database.Database, file: string): ErasureOrdersTable[] {
  try {
    if (!tablesOf(database).some(({ name }) => name === 'erasure_orders')) return []
    return database.prepare<[], ErasureOrdersTable>('select * from erasure_orders').all()
  } catch (error) {
    throw keystoreUnreadable(file, error)
  }
}

async function stageCopy(staged: string, what: Restoring): Promise<void> {
  await copyFile(path.join(what.folder, what.saved.file), staged)
  const { db, close } = await openDatabase<Record<string, Record<string, unknown>>>(
    `sqlite:${staged}`,
    what.migrations,
  )
  await finish(staged, db, what.finish, close)
}

async function stageRows(staged: string, what: Restoring): Promise<void> {
  const db: AnyDatabase = new Kysely({ dialect: sqliteDialect({ file: staged, synchronous: 'normal' }) })
  const rows = await openSaved(what.folder, what.saved)
  const { migrations, onRows } = what
  const fill = (trx: AnyDatabase) =>
    load(trx, 'sqlite', { rows, migrations, expected: what.saved.rows, onRows })
  await finish(
    staged,
    db,
    async (trx) => {
      await fill(trx)
      await what.finish(trx)
    },
    async () => {
      await rows.close()
      await db.destroy()
    },
  )
}

/** Leaves one file that holds everything, and nothing of what was deleted. */
async function finish(
  staged: string,
  db: AnyDatabase,
  inTransaction: (trx: AnyDatabase) => Promise<void>,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await sql`pragma secure_delete = on`.execute(db)
    await db.transaction().execute(inTransaction)
  } finally {
    await close()
  }
  // Only whoever is alone with the file can end its write-ahead log.
  const alone = new Database(staged)
  try {
    alone.pragma('journal_mode = DELETE')
  } finally {
    alone.close()
  }
}

/** Keeps a damaged file for whoever wants to save something from it. */
async function setAside(file: string): Promise<void> {
  const aside = `${file}.damaged-${Date.now()}`
  for (const side of ['', ...SIDE_FILES]) {
    if (existsSync(file + side)) await rename(file + side, aside + side)
  }
}

async function removeFile(file: string): Promise<void> {
  for (const side of ['', ...SIDE_FILES]) await rm(file + side, { force: true })
}
