/** First tables of the key database: wrapped keys and the list of erasures. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { blobType } from './blob-type.ts'

export const keystore: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('subject_keys')
      .addColumn('subject_id', 'text', (c) => c.primaryKey())
      .addColumn('wrapped', blobType(db), (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('erasures')
      .addColumn('subject_id', 'text', (c) => c.primaryKey())
      .addColumn('erased_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
}
