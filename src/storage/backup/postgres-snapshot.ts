/** Reads one moment of a PostgreSQL database, in constant memory. */

import pg from 'pg'
import { LiukeError, messageOf } from '../../errors.ts'
import {
  type Batch,
  batchRows,
  inForeignKeyOrder,
  MIGRATION_TABLES,
  type Snapshot,
  type Table,
  type Value,
} from './rows.ts'

type Reader = (text: string) => Value

interface PostgresTable extends Table {
  /** How the text of each column becomes a value. */
  readonly readers: readonly Reader[]
}

const asText: Reader = (text) => text
const asWhole: Reader = (text) => {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
const asBytes: Reader = (text) => Buffer.from(text.slice(2), 'hex')

/** The column types that mean the same in both engines, by PostgreSQL's names for them. */
const readers: Readonly<Record<string, Reader>> = {
  text: asText,
  'character varying': asText,
  bigint: asWhole,
  integer: asWhole,
  smallint: asWhole,
  'double precision': Number,
  bytea: asBytes,
}

/**
 * Connects to a PostgreSQL database and holds the state it has now, whoever writes meanwhile.
 * @param types `every type` reads also columns of types that only PostgreSQL has, as their text
 * @throws LiukeError `database_unavailable`, `backup_column_type` for a column that could not be
 *   restored into the other engine
 */
export async function openPostgresSnapshot(
  url: string,
  types: 'both engines' | 'every type' = 'both engines',
): Promise<Snapshot> {
  // Everything is taken as text and read by the column's type; rounding is nobody else's decision.
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => String } })
  let lost: Error | undefined
  client.on('error', (error) => {
    // Told by the next query; without a listener it would end the process.
    lost = error
  })
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local statement_timeout = 0')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const tables = await tablesOf(client, types === 'every type')
    return {
      tables,
      migrations: await migrationsOf(client),
      count: (table) => countRows(client, table),
      batches: () => batchesOf(client, tables),
      async close() {
        if (!lost) await client.query('rollback')
        await client.end()
      },
    }
  } catch (cause) {
    await client.end().catch(() => undefined)
    if (cause instanceof LiukeError) throw cause
    throw new LiukeError(
      'database_unavailable',
      `The database cannot be read: ${messageOf(lost ?? cause)}`,
      'Check DATABASE_URL and KEYSTORE_URL, and that the server runs.',
      { cause },
    )
  }
}

async function tablesOf(client: pg.Client, everyType: boolean): Promise<PostgresTable[]> {
  const columns = await client.query<{ table: string; column: string; type: string }>(
    `select c.relname as "table", a.attname as "column",
            regexp_replace(format_type(a.atttypid, a.atttypmod), '\\(.*', '') as type
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by c.relname, a.attnum`,
  )
  const references = await client.query<{ table: string; refers_to: string }>(
    `select distinct c.relname as "table", f.relname as refers_to
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
      where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`,
  )
  const tables = [...Map.groupBy(columns.rows, (row) => row.table)]
    .filter(([name]) => !MIGRATION_TABLES.includes(name))
    .map(([name, own]) => ({
      name,
      columns: own.map((row) => row.column),
      readers: own.map((row) => (everyType ? (readers[row.type] ?? asText) : readerOf(row))),
      references: references.rows.filter((row) => row.table === name).map((row) => row.refers_to),
    }))
  return inForeignKeyOrder(tables)
}

function readerOf({ table, column, type }: { table: string; column: string; type: string }): Reader {
  const reader = readers[type]
  if (reader) return reader
  throw new LiukeError(
    'backup_column_type',
    `Column ${table}.${column} is of type ${type}, which only PostgreSQL has.`,
    `Use one of ${Object.keys(readers).join(', ')} in the migration.`,
  )
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const known = await client.query<{ found: string | null }>(
    `select to_regclass('kysely_migration') as found`,
  )
  if (known.rows[0]?.found == null) return []
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration')
  return rows.map((row) => row.name).sort()
}

async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from ${pg.escapeIdentifier(table)}`,
  )
  return Number(rows[0]?.n)
}

async function* batchesOf(client: pg.Client, tables: readonly PostgresTable[]): AsyncGenerator<Batch> {
  for (const { name, columns, readers: read } of tables) {
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
    await client.query(`declare backup no scroll cursor for select ${list} from ${pg.escapeIdentifier(name)}`)
    for (let more = true; more; ) {
      const { rows } = await client.query<(string | null)[]>({
        text: `fetch ${batchRows(name)} from backup`,
        rowMode: 'array',
      })
      yield {
        table: name,
        columns,
        rows: rows.map((row) => row.map((text, i) => (text === null ? null : (read[i] ?? asText)(text)))),
      }
      more = rows.length === batchRows(name)
    }
    await client.query('close backup')
  }
}
