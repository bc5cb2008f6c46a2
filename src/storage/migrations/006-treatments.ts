/** Tables of what was done to keep customers, and to whom at random it was not. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const treatments: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('treatments')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // No reference: the register outlives the record it is about.
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('period', 'integer', (c) => c.notNull())
      .addColumn('arm', 'text', (c) => c.notNull())
      .addColumn('share', 'double precision', (c) => c.notNull())
      .addColumn('offer', 'text')
      .addColumn('probability', 'double precision')
      .addColumn('ev', 'double precision')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('treatments_once', ['customer_id', 'kind', 'period'])
      .execute()
    // Looked up in every turn: when was somebody's last offer accepted.
    await db.schema.createIndex('tasks_by_customer').on('tasks').column('customer_id').execute()
  },
}
