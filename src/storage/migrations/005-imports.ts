/** What imports are prepared in, and the view that keeps their new customers out of sight until they are complete. */

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

/** Everything but where a row came from; a column added to the records later has to be added to the view too. */
const COLUMNS = [
  ...['id', 'subject_id', 'account_hash', 'phone_hash', 'email_hash', 'source', 'status', 'plan', 'home'],
  ...['district', 'contract', 'contract_end', 'joined', 'payment', 'monthly_fen', 'churned', 'attributes'],
  ...['profile', 'created_at', 'updated_at'],
]

export const imports: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const blob = blobType(db)
    await db.schema
      .createTable('imports')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('mapping', 'text', (c) => c.notNull())
      .addColumn('holder', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('running', 'live', 'dropped')`))
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('beat_at', 'bigint', (c) => c.notNull())
      .addColumn('live_at', 'bigint')
      .execute()
    await sql`create index imports_hidden on imports (id) where status <> 'live'`.execute(db)
    await db.schema.alterTable('customers').renameTo('customer_records').execute()
    // SQLite adds one column at a time.
    await db.schema
      .alterTable('customer_records')
      .addColumn('import_id', 'text', (c) => c.references('imports.id'))
      .execute()
    await db.schema.alterTable('customer_records').addColumn('import_place', 'text').execute()
    await db.schema
      .createIndex('customer_records_by_import')
      .on('customer_records')
      .column('import_id')
      .execute()
    const columns = sql.join(COLUMNS.map((column) => sql.ref(column)))
    await sql`create view customers as select ${columns} from customer_records
      where import_id is null or import_id not in (select id from imports where status <> 'live')`.execute(db)
    // What a dropped import leaves is removed, and removing a subject looks for everything that refers to it.
    for (const table of ['identities', 'states', 'tickets', 'tasks', 'notices', 'files'])
      await db.schema
        .createIndex(`${table}_by_subject`)
        .ifNotExists()
        .on(table)
        .column('subject_id')
        .execute()
    await db.schema
      .createTable('import_seen')
      .addColumn('import_id', 'text', (c) => c.notNull())
      .addColumn('source', 'integer', (c) => c.notNull())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('line', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('import_seen_pk', ['import_id', 'source', 'customer_id'])
      .execute()
    await db.schema
      .createTable('import_changes')
      .addColumn('customer_id', 'text', (c) => c.primaryKey())
      .addColumn('import_id', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('seen', 'text', (c) => c.notNull())
      .addColumn('differs', 'integer', (c) => c.notNull())
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('phone_hash', 'text')
      .addColumn('email_hash', 'text')
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('plan', 'text')
      .addColumn('district', 'text')
      .addColumn('contract', 'text')
      .addColumn('joined', 'text')
      .addColumn('payment', 'text')
      .addColumn('monthly_fen', 'integer')
      .addColumn('churned', 'integer')
      .addColumn('attributes', 'text', (c) => c.notNull())
      .addColumn('profile', blob, (c) => c.notNull())
      .execute()
    for (const column of ['phone_hash', 'email_hash'])
      await db.schema.createIndex(`import_changes_by_${column}`).on('import_changes').column(column).execute()
  },
}
