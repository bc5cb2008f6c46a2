/** The writing side of SQLite: one writer at a time, and one commit for all that come together. */

import Database from 'better-sqlite3'
import type { CompiledQuery, QueryResult } from 'kysely'

/** Different SQL texts kept prepared; the product has far fewer, so the cap only bounds mistakes. */
const MAX_STATEMENTS = 500
/** Most writers that share one transaction; bounds how long the first of them waits. */
const MAX_GROUP = 64

/** One open SQLite connection with its prepared statements. */
export class Handle {
  readonly database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  constructor(database: Database.Database) {
    this.database = database
  }

  execute<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#prepare(query.sql)
    if (statement.reader) {
      // Kysely states the row type; SQLite cannot check it.
      return { rows: statement.all(...query.parameters) as R[] }
    }
    const { changes, lastInsertRowid } = statement.run(...query.parameters)
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] }
  }

  run(sql: string): void {
    this.#prepare(sql).run()
  }

  #prepare(sql: string): Database.Statement {
    const cached = this.#statements.get(sql)
    if (cached) return cached
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear()
    const statement = this.database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/**
 * The writing connection, held by one writer at a time. Writers that come in the same round of the
 * event loop share one SQLite transaction: each runs in a savepoint of its own, and all are told that
 * they are committed when the shared transaction is. Under load this writes a page that many of them
 * touch once, and costs one commit instead of many; a lone writer commits as soon as the loop turns.
 */
export class Writer {
  readonly handle: Handle
  readonly #busyTimeoutMs: number
  #held = false
  readonly #waiting: (() => void)[] = []
  /** Members of the shared transaction that wait for its commit; undefined while none is open. */
  #group: { resolve: () => void; reject: (error: unknown) => void }[] | undefined

  constructor(handle: Handle, busyTimeoutMs: number) {
    this.handle = handle
    this.#busyTimeoutMs = busyTimeoutMs
  }

  async hold(): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#held = true
  }

  /** Lets the next writer in. */
  letGo(): void {
    if (this.#group && this.#group.length >= MAX_GROUP) this.#commitGroup()
    const next = this.#waiting.shift()
    if (next) next()
    else this.#held = false
  }

  /** Commits what is open; for closing. */
  finish(): void {
    if (this.#group) this.#commitGroup()
  }

  /** Begins a member's part; it must hold the connection. */
  async begin(): Promise<void> {
    if (!this.#group) {
      await this.#whenFree(() => this.handle.run('begin immediate'))
      this.#group = []
      setImmediate(() => this.#commitWhenFree())
    }
    this.handle.run('savepoint member')
  }

  /** Ends a member's part and lets the next one in. @returns settles with the commit of all */
  commit(): Promise<void> {
    return new Promise((resolve, reject) => {
      try {
        this.handle.run('release member')
        this.#group?.push({ resolve, reject })
      } catch (error) {
        this.#failGroup(error)
        reject(error)
      }
      this.letGo()
    })
  }

  /**
   * Takes a member's part back and lets the next one in. Settles with the commit of the others: what
   * the member saw of theirs is then what anybody reads.
   */
  rollback(): Promise<void> {
    return new Promise((resolve) => {
      try {
        this.handle.run('rollback to member')
        this.handle.run('release member')
        this.#group?.push({ resolve, reject: () => resolve() })
      } catch (error) {
        // SQLite ended the whole transaction by itself (disk full, for one): nobody's part was kept.
        this.#failGroup(error)
        resolve()
      }
      this.letGo()
    })
  }

  /** A single statement outside any transaction; it must hold the connection. */
  async execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#group) this.#commitGroup()
    return this.#whenFree(() => this.handle.execute<R>(query))
  }

  /** Commits once the requests that arrived together have had their say; a member still at work goes first. */
  #commitWhenFree(): void {
    if (!this.#group) return
    if (this.#held) setImmediate(() => this.#commitWhenFree())
    else this.#commitGroup()
  }

  #commitGroup(): void {
    const members = this.#group ?? []
    this.#group = undefined
    try {
      this.handle.run('commit')
    } catch (error) {
      if (this.handle.database.inTransaction) this.handle.run('rollback')
      for (const member of members) member.reject(error)
      return
    }
    for (const member of members) member.resolve()
  }

  #failGroup(error: unknown): void {
    const members = this.#group ?? []
    this.#group = undefined
    if (this.handle.database.inTransaction) this.handle.run('rollback')
    for (const member of members) member.reject(error)
  }

  /**
   * Tries again while another process holds the write lock. SQLite's own waiting would block the
   * event loop, and deadlock two connections of one process.
   */
  async #whenFree<T>(action: () => T): Promise<T> {
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
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
