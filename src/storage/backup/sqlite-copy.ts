/** Copies a SQLite database page by page while others write to it. */

import { chmod } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { LiukeError } from '../../errors.ts'
import { syncFile } from './files.ts'
import type { OnProgress } from './progress.ts'
import type { RowCounts } from './rows.ts'
import { countRows, migrationsOf, openSqliteSnapshot, tablesOf } from './sqlite-snapshot.ts'

/** Pages copied in one go: a megabyte, some milliseconds, after which others have their turn. */
const PAGES = 256

/** What a copied database holds. */
export interface SqliteContents {
  readonly migrations: readonly string[]
  readonly rows: RowCounts
}

/**
 * Copies a database file as it is now into a new file, without a journal beside it, and checks the copy.
 * The check blocks the thread for about a second per gigabyte; a server copies in a worker.
 * @throws LiukeError `database_missing`, `database_damaged`
 */
export async function copySqlite(
  from: string,
  to: string,
  doing: string,
  onProgress: OnProgress,
): Promise<SqliteContents> {
  // The copying joins the snapshot's read transaction; otherwise every write would start it afresh.
  const snapshot = openSqliteSnapshot(from)
  try {
    await snapshot.database.backup(to, {
      progress({ totalPages, remainingPages }) {
        onProgress({ doing, share: totalPages === 0 ? 0 : 1 - remainingPages / totalPages })
        return PAGES
      },
    })
  } finally {
    await snapshot.close()
  }
  onProgress({ doing, share: 1 })
  const contents = finishCopy(to)
  await chmod(to, 0o600)
  await syncFile(to)
  return contents
}

function finishCopy(file: string): SqliteContents {
  const copy = new Database(file)
  try {
    // One file that holds everything, and that opening for reading does not change.
    copy.pragma('journal_mode = DELETE')
    const problems = sqliteProblems(copy)
    if (problems.length > 0) {
      throw new LiukeError(
        'database_damaged',
        `The database is damaged: ${problems.join('; ')}`,
        'Restore the newest backup that verifies, and check the disk.',
      )
    }
    return contentsOf(copy)
  } finally {
    copy.close()
  }
}

/** What is wrong in a SQLite database, in SQLite's words; at most a few lines. */
export function sqliteProblems(database: Database.Database): string[] {
  const lines = database.prepare<[], string>('pragma integrity_check(5)').pluck().all()
  return lines.filter((line) => line !== 'ok')
}

/** Migrations and row counts of a SQLite database. */
export function contentsOf(database: Database.Database): SqliteContents {
  const rows: RowCounts = {}
  for (const { name } of tablesOf(database)) rows[name] = countRows(database, name)
  return { migrations: migrationsOf(database), rows }
}
