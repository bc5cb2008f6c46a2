/** Kysely on better-sqlite3 as Liuke needs it: immediate transactions, transactional DDL, cached statements. */

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
  type TransactionSettings,
} from 'kysely'

/** How a SQLite file is opened. */
export interface SqliteOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string
  /** `normal` survives the death of the process, `full` that of the power supply too. */
  readonly synchronous: 'normal' | 'full'
  /** How long a writer waits for another process's transaction, in milliseconds. */
  readonly busyTimeoutMs?: number
}

/** Different SQL texts kept prepared; the product has far fewer, so the cap only bounds mistakes. */
const MAX_STATEMENTS = 500

class LiukeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  readonly #busyTimeoutMs: number

  constructor(database: Database.Database, busyTimeoutMs: number) {
    this.#database = database
    this.#busyTimeoutMs = busyTimeoutMs
  }

  run(sql: string): void {
    this.#database.exec(sql)
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql)
    try {
      return this.#execute(statement, query.parameters)
    } catch (error) {
      if (!isBusy(error)) throw error
      return this.whenFree(() => this.#execute(statement, query.parameters))
    }
  }

  /**
   * Tries again while another connection holds the write lock. SQLite's own waiting would block
   * the event loop, and deadlock two connections of one process.
   */
  async whenFree<T>(action: () => T): Promise<T> {
    const deadline = Date.now() + this.#busyTimeoutMs
    for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
      try {
        return action()
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  #execute<R>(statement: Database.Statement, parameters: readonly unknown[]): QueryResult<R> {
    if (statement.reader) {
      // Kysely states the row type; SQLite cannot check it.
      return { rows: statement.all(...parameters) as R[] }
    }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.#database.prepare(query.sql).iterate(...query.parameters)) {
      // As above.
      yield { rows: [row as R] }
    }
  }

  #prepare(sql: string): Database.Statement {
    const cached = this.#statements.get(sql)
    if (cached) return cached
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear()
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** Hands the one connection to one holder at a time: a transaction is never mixed with foreign statements. */
class LiukeSqliteDriver implements Driver {
  readonly #options: SqliteOptions
  #database: Database.Database | undefined
  #connection: SqliteConnection | undefined
  #busy = false
  readonly #waiting: (() => void)[] = []

  constructor(options: SqliteOptions) {
    this.#options = options
  }

  async init(): Promise<void> {
    this.#database = openSqlite(this.#options)
    this.#connection = new SqliteConnection(this.#database, this.#options.busyTimeoutMs ?? 5_000)
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#busy = true
    return this.#open()
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#busy = false
  }

  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate'
    const connection = this.#open()
    await connection.whenFree(() => connection.run(begin))
  }

  async commitTransaction(): Promise<void> {
    this.#open().run('commit')
  }

  async rollbackTransaction(): Promise<void> {
    // A statement that failed hard (disk full, for one) has already rolled back.
    if (this.#database?.inTransaction) this.#open().run('rollback')
  }

  async destroy(): Promise<void> {
    this.#database?.close()
    this.#database = undefined
    this.#connection = undefined
  }

  #open(): SqliteConnection {
    if (!this.#connection) throw new Error('The SQLite connection is closed.')
    return this.#connection
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** Opens a SQLite file with the pragmas Liuke relies on. */
export function openSqlite(options: SqliteOptions): Database.Database {
  const database = new Database(options.file, { timeout: 5_000 })
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${options.synchronous === 'full' ? 'FULL' : 'NORMAL'}`)
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('mmap_size = 268435456')
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
