/** Tables of tasks that customers began and did not end. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const unfinished: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
