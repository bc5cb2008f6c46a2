/** Tables of the public API: tokens, webhooks and what is to be delivered to them. */

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const api: Migration = {
  async up(_db: Kysely<unknown>): Promise<void> {},
}
