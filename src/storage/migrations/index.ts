/** The migrations of both databases, in order. A migration that has been released is never changed. */

import type { Migration } from 'kysely/migration'
import { kernel } from './001-kernel.ts'
import { keystore } from './001-keystore.ts'
import { accounts } from './002-accounts.ts'
import { erasureOrders } from './002-keystore.ts'
import { customers } from './003-customers.ts'
import { channels } from './004-channels.ts'
import { imports } from './005-imports.ts'
import { treatments } from './006-treatments.ts'
import { retention } from './007-retention.ts'
import { privacy } from './008-privacy.ts'
import { insight } from './009-insight.ts'
import { orders } from './010-orders.ts'
import { api } from './011-api.ts'
import { unfinished } from './012-unfinished.ts'
import { desk } from './013-desk.ts'
import { curation } from './014-curation.ts'
import { folderItems } from './015-folder-items.ts'

/** Of the main database. */
export const migrations: Record<string, Migration> = {
  '001-kernel': kernel,
  '002-accounts': accounts,
  '003-customers': customers,
  '004-channels': channels,
  '005-imports': imports,
  '006-treatments': treatments,
  '007-retention': retention,
  '008-privacy': privacy,
  '009-insight': insight,
  '010-orders': orders,
  '011-api': api,
  '012-unfinished': unfinished,
  '013-desk': desk,
  '014-curation': curation,
  '015-folder-items': folderItems,
}

/** Of the key database. */
export const keystoreMigrations: Record<string, Migration> = {
  '001-keystore': keystore,
  '002-keystore': erasureOrders,
}
