/** Reads one moment of a SQLite file through a connection of its own. */

import Database from 'better-sqlite3'
import { LiukeError } from '../../errors.ts'
import {
  type Batch,
  batchRows,
  inForeignKeyOrder,
  MIGRATION_TABLES,
  type Snapshot,
  type Table,
  type Value,
} from './rows.ts'

/** A snapshot with the connection that holds it. */
export interface SqliteSnapshot extends Snapshot {
  readonly database: Database.Database
}

/**
 * Opens a SQLite file for reading and holds the state it has now, whoever writes meanwhile.
 * @throws LiukeError `database_missing`
 */
export function openSqliteSnapshot(file: string): SqliteSnapshot {
  const database = openForReading(file)
  try {
    database.defaultSafeIntegers(true)
    database.exec('begin')
    // The first read fixes what this connection sees until the transaction ends.
    const tables = inForeignKeyOrder(tablesOf(database))
    return {
      database,
      tables,
      migrations: migrationsOf(database),
      count: async (table) => countRows(database, table),
      batches: () => batchesOf(database, tables),
      async close() {
        if (database.inTransaction) database.exec('rollback')
        database.close()
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}

function openForReading(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  } catch (cause) {
    throw new LiukeError(
      'database_missing',
      `There is no readable SQLite file ${file}.`,
      'Check DATABASE_URL, KEYSTORE_URL and LIUKE_HOME; a file in memory cannot be backed up.',
      { cause },
    )
  }
}

/** The tables of a SQLite database without SQLite's and Kysely's own. */
export function tablesOf(database: Database.Database): Table[] {
  const names = database
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'`,
    )
    .pluck()
    .all()
  return names
    .filter((name) => !MIGRATION_TABLES.includes(name))
    .map((name) => ({
      name,
      // Columns that SQLite computes from others are marked 2 and 3.
      columns: database
        .prepare<[string], string>('select name from pragma_table_xinfo(?) where hidden = 0 order by cid')
        .pluck()
        .all(name),
      references: database
        .prepare<[string], string>('select distinct "table" from pragma_foreign_key_list(?)')
        .pluck()
        .all(name),
    }))
}

/** Names of the migrations that were run on a SQLite database, in order. */
export function migrationsOf(database: Database.Database): string[] {
  const known = database
    .prepare<[], string>(`select name from sqlite_schema where type = 'table' and name = 'kysely_migration'`)
    .pluck()
    .get()
  if (known === undefined) return []
  return database.prepare<[], string>('select name from kysely_migration order by name').pluck().all()
}

/** How many rows a table has. */
export function countRows(database: Database.Database, table: string): number {
  return Number(
    database
      .prepare(`select count(*) from ${quoted(table)}`)
      .pluck()
      .get(),
  )
}

async function* batchesOf(database: Database.Database, tables: readonly Table[]): AsyncGenerator<Batch> {
  for (const { name, columns } of tables) {
    // Columns are text, numbers, bytes or null: all that SQLite can store.
    const rows = database
      .prepare<[], Value[]>(`select ${columns.map(quoted).join(', ')} from ${quoted(name)}`)
      .raw()
      .iterate()
    let batch: Value[][] = []
    for (const row of rows) {
      batch.push(row.map(plainNumber))
      if (batch.length < batchRows(name)) continue
      yield { table: name, columns, rows: batch }
      batch = []
    }
    yield { table: name, columns, rows: batch }
  }
}

/** Whole numbers come as `bigint`, so that none is rounded; nearly all fit a plain number. */
function plainNumber(value: Value): Value {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
