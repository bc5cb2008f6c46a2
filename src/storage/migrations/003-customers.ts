/** Customers and what is theirs, identity on the channels, and what a hand-over needs to be ranked by. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const customers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await db.schema
      .createTable('customers')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('account_hash', 'text', (c) => c.notNull().unique())
      .addColumn('phone_hash', 'text')
      .addColumn('email_hash', 'text')
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('active', 'cancelled')`))
      .addColumn('plan', 'text')
      .addColumn('home', 'text')
      .addColumn('district', 'text')
      .addColumn('contract', 'text')
      .addColumn('contract_end', 'text')
      .addColumn('joined', 'text')
      .addColumn('payment', 'text')
      .addColumn('monthly_fen', 'integer')
      .addColumn('churned', 'integer')
      .addColumn('attributes', 'text', (c) => c.notNull())
      .addColumn('profile', blob, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    for (const column of ['subject_id', 'phone_hash', 'email_hash'])
      await db.schema.createIndex(`customers_by_${column}`).on('customers').column(column).execute()
    await db.schema
      .createTable('invoices')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('month', 'text', (c) => c.notNull())
      .addColumn('total_fen', 'integer', (c) => c.notNull())
      .addColumn('due', 'text', (c) => c.notNull())
      .addColumn('paid_at', 'bigint')
      .addColumn('failed_payments', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('lines', blob, (c) => c.notNull())
      .addUniqueConstraint('invoices_month', ['customer_id', 'month'])
      .execute()
    await db.schema
      .createTable('usage')
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('month', 'text', (c) => c.notNull())
      .addColumn('data_mb', 'integer', (c) => c.notNull())
      .addColumn('minutes', 'integer', (c) => c.notNull())
      .addColumn('texts', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('usage_pk', ['customer_id', 'month'])
      .execute()
    await db.schema
      .createTable('products')
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('product', 'text', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addColumn('until', 'text')
      .addPrimaryKeyConstraint('products_pk', ['customer_id', 'product', 'since'])
      .execute()
    await db.schema
      .createTable('tickets')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('number', 'text', (c) => c.notNull().unique())
      .addColumn('customer_id', 'text', (c) => c.references('customers.id'))
      .addColumn('conversation_id', 'text')
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) =>
        c.notNull().check(sql`status in ('open', 'working', 'resolved', 'closed')`),
      )
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('resolved_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('tickets_by_customer')
      .on('tickets')
      .columns(['customer_id', 'created_at'])
      .execute()
    await db.schema.createIndex('tickets_by_status').on('tickets').column('status').execute()
    await db.schema
      .createTable('tasks')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text')
      .addColumn('conversation_id', 'text')
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('open', 'done', 'dropped')`))
      .addColumn('due_at', 'bigint')
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('tasks_open').on('tasks').columns(['status', 'due_at']).execute()
    await db.schema
      .createTable('cancellations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('service', 'text', (c) => c.notNull())
      .addColumn('effective', 'text', (c) => c.notNull())
      .addColumn('offer', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('cancellations_once', ['customer_id', 'service'])
      .execute()
    await db.schema
      .createTable('outages')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('district', 'text', (c) => c.notNull())
      .addColumn('service', 'text', (c) => c.notNull())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('expected_end', 'bigint')
      .addColumn('ended_at', 'bigint')
      .execute()
    await db.schema.createIndex('outages_by_district').on('outages').column('district').execute()
    await db.schema
      .createTable('scores')
      .addColumn('customer_id', 'text', (c) => c.primaryKey().references('customers.id'))
      .addColumn('logit', 'double precision', (c) => c.notNull())
      .addColumn('probability', 'double precision', (c) => c.notNull())
      .addColumn('reasons', 'text', (c) => c.notNull())
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('scored_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('links')
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('how', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('links_pk', ['subject_id', 'customer_id'])
      .execute()
    await db.schema.createIndex('links_by_customer').on('links').column('customer_id').execute()
    await db.schema
      .createTable('verifications')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('account_hash', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('code_hash', 'text', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('verifications_by_account')
      .on('verifications')
      .columns(['account_hash', 'created_at'])
      .execute()
    await db.schema
      .createIndex('verifications_by_conversation')
      .on('verifications')
      .columns(['conversation_id', 'created_at'])
      .execute()
    await db.schema
      .createTable('notices')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('body', blob, (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await sql`create index notices_open on notices (due_at) where status in ('pending', 'sending')`.execute(
      db,
    )
    const added = {
      customer_id: 'text',
      verified_until: 'bigint',
      queue: 'text',
      priority: 'integer',
      answer_due_at: 'bigint',
      value_yuan: 'double precision',
      queue_reason: 'text',
      handoff_ended_at: 'bigint',
    } as const
    // SQLite adds one column at a time.
    for (const [name, type] of Object.entries(added))
      await db.schema.alterTable('conversations').addColumn(name, type).execute()
    await db.schema
      .createIndex('conversations_by_customer')
      .on('conversations')
      .column('customer_id')
      .execute()
  },
}
