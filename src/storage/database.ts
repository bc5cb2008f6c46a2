/** Opens a database by its URL, SQLite or PostgreSQL, and brings its tables up to date. */

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { LiukeError, messageOf } from '../errors.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/** Which engine answers, and where. */
export type DatabaseAddress =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string }

/** An open database with its engine beside it, for the few statements that differ. */
export interface OpenDatabase<Schema> {
  readonly db: Kysely<Schema>
  readonly address: DatabaseAddress
  /** Closes all connections; waits for running statements. */
  close(): Promise<void>
}

/** How a database is opened; each option is for one engine. */
export interface DatabaseOptions {
  /** SQLite: see `SqliteOptions`. */
  readonly synchronous?: 'normal' | 'full'
  readonly bulk?: boolean
  /** PostgreSQL: connections at most. */
  readonly poolSize?: number
}

/**
 * Reads `postgres://…`, `sqlite:FILE`, `file:FILE` or a plain path.
 * @throws LiukeError `database_url_invalid` for any other scheme
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  if (/^postgres(ql)?:\/\//.test(url)) return { engine: 'postgres', url }
  const file = url.replace(/^(sqlite|file):(\/\/)?/, '')
  if (file === '' || /^[a-z][a-z0-9+]+:/i.test(file)) {
    throw new LiukeError(
      'database_url_invalid',
      `The database URL is neither PostgreSQL nor a SQLite file.`,
      'Use postgres://user:password@host/name, or sqlite:path/to/file.sqlite.',
    )
  }
  return { engine: 'sqlite', file: file === ':memory:' ? file : path.resolve(file) }
}

/**
 * Opens the database and runs the migrations that are missing, each in a transaction.
 * @throws LiukeError `database_unavailable`, `migration_failed`, `database_newer`
 */
export async function openDatabase<Schema>(
  url: string,
  migrations: Record<string, Migration>,
  options: DatabaseOptions = {},
): Promise<OpenDatabase<Schema>> {
  const address = parseDatabaseUrl(url)
  const db = new Kysely<Schema>({ dialect: dialectOf(address, options) })
  try {
    await migrate(db, migrations)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, address, close: () => db.destroy() }
}

function dialectOf(
  address: DatabaseAddress,
  options: DatabaseOptions,
): ReturnType<typeof sqliteDialect> | PostgresDialect {
  if (address.engine === 'sqlite') {
    if (address.file !== ':memory:') mkdirSync(path.dirname(address.file), { recursive: true })
    const { synchronous = 'normal', bulk = false } = options
    return sqliteDialect({ file: address.file, synchronous, bulk })
  }
  const pool = new pg.Pool({
    connectionString: address.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserOf },
  })
  // An idle connection that the server drops must not end the process; the next query opens another.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}

/** `count(*)` and our bigint columns (milliseconds, sequence numbers) are numbers below 2^53. */
const parserOf: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
    ? (value: string) => Number(value)
    : pg.types.getTypeParser(oid, format as 'text')

async function migrate<Schema>(db: Kysely<Schema>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  let outcome: Awaited<ReturnType<typeof migrator.migrateToLatest>>
  try {
    outcome = await migrator.migrateToLatest()
  } catch (error) {
    throw new LiukeError(
      'database_unavailable',
      `The database cannot be reached: ${messageOf(error)}`,
      'Check DATABASE_URL and KEYSTORE_URL, and that the server runs.',
      { cause: error },
    )
  }
  if (!outcome.error) return
  const text = messageOf(outcome.error)
  if (text.includes('corrupted migrations')) {
    throw new LiukeError(
      'database_newer',
      'The database was last used by a newer version of Liuke.',
      'Start that version, or restore a backup made before the upgrade.',
      { cause: outcome.error },
    )
  }
  const failed = outcome.results?.find((result) => result.status === 'Error')?.migrationName
  throw new LiukeError(
    failed ? 'migration_failed' : 'database_unavailable',
    failed ? `Migration ${failed} failed: ${text}` : `The database cannot be used: ${text}`,
    failed
      ? 'Nothing of it was kept. Restore a backup or report this with the log.'
      : 'Check DATABASE_URL and KEYSTORE_URL, and that the server runs.',
    { cause: outcome.error },
  )
}
