/** What the corpus folder held, item by item, when somebody last looked at it: what is older than that is no news. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const folderItems: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('corpus_folder').addColumn('settled_items', 'text').execute()
  },
}
