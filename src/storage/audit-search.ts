/** Finds rows of the audit log by who, what, on what and when; reads no more than a stretch of it at a time. */

import { type Kysely, sql } from 'kysely'
import type { AuditTable, Schema } from './schema.ts'

/** What is looked for; what is left out is not asked. */
export interface AuditFilter {
  /** Whole. */
  readonly actor?: string | undefined
  /** What it begins with: `account.` finds all that was done to accounts. */
  readonly action?: string | undefined
  /** What it begins with. */
  readonly target?: string | undefined
  /** Not older than, in milliseconds since 1970. */
  readonly from?: number | undefined
  /** Older than, in milliseconds since 1970. */
  readonly to?: number | undefined
  /** Only rows before this one. */
  readonly before?: number | undefined
  /** Most rows, 1..1000. */
  readonly limit: number
}

/** Rows, newest first. */
export interface AuditPage<Row> {
  readonly rows: readonly Row[]
  /** `before` of the next call; null when there is nothing older to look through. */
  readonly next: number | null
}

/**
 * Rows one call looks through: the log has no index but its number, and on SQLite nothing else runs meanwhile.
 * 20,000 rows take some 10 ms.
 */
export const STRETCH_ROWS = 20_000

/** @returns the rows found, which may be none although there is more to look through */
export async function searchAudit(db: Kysely<Schema>, filter: AuditFilter): Promise<AuditPage<AuditTable>> {
  const { actor, action, target, from, to, before, limit } = filter
  const newest = await newestBefore(db, before ?? Number.MAX_SAFE_INTEGER)
  if (!newest) return { rows: [], next: null }
  const first = to === undefined ? newest.seq : await lastOlderThan(db, to, newest.seq)
  const bottom = first - STRETCH_ROWS
  let query = db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '<=', first)
    .where('seq', '>', bottom)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (actor) query = query.where('actor', '=', actor)
  if (action) query = query.where(begins('action', action))
  if (target) query = query.where(begins('target', target))
  if (from !== undefined) query = query.where('at', '>=', from)
  const rows = await query.execute()
  if (rows.length === limit) return { rows, next: rows.at(-1)?.seq ?? null }
  const older = await newestBefore(db, bottom + 1)
  return { rows, next: older && older.at >= (from ?? 0) ? bottom + 1 : null }
}

function newestBefore(
  db: Kysely<Schema>,
  before: number,
): Promise<Pick<AuditTable, 'seq' | 'at'> | undefined> {
  return db
    .selectFrom('audit')
    .select(['seq', 'at'])
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The newest row before a moment, found by halving: numbers and times rise together. 0 for none. */
async function lastOlderThan(db: Kysely<Schema>, moment: number, newest: number): Promise<number> {
  let [low, high] = [0, newest]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const row = await newestBefore(db, middle + 1)
    if (!row) return 0
    if (row.at < moment) low = middle
    else high = middle - 1
  }
  return low
}

function begins(column: 'action' | 'target', text: string) {
  const pattern = `${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`
}
