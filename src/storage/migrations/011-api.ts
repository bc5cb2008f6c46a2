/** Tables of the public API: tokens, webhooks and what is to be delivered to them. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const api: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await db.schema
      .createTable('api_tokens')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull().unique())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .addColumn('last_used_at', 'bigint')
      .execute()
    await db.schema
      .createTable('webhooks')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('events', 'text', (c) => c.notNull())
      .addColumn('with_text', 'integer', (c) => c.notNull())
      .addColumn('secret', blob, (c) => c.notNull())
      .addColumn('previous_secret', blob)
      .addColumn('previous_until', 'bigint')
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('failing_since', 'bigint')
      .addColumn('last_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('webhook_feed')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('audit_seq', 'bigint', (c) => c.notNull())
      .addColumn('scanned_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('webhook_marks')
      .addColumn('conversation_id', 'text', (c) => c.primaryKey())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('webhook_deliveries')
      .addColumn('webhook_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('occurred_at', 'bigint', (c) => c.notNull())
      .addColumn('conversation_id', 'text')
      .addColumn('customer_id', 'text')
      .addColumn('data', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint')
      .addColumn('first_tried_at', 'bigint')
      .addColumn('last_status', 'integer')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('settled_at', 'bigint')
      .addPrimaryKeyConstraint('webhook_deliveries_pk', ['webhook_id', 'seq'])
      .execute()
    await sql`create index webhook_deliveries_open on webhook_deliveries (webhook_id, seq) where status in ('pending', 'sending')`.execute(
      db,
    )
    for (const column of ['conversation_id', 'customer_id', 'settled_at'])
      await sql`create index ${sql.ref(`webhook_deliveries_by_${column}`)} on webhook_deliveries (${sql.ref(column)}) where ${sql.ref(column)} is not null`.execute(
        db,
      )
    // Lists of the API go by the time of their rows.
    for (const table of ['conversations', 'tickets', 'tasks', 'orders'])
      await db.schema.createIndex(`${table}_by_time`).on(table).columns(['created_at', 'id']).execute()
  },
}
