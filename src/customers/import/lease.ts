/** Who is importing: one at a time, and whoever is gone without a word is noticed. */

import os from 'node:os'
import { sql } from 'kysely'
import { newId, type Store, type Trx } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { ImportsTable } from '../../storage/schema.ts'

/** An import that was not heard of for so long is taken for dead, in milliseconds. */
export const SILENCE_MS = 60_000
/** How often one that waits for something says that it lives. */
const BEAT_MS = 5_000

/** The right to import. */
export interface Lease {
  readonly id: string
  /** Says within a transaction that the import goes on. @throws LiukeError `import_lost` */
  renew(trx: Trx): Promise<void>
  /** Stops saying so. */
  end(): void
}

/**
 * Begins an import.
 * @param mapping names of the mappings it reads with
 * @throws LiukeError `import_running` while there is another
 */
export async function beginImport(store: Store, actor: string, mapping: string): Promise<Lease> {
  const id = newId()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    // SQLite has one writer anyway.
    if (store.engine === 'postgres')
      await sql`select pg_advisory_xact_lock(hashtextextended('liuke import', 0))`.execute(trx)
    const others = await trx.selectFrom('imports').selectAll().where('status', '=', 'running').execute()
    for (const other of others) {
      if (isAlive(other, now)) throw running(other, now)
      await trx.updateTable('imports').set({ status: 'dropped' }).where('id', '=', other.id).execute()
    }
    const row = { id, actor, mapping, holder: holder(), started_at: now, beat_at: now, live_at: null }
    await trx
      .insertInto('imports')
      .values({ ...row, status: 'running' })
      .execute()
  })
  const beat = async (db: Store['db']): Promise<void> => {
    const { numUpdatedRows } = await db
      .updateTable('imports')
      .set({ beat_at: store.now() })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw lost()
  }
  // A failure is met again, and told, by the next batch.
  const timer = setInterval(() => void beat(store.db).catch(() => undefined), BEAT_MS)
  timer.unref()
  return { id, renew: beat, end: () => clearInterval(timer) }
}

/** Whether whoever runs an import is still there. */
export function isAlive({ holder: who, beat_at: beat }: ImportsTable, now: number): boolean {
  if (now - beat >= SILENCE_MS) return false
  const [host, pid] = who.split('#')
  if (host !== os.hostname()) return true
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    // It exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function holder(): string {
  return `${os.hostname()}#${process.pid}`
}

function running({ actor, started_at: since, beat_at: beat }: ImportsTable, now: number): LiukeError {
  const [minutes, seconds] = [Math.round((now - since) / 60_000), Math.round((now - beat) / 1_000)]
  return new LiukeError(
    'import_running',
    `Another import is running: begun by ${actor} ${minutes} minutes ago, last heard of ${seconds} seconds ago.`,
    'Wait until it is done. One that was killed is forgotten after a minute.',
  )
}

/** The error for an import that others have given up, or that somebody else's writing got in the way of. */
export function lost(): LiukeError {
  return new LiukeError(
    'import_lost',
    'The import was taken for dead because nothing was heard of it for a minute; nothing was written.',
    'Run it again, with less else to do for the machine.',
  )
}
