/** Where a backup is restored to: a database that is replaced in one step or not at all. */

import type { Migration } from 'kysely/migration'
import { LiukeError } from '../../errors.ts'
import type { ErasureOrdersTable } from '../schema.ts'
import type { Erasure } from './erasures.ts'
import type { AnyDatabase } from './load.ts'
import type { SavedDatabase } from './manifest.ts'

/** A database of a backup, on its way into a target. */
export interface Restoring {
  /** Folder of the backup. */
  readonly folder: string
  readonly saved: SavedDatabase
  readonly migrations: Record<string, Migration>
  onRows(count: number): void
  /** Has the last word on the restored database, in the transaction it was filled in. */
  finish(db: AnyDatabase): Promise<void>
}

/** An open target, held against other processes until it is committed or abandoned. */
export interface RestoreTarget {
  /** Whether a restore would replace anything but settings. */
  readonly holdsData: boolean
  /** The list of erasures of a key database that is there now. */
  erasures(): Promise<Erasure[]>
  /** The orders to erase of a key database that is there now. */
  orders(): Promise<ErasureOrdersTable[]>
  /** Prepares everything; what is there now stays in force. */
  stage(what: Restoring): Promise<void>
  /** Puts what was staged into force. */
  commit(): Promise<void>
  /** Lets go. After a commit this does nothing. */
  abandon(): Promise<void>
}

/** Tables a freshly started server has rows in. */
export const NOT_DATA: readonly string[] = ['settings']

/** The refusal to replace a database somebody works with. */
export function targetInUse(where: string, advice: string): LiukeError {
  return new LiukeError('restore_target_in_use', `A server seems to be running on ${where}.`, advice)
}

/** The refusal to lose the list of erasures. */
export function keystoreUnreadable(where: string, cause: unknown): LiukeError {
  return new LiukeError(
    'keystore_unreadable',
    `The key database ${where} cannot be read, so its list of erasures would be lost.`,
    'Mend it, or move it away and erase again whoever was erased after the backup.',
    { cause },
  )
}
