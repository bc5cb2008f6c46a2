/** First tables: subjects, conversations, messages, state, decisions, outbox. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const kernel: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await db.schema
      .createTable('subjects')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('identities')
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('user_hash', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('identities_pk', ['channel', 'user_hash'])
      .execute()
    await db.schema
      .createTable('conversations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('user_hash', 'text', (c) => c.notNull())
      .addColumn('owner', 'text', (c) =>
        c.notNull().check(sql`owner in ('bot', 'queued', 'human', 'closed')`),
      )
      .addColumn('agent', 'text')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('last_seq', 'integer', (c) => c.notNull())
      .addColumn('language', 'text')
      .addColumn('locale', 'text')
      .addColumn('queued_at', 'bigint')
      .addColumn('closed_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('conversations_by_owner')
      .on('conversations')
      .columns(['owner', 'queued_at'])
      .execute()
    await db.schema.createIndex('conversations_by_subject').on('conversations').column('subject_id').execute()
    await db.schema
      .createTable('messages')
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('dedupe', 'text')
      .addColumn('reply_to', 'text')
      .addColumn('visible', 'integer', (c) => c.notNull())
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('answered_at', 'bigint')
      .addPrimaryKeyConstraint('messages_pk', ['conversation_id', 'seq'])
      .execute()
    await sql`create unique index messages_by_dedupe on messages (conversation_id, dedupe) where dedupe is not null`.execute(
      db,
    )
    await sql`create index messages_waiting on messages (created_at) where status = 'recorded'`.execute(db)
    await db.schema
      .createTable('states')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('decisions')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('decision', 'text', (c) => c.notNull())
      .addColumn('entry', 'text')
      .addColumn('confidence', 'double precision')
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('trace', blob, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('decisions_by_conversation')
      .on('decisions')
      .columns(['conversation_id', 'created_at'])
      .execute()
    await db.schema
      .createTable('outbox')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('sent_at', 'bigint')
      .execute()
    await sql`create index outbox_open on outbox (conversation_id, seq) where status in ('pending', 'sending')`.execute(
      db,
    )
    await db.schema
      .createTable('feedback')
      .addColumn('message_id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('helpful', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
}
