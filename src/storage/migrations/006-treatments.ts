/** Tables of what was done to keep customers, and to whom at random it was not. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const treatments: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
