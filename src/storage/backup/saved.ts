/** Opens a database within a backup, whatever its form. */

import path from 'node:path'
import { readDump } from './dump.ts'
import type { SavedDatabase } from './manifest.ts'
import type { Rows } from './rows.ts'
import { openSqliteSnapshot } from './sqlite-snapshot.ts'

/** The rows of a saved database; close it after reading. */
export async function openSaved(
  folder: string,
  saved: SavedDatabase,
): Promise<Rows & { close(): Promise<void> }> {
  const file = path.join(folder, saved.file)
  if (saved.form === 'copy') return openSqliteSnapshot(file)
  return { ...(await readDump(file)), close: async () => undefined }
}
