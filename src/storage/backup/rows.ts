/** What a database holds, independent of its engine: tables, rows, values, and snapshots they are read from. */

/** A value as it travels between engines. Whole numbers beyond 2^53 are `bigint`. */
export type Value = string | number | bigint | Buffer | null

/** A table and the tables its foreign keys point to. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly references: readonly string[]
}

/** Some rows of one table; every table gives at least one batch, which may have no rows. */
export interface Batch {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** Rows of a whole database, table by table, each after the tables it refers to. */
export interface Rows {
  /** Migrations that had been run, in order. */
  readonly migrations: readonly string[]
  batches(): AsyncIterable<Batch>
}

/** One moment of a database: whatever is written meanwhile is not in it. */
export interface Snapshot extends Rows {
  readonly tables: readonly Table[]
  count(table: string): Promise<number>
  /** Ends the snapshot and its connection. */
  close(): Promise<void>
}

/** Rows of each table by its name. */
export type RowCounts = Record<string, number>

/** Tables in which Kysely keeps which migrations ran; made again by the migrations, hence never copied. */
export const MIGRATION_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock']

/** Tables whose rows may have megabytes each. */
const LARGE_ROWS: ReadonlySet<string> = new Set(['file_contents'])

/** How many rows of a table are read at a time, which bounds the memory that a backup needs. */
export function batchRows(table: string): number {
  return LARGE_ROWS.has(table) ? 8 : 500
}

/**
 * Orders tables so that each comes after those it refers to, otherwise by name. In a circle the
 * first by name comes first; a table that refers to itself is nothing special.
 */
export function inForeignKeyOrder<T extends Table>(tables: readonly T[]): T[] {
  const byName = new Map(
    tables.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((table) => [table.name, table]),
  )
  const ordered = new Set<T>()
  const entered = new Set<T>()
  const place = (table: T) => {
    if (entered.has(table)) return
    entered.add(table)
    for (const name of table.references.toSorted()) {
      const referred = byName.get(name)
      if (referred) place(referred)
    }
    ordered.add(table)
  }
  for (const table of byName.values()) place(table)
  return [...ordered]
}
