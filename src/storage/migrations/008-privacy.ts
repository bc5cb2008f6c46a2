/** Tables of what privacy requests and retention periods need. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const privacy: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('erase_requests')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text')
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('erase_requests_once', ['conversation_id', 'scope'])
      .execute()
    await db.schema
      .createTable('data_copies')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('file_id', 'text')
      .addColumn('due_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('done_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('data_copies_by_customer')
      .on('data_copies')
      .columns(['customer_id', 'created_at'])
      .execute()
    await db.schema
      .createTable('kept_invoices')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('month', 'text', (c) => c.notNull())
      .addColumn('total_fen', 'integer', (c) => c.notNull())
      .addColumn('due', 'text', (c) => c.notNull())
      .addColumn('paid_at', 'bigint')
      .addColumn('kept_since', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('erased_accounts')
      .addColumn('account_hash', 'text', (c) => c.primaryKey())
      .addColumn('erased_at', 'bigint', (c) => c.notNull())
      .execute()
    // What retention periods are counted from.
    await db.schema.createIndex('files_by_time').ifNotExists().on('files').column('created_at').execute()
  },
}
