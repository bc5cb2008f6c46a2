/** The migrations of both databases, in order. A migration that has been released is never changed. */

import type { Migration } from 'kysely/migration'
import { kernel } from './001-kernel.ts'
import { keystore } from './001-keystore.ts'
import { accounts } from './002-accounts.ts'
import { customers } from './003-customers.ts'
import { channels } from './004-channels.ts'

/** Of the main database. */
export const migrations: Record<string, Migration> = {
  '001-kernel': kernel,
  '002-accounts': accounts,
  '003-customers': customers,
  '004-channels': channels,
}

/** Of the key database. */
export const keystoreMigrations: Record<string, Migration> = { '001-keystore': keystore }
