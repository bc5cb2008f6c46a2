/** Tables of what an import of customers is prepared in. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const imports: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
