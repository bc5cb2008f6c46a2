/** Tables of orders that customers confirmed, and of what they change: visits, plans to come, states of lines. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const orders: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('orders')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('reference', 'text', (c) => c.notNull().unique())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text')
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      // Keyed hash of what only one standing order may be about; null for those that stand no more.
      .addColumn('slot', 'text', (c) => c.unique())
      .addColumn('standing_until', 'bigint')
      .addColumn('undo_until', 'bigint')
      .addColumn('body', blobType(db), (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint')
      .addColumn('lease_until', 'bigint')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('orders_by_customer')
      .on('orders')
      .columns(['customer_id', 'created_at'])
      .execute()
    await db.schema.createIndex('orders_due').on('orders').column('due_at').execute()
    await db.schema
      .createTable('visits')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('from_minute', 'integer', (c) => c.notNull())
      .addColumn('to_minute', 'integer', (c) => c.notNull())
      // Which of the technicians of that time it is; unique among visits that are booked, null otherwise.
      .addColumn('seat', 'text', (c) => c.unique())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('visits_by_customer').on('visits').columns(['customer_id', 'day']).execute()
    await db.schema.createIndex('visits_by_day').on('visits').columns(['day', 'from_minute']).execute()
    await db.schema
      .createTable('plan_changes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('plan', 'text', (c) => c.notNull())
      .addColumn('effective', 'text', (c) => c.notNull())
      .addColumn('applied_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('plan_changes_by_customer').on('plan_changes').column('customer_id').execute()
    await sql`create index plan_changes_due on plan_changes (effective) where applied_at is null`.execute(db)
    await db.schema
      .createTable('line_states')
      .addColumn('customer_id', 'text', (c) => c.primaryKey())
      .addColumn('blocked', 'text')
      .addColumn('blocked_at', 'bigint')
      .addColumn('port_code', blobType(db))
      .addColumn('port_until', 'bigint')
      .addColumn('secured_at', 'bigint')
      .addColumn('line_test', 'text')
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}
