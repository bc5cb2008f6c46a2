/** An installation as checks look at it: settings, secrets, accounts and databases, opened without changing anything. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { CompiledQuery, Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import type { Config } from '../../config.ts'
import { Live } from '../../conversations/live.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import { Audit } from '../../storage/audit.ts'
import { type DatabaseAddress, parseDatabaseUrl } from '../../storage/database.ts'
import { keysFrom, readKeySettings, standingOf } from '../../storage/master-key.ts'
import { keystoreMigrations, migrations } from '../../storage/migrations/index.ts'
import type { KeystoreSchema, Schema } from '../../storage/schema.ts'
import { loadSecrets, type Secrets } from '../../storage/secrets.ts'
import { Vault } from '../../storage/vault.ts'
import { loadWechatAccounts, type WechatAccount } from '../wechat/accounts.ts'
import { skipped } from './check.ts'
import { probe } from './probe.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A database as it was found. */
export type Found<S> =
  /** There is no file yet; nothing was ever started. */
  | { readonly state: 'missing'; readonly address: DatabaseAddress }
  | { readonly state: 'failed'; readonly reason: string }
  | {
      readonly state: 'open'
      readonly address: DatabaseAddress
      readonly db: Kysely<S>
      /** Migrations of this program that the next start will run. */
      readonly missing: readonly string[]
      /** Migrations that only a newer program knows. */
      readonly unknown: readonly string[]
    }

/** What checks work on. */
export interface Installation {
  readonly config: Config
  readonly environment: Environment
  readonly now: () => number
  /** How long asking somebody may take, in milliseconds. */
  readonly timeoutMs: number
  readonly secrets: Secrets | LiukeError
  readonly wechat: readonly WechatAccount[] | LiukeError
  readonly main: Found<Schema>
  readonly keys: Found<KeystoreSchema>
  /** Null unless both databases are open, up to date, and belong to the master key. */
  readonly store: Store | null
  /** Whether the server answers on this machine; null when its port is not known. */
  readonly running: boolean | null
  close(): Promise<void>
}

/** What is looked at, and how. */
export interface LookOptions {
  readonly environment: Environment
  readonly now: () => number
  readonly timeoutMs: number
}

/** Looks at what the settings name. Reads only: makes no file, runs no migration. */
export async function lookAt(config: Config, options: LookOptions): Promise<Installation> {
  const { environment, now, timeoutMs } = options
  // As production does: what the demo would make is not made here.
  const secrets = await orError(loadSecrets({ ...config, mode: 'serve' }))
  const main = await find<Schema>(config.DATABASE_URL, Object.keys(migrations), timeoutMs)
  const keys = await find<KeystoreSchema>(config.KEYSTORE_URL, Object.keys(keystoreMigrations), timeoutMs)
  return {
    config,
    ...options,
    secrets,
    wechat: await orError(loadWechatAccounts(config, environment)),
    main,
    keys,
    store: await storeOver(main, keys, secrets, now),
    running: await isRunning(config, options),
    close: async () => {
      for (const found of [main, keys]) if (found.state === 'open') await found.db.destroy()
    },
  }
}

/** What is found where a check needs the store, and there is none. */
export const NEEDS_STORE = skipped({
  en: 'Needs both databases, up to date and with their master key.',
  zh: '要先有两个数据库，结构是最新的，并且主密钥相符。',
})

/** The file beside which SQLite keeps what is not yet written into it; null for PostgreSQL and memory. */
export function walOf(address: DatabaseAddress): string | null {
  return address.engine === 'sqlite' && address.file !== ':memory:' ? `${address.file}-wal` : null
}

/** The folder a SQLite database lies in; null for PostgreSQL. */
export function folderOf(address: DatabaseAddress): string | null {
  return address.engine === 'sqlite' ? path.dirname(address.file) : null
}

async function orError<T>(work: Promise<T>): Promise<T | LiukeError> {
  try {
    return await work
  } catch (error) {
    if (error instanceof LiukeError) return error
    throw error
  }
}

async function find<S>(url: string, known: readonly string[], timeoutMs: number): Promise<Found<S>> {
  let db: Kysely<S> | undefined
  try {
    const address = parseDatabaseUrl(url)
    if (address.engine === 'sqlite' && !existsSync(address.file)) return { state: 'missing', address }
    db = new Kysely<S>({ dialect: readingDialect(address, timeoutMs) })
    const done = await migrationsOf(db)
    return {
      state: 'open',
      address,
      db,
      missing: known.filter((name) => !done.includes(name)),
      unknown: done.filter((name) => !known.includes(name)),
    }
  } catch (error) {
    await db?.destroy()
    return { state: 'failed', reason: messageOf(error) }
  }
}

function readingDialect(address: DatabaseAddress, timeoutMs: number): SqliteDialect | PostgresDialect {
  if (address.engine === 'sqlite')
    return new SqliteDialect({
      database: new Database(address.file, { readonly: true, fileMustExist: true, timeout: 1_000 }),
    })
  const pool = new pg.Pool({
    connectionString: address.url,
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  // The next query says what is wrong.
  pool.on('error', () => undefined)
  return new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set session characteristics as transaction read only'))
    },
  })
}

/** Names of the migrations a database has had; none in an empty one. */
async function migrationsOf<S>(db: Kysely<S>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await db.executeQuery<{ name: string }>(
    CompiledQuery.raw('select name from kysely_migration order by name'),
  )
  return rows.map(({ name }) => name)
}

async function storeOver(
  main: Found<Schema>,
  keys: Found<KeystoreSchema>,
  secrets: Secrets | LiukeError,
  now: () => number,
): Promise<Store | null> {
  if (main.state !== 'open' || keys.state !== 'open' || secrets instanceof LiukeError) return null
  if (main.missing.length + keys.missing.length + main.unknown.length + keys.unknown.length > 0) return null
  const settings = await readKeySettings(keys.db)
  if (!['in-force', 'next'].includes(standingOf(settings, secrets.masterKey))) return null
  const opened = keysFrom(settings, secrets.masterKey)
  const vault = new Vault(keys.db, opened, now)
  const audit = new Audit(opened.root, vault, now)
  return { db: main.db, engine: main.address.engine, vault, audit, live: new Live(), now }
}

async function isRunning({ HOST, PORT }: Config, { now, timeoutMs }: LookOptions): Promise<boolean | null> {
  if (PORT === 0) return null
  const host =
    HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST.includes(':') ? `[${HOST}]` : HOST
  const answer = await probe(`http://${host}:${PORT}/healthz`, { method: 'GET', timeoutMs, now })
  return 'status' in answer && /"status":/.test(answer.text)
}
