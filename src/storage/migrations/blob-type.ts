/** The column type for bytes, which the engines name differently. */

import { type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely'

/** `bytea` on PostgreSQL, `blob` on SQLite. */
export function blobType(db: Kysely<unknown>): RawBuilder<unknown> {
  return db.getExecutor().adapter instanceof SqliteAdapter ? sql`blob` : sql`bytea`
}
