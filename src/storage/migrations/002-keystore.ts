/** Orders to erase, in the key database: what is to be done again after a restore, or after a kill. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const erasureOrders: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('erasure_orders')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text')
      .addColumn('subjects', 'text', (c) => c.notNull())
      .addColumn('conversations', 'text', (c) => c.notNull())
      .addColumn('linked', 'text', (c) => c.notNull())
      .addColumn('accounts', 'text', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('ordered_at', 'bigint', (c) => c.notNull())
      .addColumn('done_at', 'bigint')
      .execute()
  },
}
