/** Tables of what privacy requests and retention periods need. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const privacy: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
