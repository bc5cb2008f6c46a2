/** Restores into a PostgreSQL database: everything in one transaction. */

import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import pg from 'pg'
import { LiukeError, messageOf } from '../../errors.ts'
import { openDatabase } from '../database.ts'
import type { ErasureOrdersTable } from '../schema.ts'
import type { Erasure } from './erasures.ts'
import { type AnyDatabase, load } from './load.ts'
import { MIGRATION_TABLES } from './rows.ts'
import { openSaved } from './saved.ts'
import { keystoreUnreadable, NOT_DATA, type RestoreTarget, targetInUse } from './target.ts'

/** Shared by both targets of one restore, which so do not take each other for a server. */
const OUR_NAME = `liuke-restore-${randomUUID()}`

/**
 * Takes a PostgreSQL database for itself alone: its tables are locked until the end.
 * @param evenIfUsed goes on while others are connected; their statements wait, then find the new tables
 * @throws LiukeError `restore_target_in_use`, `restore_foreign_tables`, `database_unavailable`
 */
export async function openPostgresTarget(
  url: string,
  migrations: Record<string, Migration>,
  evenIfUsed: boolean,
): Promise<RestoreTarget> {
  const client = new pg.Client({ connectionString: url, application_name: OUR_NAME })
  // The statement that meets a lost connection tells of it.
  client.on('error', () => undefined)
  // One connection for everything; its end undoes what was not committed, also when something hangs.
  const only = Object.assign(client, { release: () => undefined })
  const db: AnyDatabase = new Kysely({
    dialect: new PostgresDialect({
      pool: { connect: async () => only, end: () => client.end(), options: {} },
    }),
  })
  try {
    await client.connect()
    if (!evenIfUsed) await refuseIfUsed(db)
    const trx = await db.startTransaction().execute()
    await sql`set local lock_timeout = '60s'`.execute(trx)
    await sql`set local statement_timeout = 0`.execute(trx)
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx)
    const tables = await tablesIn(trx)
    await refuseForeignTables(trx, tables, migrations)
    if (tables.length > 0) {
      await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in access exclusive mode`.execute(
        trx,
      )
    }
    return {
      holdsData: await hasRows(trx, tables),
      erasures: () => erasuresIn(trx, tables),
      orders: () => ordersIn(trx, tables),
      async stage(what) {
        for (const name of tables) await sql`drop table ${sql.table(name)} cascade`.execute(trx)
        const rows = await openSaved(what.folder, what.saved)
        try {
          const { onRows } = what
          await load(trx, 'postgres', {
            rows,
            migrations: what.migrations,
            expected: what.saved.rows,
            onRows,
          })
          await what.finish(trx)
        } finally {
          await rows.close()
        }
      },
      async commit() {
        await trx.commit().execute()
        await db.destroy()
      },
      abandon: () => db.destroy(),
    }
  } catch (error) {
    // Ends the connection, and with it the transaction.
    await db.destroy()
    if (error instanceof LiukeError) throw error
    throw new LiukeError(
      'database_unavailable',
      `The database to restore into cannot be used: ${messageOf(error)}`,
      'Check DATABASE_URL and KEYSTORE_URL, that the server runs, and that nobody holds its tables.',
      { cause: error },
    )
  }
}

async function refuseIfUsed(db: AnyDatabase): Promise<void> {
  const { rows } = await sql<{ n: string }>`
    select count(*) as n from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend'
       and pid <> pg_backend_pid() and application_name <> ${OUR_NAME}`.execute(db)
  const others = Number(rows[0]?.n)
  if (others === 0) return
  throw targetInUse(
    `the PostgreSQL database (${others} other connections)`,
    'Stop it. When they belong to something else, repeat the command with --yes.',
  )
}

async function tablesIn(trx: AnyDatabase): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
     order by relname`.execute(trx)
  return rows.map(({ name }) => name)
}

/** Tables that no migration of this version made may be another program's, unless a newer Liuke was here. */
async function refuseForeignTables(
  trx: AnyDatabase,
  tables: readonly string[],
  migrations: Record<string, Migration>,
): Promise<void> {
  if (tables.includes('kysely_migration')) {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(trx)
    if (rows.some(({ name }) => migrations[name] === undefined)) return
  }
  const ours = await tablesOfMigrations(migrations)
  const foreign = tables.filter((name) => !ours.has(name))
  if (foreign.length === 0) return
  throw new LiukeError(
    'restore_foreign_tables',
    `The database holds tables that are not Liuke's: ${foreign.join(', ')}.`,
    'Restore into a database that is for Liuke alone, or move these tables to another schema.',
  )
}

async function tablesOfMigrations(migrations: Record<string, Migration>): Promise<Set<string>> {
  const scratch = await openDatabase<Record<string, never>>('sqlite::memory:', migrations)
  try {
    const tables = await scratch.db.introspection.getTables()
    return new Set([...tables.map(({ name }) => name), ...MIGRATION_TABLES])
  } finally {
    await scratch.close()
  }
}

async function hasRows(trx: AnyDatabase, tables: readonly string[]): Promise<boolean> {
  for (const name of tables) {
    if (NOT_DATA.includes(name) || MIGRATION_TABLES.includes(name)) continue
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(trx)
    if (rows.length > 0) return true
  }
  return false
}

async function erasuresIn(trx: AnyDatabase, tables: readonly string[]): Promise<Erasure[]> {
  if (!tables.includes('erasures')) return []
  try {
    const { rows } = await sql<{ subject_id: string; erased_at: string }>`
      select subject_id, erased_at from erasures`.execute(trx)
    return rows.map((row) => ({ subject_id: row.subject_id, erased_at: Number(row.erased_at) }))
  } catch (error) {
    throw keystoreUnreadable('on PostgreSQL', error)
  }
}

async function ordersIn(trx: AnyDatabase, tables: readonly string[]): Promise<ErasureOrdersTable[]> {
  if (!tables.includes('erasure_orders')) return []
  try {
    const { rows } = await sql<
      Omit<ErasureOrdersTable, 'ordered_at' | 'done_at'> & { ordered_at: string; done_at: string | null }
    >`select * from erasure_orders`.execute(trx)
    return rows.map((row) => ({
      ...row,
      ordered_at: Number(row.ordered_at),
      done_at: row.done_at === null ? null : Number(row.done_at),
    }))
  } catch (error) {
    throw keystoreUnreadable('on PostgreSQL', error)
  }
}
