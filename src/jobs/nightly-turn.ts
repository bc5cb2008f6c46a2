/** Of all processes on one database, one makes the backup of a night. */

import path from 'node:path'
import pg from 'pg'
import type { Config } from '../config.ts'
import { newestBackupAt } from '../storage/backup/folder.ts'
import { takeLockFile } from '../storage/backup/lock-file.ts'
import { parseDatabaseUrl } from '../storage/database.ts'

/** `made`: by this process now; `had`: another had made it; `busy`: another is at it. */
export type NightlyOutcome = 'made' | 'had' | 'busy'

/** Any number that nothing else of Liuke locks. */
const ADVISORY_LOCK = 5_143_976_201
const SETTING = 'backup.nightly_at'

/**
 * Runs `make` unless a nightly backup was made since `since` or another process is at it. On PostgreSQL
 * the processes may run on different machines with folders of their own, so the database keeps the lock
 * and the time; on SQLite they share the folder.
 */
export async function inTurn(
  config: Pick<Config, 'DATABASE_URL' | 'BACKUP_FOLDER'>,
  since: number,
  make: () => Promise<void>,
  now: () => number,
): Promise<NightlyOutcome> {
  const address = parseDatabaseUrl(config.DATABASE_URL)
  return address.engine === 'postgres'
    ? inTurnOnPostgres(address.url, since, make, now)
    : inTurnInFolder(config.BACKUP_FOLDER, since, make)
}

/** When the newest backup of this database was made, here or by any process; null without one. */
export async function newestAt(
  config: Pick<Config, 'DATABASE_URL' | 'BACKUP_FOLDER'>,
): Promise<number | null> {
  const here = await newestBackupAt(config.BACKUP_FOLDER)
  const address = parseDatabaseUrl(config.DATABASE_URL)
  if (address.engine === 'sqlite') return here
  const anywhere = await withClient(address.url, readTime)
  return here === null || anywhere === null ? (here ?? anywhere) : Math.max(here, anywhere)
}

async function inTurnInFolder(
  folder: string,
  since: number,
  make: () => Promise<void>,
): Promise<NightlyOutcome> {
  const lock = await takeLockFile(path.join(folder, '.nightly.lock'))
  if (!lock) return 'busy'
  try {
    if (isSince(await newestBackupAt(folder, 'nightly'), since)) return 'had'
    await make()
    return 'made'
  } finally {
    await lock.release()
  }
}

function inTurnOnPostgres(
  url: string,
  since: number,
  make: () => Promise<void>,
  now: () => number,
): Promise<NightlyOutcome> {
  return withClient(url, async (client) => {
    // Goes with the connection, so a process that dies holds nobody up.
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      ADVISORY_LOCK,
    ])
    if (!rows[0]?.mine) return 'busy'
    if (isSince(await readTime(client), since)) return 'had'
    const begun = now()
    await make()
    await client.query(
      'insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
      [SETTING, String(begun)],
    )
    return 'made'
  })
}

async function readTime(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ value: string }>('select value from settings where key = $1', [
    SETTING,
  ])
  return rows[0] ? Number(rows[0].value) : null
}

function isSince(made: number | null, since: number): boolean {
  return made !== null && made >= since
}

async function withClient<T>(url: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // The query that meets a lost connection tells of it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await action(client)
  } finally {
    await client.end()
  }
}
