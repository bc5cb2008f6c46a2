/** Tables of the retention worklist, and what customers chose about being contacted. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const retention: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
