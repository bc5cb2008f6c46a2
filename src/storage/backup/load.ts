/** Fills an empty database with the rows of a backup, and brings it from the backup's version to this one. */

import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { LiukeError, messageOf } from '../../errors.ts'
import type { DatabaseAddress } from '../database.ts'
import type { Batch, RowCounts, Rows } from './rows.ts'

/** A database whose tables are known only when it runs. */
export type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>

/** Both engines refuse statements with more values than about 32,000. */
const MOST_VALUES = 20_000
const MOST_ROWS = 200

/** How a backup is put into a database. */
export interface Load {
  readonly rows: Rows
  readonly migrations: Record<string, Migration>
  /** Rows of each table that the manifest promises. */
  readonly expected: RowCounts
  /** Told how many rows were put in since the last time. */
  onRows(count: number): void
}

/**
 * Makes the tables as they were at the time of the backup, fills them, and runs the migrations that came
 * later. All of it happens in the transaction that is handed in, so that a failure leaves nothing.
 * @throws LiukeError `restore_failed`
 */
export async function load(trx: AnyDatabase, engine: DatabaseAddress['engine'], what: Load): Promise<void> {
  const then = Object.fromEntries(
    Object.entries(what.migrations).filter(([name]) => what.rows.migrations.includes(name)),
  )
  await migrate(trx, then)
  if (engine === 'sqlite') {
    // Until the commit, which then checks all of them.
    await sql`pragma defer_foreign_keys = on`.execute(trx)
    await fill(trx, what)
  } else {
    await withDeferredForeignKeys(trx, () => fill(trx, what))
    await advanceSequences(trx)
  }
  await migrate(trx, what.migrations)
}

async function migrate(trx: AnyDatabase, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw failed(messageOf(error), error)
}

async function fill(trx: AnyDatabase, { rows, expected, onRows }: Load): Promise<void> {
  // A migration may have put rows of its own there; the backup has what became of them.
  for (const table of Object.keys(expected)) await sql`delete from ${sql.table(table)}`.execute(trx)
  const loaded: RowCounts = {}
  for await (const batch of rows.batches()) {
    await insert(trx, batch)
    loaded[batch.table] = (loaded[batch.table] ?? 0) + batch.rows.length
    onRows(batch.rows.length)
  }
  const differing = Object.keys({ ...expected, ...loaded }).filter((t) => expected[t] !== loaded[t])
  if (differing.length > 0) throw failed(`not all rows of ${differing.join(', ')} arrived`)
}

async function insert(trx: AnyDatabase, { table, columns, rows }: Batch): Promise<void> {
  const size = Math.min(MOST_ROWS, Math.max(1, Math.floor(MOST_VALUES / columns.length)))
  for (let at = 0; at < rows.length; at += size) {
    const records = rows
      .slice(at, at + size)
      .map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
    try {
      await trx.insertInto(table).values(records).execute()
    } catch (error) {
      throw failed(`the database refused rows of ${table}: ${messageOf(error)}`, error)
    }
  }
}

/** Lets rows refer to rows that come later. */
async function withDeferredForeignKeys(trx: AnyDatabase, action: () => Promise<void>): Promise<void> {
  const { rows: keys } = await sql<{ table: string; name: string }>`
    select c.relname as "table", k.conname as name
      from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and not k.condeferrable
       and c.relnamespace = current_schema()::regnamespace`.execute(trx)
  const alter = async (how: string) => {
    for (const { table, name } of keys) {
      await sql`alter table ${sql.table(table)} alter constraint ${sql.ref(name)} ${sql.raw(how)}`.execute(
        trx,
      )
    }
  }
  await alter('deferrable initially deferred')
  await action()
  await sql`set constraints all immediate`.execute(trx)
  await alter('not deferrable')
}

/** Rows came with their numbers; the next new one must not be given one of them again. */
async function advanceSequences(trx: AnyDatabase): Promise<void> {
  const { rows } = await sql<{ table: string; column: string; sequence: string }>`
    select c.relname as "table", a.attname as "column", s.sequence
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      cross join lateral pg_get_serial_sequence(quote_ident(c.relname), a.attname) as s(sequence)
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and s.sequence is not null`.execute(
    trx,
  )
  for (const { table, column, sequence } of rows) {
    await sql`select setval(${sequence}::regclass, max(${sql.ref(column)})) from ${sql.table(table)}
      having max(${sql.ref(column)}) is not null`.execute(trx)
  }
}

function failed(how: string, cause?: unknown): LiukeError {
  return new LiukeError(
    'restore_failed',
    `The backup could not be restored: ${how}.`,
    'The data from before is as it was. Try another backup, or report this.',
    { cause },
  )
}
