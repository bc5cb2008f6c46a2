/** Puts a backup into force, and keeps erased whoever was erased, before or after it was made. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { LiukeError } from '../../errors.ts'
import { parseDatabaseUrl } from '../database.ts'
import { type EverybodyErased, everyErasure } from '../erasure-orders.ts'
import { keysFrom, type MasterKeys, plainKeys, readKeySettings } from '../master-key.ts'
import { keystoreMigrations, migrations as mainMigrations } from '../migrations/index.ts'
import type { KeystoreSchema, Schema } from '../schema.ts'
import { addOrders, replayErasures } from './erasures.ts'
import type { AnyDatabase } from './load.ts'
import type { Manifest, SavedDatabase } from './manifest.ts'
import { openPostgresTarget } from './postgres-target.ts'
import type { OnProgress } from './progress.ts'
import { openSqliteTarget } from './sqlite-target.ts'
import type { RestoreTarget } from './target.ts'
import { verifyBackup } from './verify.ts'

/** What to restore, and where to. */
export interface RestorePlan {
  /** Folder of the backup. */
  readonly folder: string
  readonly databaseUrl: string
  readonly keystoreUrl: string
  readonly masterKey: Uint8Array
  /** Replaces what is there, and goes on while others are connected to PostgreSQL. */
  readonly overwrite: boolean
  /**
   * Takes everything of erased people out of the restored main database, in the transaction it is filled in.
   * Without it their data stays there unreadable until the next start of the server.
   * @returns how many rows that were
   */
  readonly replay?: (main: Kysely<Schema>, erased: EverybodyErased, keys: MasterKeys) => Promise<number>
}

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest
  /** Erasures that were known here and not to the backup. */
  readonly erasuresReplayed: number
  /** Keys of erased people that the backup still had. */
  readonly keysDestroyed: number
  /** Rows of erased people that the backup still had. */
  readonly rowsErased: number
}

/** The migrations of both databases; others are for tests of upgrades. */
export interface MigrationsOfBoth {
  readonly main: Record<string, Migration>
  readonly keys: Record<string, Migration>
}

const current: MigrationsOfBoth = { main: mainMigrations, keys: keystoreMigrations }

/**
 * Verifies a backup and restores it, into either engine. Whatever fails, the data that is there stays.
 * @throws LiukeError `backup_missing`, `backup_damaged`, `backup_newer`, `restore_target_in_use`,
 *   `restore_target_not_empty`, `restore_foreign_tables`, `keystore_unreadable`, `restore_failed`
 */
export async function restoreBackup(
  plan: RestorePlan,
  onProgress: OnProgress = () => undefined,
  migrations: MigrationsOfBoth = current,
): Promise<Restored> {
  const manifest = await verified(plan, onProgress)
  refuseNewer(manifest.databases.main, migrations.main)
  refuseNewer(manifest.databases.keys, migrations.keys)
  const open: RestoreTarget[] = []
  try {
    const main = await openTarget(plan.databaseUrl, migrations.main, plan.overwrite)
    open.push(main)
    const keys = await openTarget(plan.keystoreUrl, migrations.keys, plan.overwrite)
    open.push(keys)
    if (!plan.overwrite) refuseFull(main, keys)
    // Held against every other process, so none can be added from here on.
    const erasures = await keys.erasures()
    const orders = await keys.orders()
    const { folder } = plan
    const outcome = { erasuresReplayed: 0, keysDestroyed: 0, rowsErased: 0 }
    let erased: EverybodyErased = { subjectIds: [], orders: [] }
    let opened = plainKeys(plan.masterKey)
    // Keys first: then everybody is known who is on the list of now or on that of the backup.
    await keys.stage({
      folder,
      saved: manifest.databases.keys,
      migrations: migrations.keys,
      onRows: counter('restoring the keys', manifest.databases.keys, onProgress),
      async finish(db) {
        const keystore = asKeystore(db)
        const before = await countErasures(keystore)
        outcome.keysDestroyed = await replayErasures(keystore, erasures)
        await addOrders(keystore, orders)
        outcome.erasuresReplayed = (await countErasures(keystore)) - before
        erased = await everyErasure(keystore)
        opened = keysFrom(await readKeySettings(keystore), plan.masterKey)
      },
    })
    await main.stage({
      folder,
      saved: manifest.databases.main,
      migrations: migrations.main,
      onRows: counter('restoring the main database', manifest.databases.main, onProgress),
      async finish(db) {
        if (!plan.replay) return
        onProgress({ doing: 'erasing again who was erased', share: 0 })
        outcome.rowsErased = await plan.replay(asMain(db), erased, opened)
        onProgress({ doing: 'erasing again who was erased', share: 1 })
      },
    })
    // Should the process die between the two, the keys of now still open the data of then.
    await main.commit()
    await keys.commit()
    onProgress({ doing: 'restored', share: 1 })
    return { manifest, ...outcome }
  } finally {
    for (const target of open) await target.abandon()
  }
}

async function verified(plan: RestorePlan, onProgress: OnProgress): Promise<Manifest> {
  const { manifest, problems } = await verifyBackup(plan.folder, plan.masterKey, onProgress)
  if (manifest && problems.length === 0) return manifest
  throw new LiukeError(
    'backup_damaged',
    `The backup cannot be restored:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`,
    'Use another backup, or the LIUKE_MASTER_KEY it was made with.',
  )
}

function refuseNewer(saved: SavedDatabase, migrations: Record<string, Migration>): void {
  const unknown = saved.migrations.filter((name) => migrations[name] === undefined)
  if (unknown.length === 0) return
  throw new LiukeError(
    'backup_newer',
    `The backup was made by a newer version of Liuke (${saved.file} has ${unknown.join(', ')}).`,
    'Restore it with that version.',
  )
}

function refuseFull(main: RestoreTarget, keys: RestoreTarget): void {
  const full = [main.holdsData ? 'The main database' : '', keys.holdsData ? 'the key database' : ''].filter(
    Boolean,
  )
  if (full.length === 0) return
  throw new LiukeError(
    'restore_target_not_empty',
    `${full.join(' and ')} would be replaced.`,
    'Back up what is there, then repeat the command with --yes.',
  )
}

function openTarget(
  url: string,
  migrations: Record<string, Migration>,
  overwrite: boolean,
): Promise<RestoreTarget> {
  const address = parseDatabaseUrl(url)
  return address.engine === 'sqlite'
    ? openSqliteTarget(address.file)
    : openPostgresTarget(address.url, migrations, overwrite)
}

function counter(doing: string, saved: SavedDatabase, onProgress: OnProgress): (count: number) => void {
  const total = Object.values(saved.rows).reduce((sum, n) => sum + n, 0)
  let done = 0
  onProgress({ doing, share: 0 })
  return (count) => {
    done += count
    onProgress({ doing, share: done / Math.max(1, total) })
  }
}

/** A key database has been migrated before it is handed on, so it has these tables. */
function asKeystore(db: AnyDatabase): Kysely<KeystoreSchema> {
  return db as unknown as Kysely<KeystoreSchema>
}

/** A main database has been migrated before it is handed on, so it has these tables. */
function asMain(db: AnyDatabase): Kysely<Schema> {
  return db as unknown as Kysely<Schema>
}

async function countErasures(keystore: Kysely<KeystoreSchema>): Promise<number> {
  const { n } = await keystore
    .selectFrom('erasures')
    .select((e) => e.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}
