/** Tables of computed insight. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const insight: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
