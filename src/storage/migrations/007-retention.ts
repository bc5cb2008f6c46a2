/** Tables of the retention worklist, and what customers chose about being contacted. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const retention: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    // Customers may come and go by imports and erasures: their choices and items are looked after by those.
    await db.schema
      .createTable('customer_choices')
      .addColumn('customer_id', 'text', (c) => c.primaryKey())
      .addColumn('contact', 'text', (c) => c.check(sql`contact in ('granted', 'refused')`))
      .addColumn('contact_at', 'bigint')
      .addColumn('contact_by', 'text')
      .addColumn('automated', 'integer', (c) => c.notNull().defaultTo(1))
      .addColumn('automated_at', 'bigint')
      .addColumn('automated_by', 'text')
      .addColumn('asked_at', 'bigint')
      .execute()
    await db.schema
      .createTable('retention_items')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull().references('subjects.id'))
      .addColumn('state', 'text', (c) =>
        c.notNull().check(sql`state in ('open', 'working', 'snoozed', 'done', 'dropped')`),
      )
      .addColumn('source', 'text', (c) => c.notNull().check(sql`source in ('model', 'manual')`))
      .addColumn('version', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('owner', 'text')
      .addColumn('due_at', 'bigint')
      .addColumn('snoozed_until', 'bigint')
      .addColumn('probability', 'double precision')
      .addColumn('ev', 'double precision')
      .addColumn('offer', 'text')
      .addColumn('reasons', 'text', (c) => c.notNull())
      .addColumn('model', 'text')
      .addColumn('outcome', 'text')
      .addColumn('closed_by', 'text')
      .addColumn('note', blob)
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('closed_at', 'bigint')
      .execute()
    // Nobody is on the list twice, however many put them there at once.
    await sql`create unique index retention_items_once on retention_items (customer_id) where closed_at is null`.execute(
      db,
    )
    await sql`create index retention_items_ranked on retention_items (ev) where closed_at is null`.execute(db)
    await db.schema
      .createIndex('retention_items_closed')
      .on('retention_items')
      .columns(['closed_at', 'id'])
      .execute()
    await db.schema
      .createIndex('retention_items_by_customer')
      .on('retention_items')
      .columns(['customer_id', 'created_at'])
      .execute()
    await db.schema
      .createIndex('retention_items_made')
      .on('retention_items')
      .columns(['source', 'created_at'])
      .execute()
    await db.schema
      .createTable('contacts')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('item_id', 'text', (c) => c.notNull().references('retention_items.id'))
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) =>
        c.notNull().check(sql`state in ('pending', 'sent', 'answered', 'blocked')`),
      )
      .addColumn('reason', 'text')
      .addColumn('offer', 'text')
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text')
      .addColumn('send_at', 'bigint', (c) => c.notNull())
      .addColumn('sent_at', 'bigint')
      .addColumn('answered_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    // One message at a time is on its way to a customer.
    await sql`create unique index contacts_pending on contacts (customer_id) where state = 'pending'`.execute(
      db,
    )
    await sql`create index contacts_due on contacts (send_at) where state = 'pending'`.execute(db)
    await sql`create index contacts_unanswered on contacts (sent_at) where state = 'sent'`.execute(db)
    // What was done to one thing, for those who work on it.
    await sql`create index audit_by_target on audit (target)`.execute(db)
    for (const column of ['customer_id', 'item_id', 'conversation_id'])
      await db.schema
        .createIndex(`contacts_by_${column}`)
        .on('contacts')
        .columns([column, 'created_at'])
        .execute()
  },
}
