/** Tables of computed insight, and the indexes its readers go by. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const insight: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('insight_results')
      .addColumn('kind', 'text', (c) =>
        c.notNull().check(sql`kind in ('segments', 'rules', 'forecast', 'words')`),
      )
      .addColumn('computed_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('insight_results_pk', ['kind', 'computed_at'])
      .execute()
    await db.schema
      .createTable('insight_runs')
      .addColumn('kind', 'text', (c) =>
        c.primaryKey().check(sql`kind in ('segments', 'rules', 'forecast', 'words')`),
      )
      .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('idle', 'running', 'failed')`))
      .addColumn('run', 'text', (c) => c.notNull())
      .addColumn('step', 'text')
      .addColumn('share', 'double precision')
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('beat_at', 'bigint', (c) => c.notNull())
      .addColumn('failure', 'text')
      .execute()
    // What customers wrote and were answered is read by days; the newest row is always the last of the index.
    await sql`create index messages_by_customers on messages (created_at) where role = 'user' and type = 'message'`.execute(
      db,
    )
    await sql`create index decisions_by_time on decisions (created_at) where entry is not null`.execute(db)
  },
}
