/** Kysely on better-sqlite3 as Liuke needs it: immediate, grouped transactions, transactional DDL, cached statements. */

import Database from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Handle, Writer } from './sqlite-writer.ts'

/** How a SQLite file is opened. */
export interface SqliteOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string
  /** `normal` survives the death of the process, `full` that of the power supply too. */
  readonly synchronous: 'normal' | 'full'
  /** How long a writer waits for another process's transaction, in milliseconds; 30,000 unless said otherwise. */
  readonly busyTimeoutMs?: number
  /** For a process that writes very many rows: a page cache of its own, and no mapping of the file into its memory. */
  readonly bulk?: boolean
}

/** Longer than an import takes to make many changed customers seen: turns wait for it and do not fail. */
const BUSY_TIMEOUT_MS = 30_000

class LiukeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  /** Kysely would let one at a time in; readers and grouped writers are kept apart here instead. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** What Kysely is given: reads what is committed, and takes the writer only when it writes. */
class SqliteConnection implements DatabaseConnection {
  readonly #writer: Writer
  readonly #reader: Handle
  #inTransaction = false

  constructor(writer: Writer, reader: Handle) {
    this.#writer = writer
    this.#reader = reader
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.#writer.handle.execute(query)
    // In WAL mode the reading connection sees exactly what is committed, and waits for nobody.
    if (query.query.kind === 'SelectQueryNode') return this.#reader.execute(query)
    await this.#writer.hold()
    try {
      return await this.#writer.execute(query)
    } finally {
      this.#writer.letGo()
    }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const { database } = this.#inTransaction ? this.#writer.handle : this.#reader
    for (const row of database.prepare(query.sql).iterate(...query.parameters)) {
      // Kysely states the row type; SQLite cannot check it.
      yield { rows: [row as R] }
    }
  }

  async begin(): Promise<void> {
    await this.#writer.hold()
    try {
      await this.#writer.begin()
      this.#inTransaction = true
    } catch (error) {
      this.#writer.letGo()
      throw error
    }
  }

  commit(): Promise<void> {
    this.#inTransaction = false
    return this.#writer.commit()
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.#writer.rollback()
  }
}

class LiukeSqliteDriver implements Driver {
  readonly #options: SqliteOptions
  #writer: Writer | undefined
  #reader: Handle | undefined

  constructor(options: SqliteOptions) {
    this.#options = options
  }

  async init(): Promise<void> {
    const writer = new Handle(openSqlite(this.#options))
    this.#writer = new Writer(writer, this.#options.busyTimeoutMs ?? BUSY_TIMEOUT_MS)
    // A database in memory exists once.
    this.#reader = this.#options.file === ':memory:' ? writer : new Handle(openSqlite(this.#options))
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#writer || !this.#reader) throw new Error('The SQLite connection is closed.')
    return new SqliteConnection(this.#writer, this.#reader)
  }

  async releaseConnection(): Promise<void> {
    // A connection of ours holds nothing outside its transactions and statements.
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).begin()
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).commit()
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).rollback()
  }

  async destroy(): Promise<void> {
    this.#writer?.finish()
    this.#reader?.database.close()
    this.#writer?.handle.database.close()
    this.#writer = undefined
    this.#reader = undefined
  }
}

/** Kysely hands back the connections this driver gave out. */
function ours(connection: DatabaseConnection): SqliteConnection {
  if (connection instanceof SqliteConnection) return connection
  throw new Error('This connection belongs to another driver.')
}

/** Opens a SQLite file with the pragmas Liuke relies on. */
export function openSqlite(options: SqliteOptions): Database.Database {
  const database = new Database(options.file, { timeout: 5_000 })
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${options.synchronous === 'full' ? 'FULL' : 'NORMAL'}`)
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  if (options.bulk === true) database.pragma('cache_size = -16384')
  else database.pragma('mmap_size = 268435456')
  // A server makes its checkpoints in a thread (checkpoints.ts): this bounds the log at 64 MB where none runs.
  database.pragma('wal_autocheckpoint = 16000')
  // Freed pages are overwritten, so what was erased does not linger in the file.
  database.pragma('secure_delete = FAST')
  // From here on, waiting is done without blocking the event loop.
  database.pragma('busy_timeout = 0')
  return database
}

/** The dialect: `new Kysely({ dialect: sqliteDialect(options) })`. */
export function sqliteDialect(options: SqliteOptions): Dialect {
  return {
    createAdapter: () => new LiukeSqliteAdapter(),
    createDriver: () => new LiukeSqliteDriver(options),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
