/** What channels beside the website need: addresses, parts of messages, files, tokens shared between processes. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const channels: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await db.schema
      .alterTable('conversations')
      .addColumn('shared', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('outbox')
      .addColumn('parts_sent', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('outbox').addColumn('external_id', 'text').execute()
    await sql`create index outbox_by_message on outbox (message_id)`.execute(db)
    await db.schema
      .createIndex('outbox_by_conversation')
      .on('outbox')
      .columns(['conversation_id', 'seq'])
      .execute()
    await sql`create index outbox_due on outbox (due_at) where status = 'pending'`.execute(db)
    await sql`create index outbox_leased on outbox (lease_until) where status = 'sending'`.execute(db)
    await sql`create index notices_due on notices (due_at) where status = 'pending'`.execute(db)
    await sql`create index notices_leased on notices (lease_until) where status = 'sending'`.execute(db)
    await sql`create index outbox_held on outbox (conversation_id) where status = 'held'`.execute(db)
    await db.schema
      .createTable('addresses')
      .addColumn('conversation_id', 'text', (c) => c.primaryKey().references('conversations.id'))
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('account', 'text', (c) => c.notNull())
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('window_until', 'bigint')
      .addColumn('messages_left', 'integer')
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('files')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('media_type', 'text', (c) => c.notNull())
      .addColumn('size', 'integer')
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('files_by_conversation').on('files').column('conversation_id').execute()
    await sql`create index files_waiting on files (due_at) where status = 'waiting'`.execute(db)
    await sql`create index files_on_trial on files (lease_until) where status = 'stored' and lease_until is not null`.execute(
      db,
    )
    await db.schema
      .createTable('file_contents')
      .addColumn('file_id', 'text', (c) => c.primaryKey().references('files.id'))
      .addColumn('content', blob, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('channel_tokens')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('sealed', blob)
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint')
      .execute()
  },
}
